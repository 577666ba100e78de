// The knobs as this page has them: what the hand wishes is shown at once, sent one wish after the
// other (of many wishes for one knob the newest), and taken from the server again afterwards.

import { api, words } from "../lib/api";
import type { Knob, KnobStanding } from "../lib/types";
import { same } from "./words";

/** So long after a wish the server may still tell of the time before it. */
const SETTLED_MS = 300;

export class Knobs {
  all = $state.raw<Knob[]>([]);
  /** Where each stood when the session began. */
  began = $state.raw<Record<string, number>>({});
  problem = $state("");

  readonly #wishes = new Map<string, number>();
  readonly #touched = new Map<string, number>();
  #standings: readonly KnobStanding[] = [];
  #sending = false;
  #again: ReturnType<typeof setTimeout> | null = null;

  /** Whether any stands elsewhere than when the session began. */
  readonly moved = $derived(this.all.filter((knob) => !same(knob, knob.value, this.#first(knob))));

  #first(knob: Knob): number {
    return this.began[knob.name] ?? knob.value;
  }

  /** Ask which there are. */
  async ask(): Promise<void> {
    this.problem = "";
    try {
      this.all = await api.knobs();
      this.follow(this.#standings);
    } catch (error) {
      this.problem = words(error);
    }
  }

  /** Turn one. */
  turn(name: string, value: number): void {
    this.#wishes.set(name, value);
    this.#touched.set(name, performance.now());
    this.all = this.all.map((knob) => (knob.name === name ? { ...knob, value } : knob));
    void this.#send();
  }

  /** Turn all to where they were when the session began. */
  back(): void {
    for (const knob of this.moved) this.turn(knob.name, this.#first(knob));
  }

  /** Take from the session where they stand: another page may have turned one. */
  follow(standings: readonly KnobStanding[]): void {
    this.#standings = standings;
    this.began = Object.fromEntries(standings.map((one) => [one.name, one.began]));
    const values = new Map(standings.map((one) => [one.name, one.value]));
    const now_ms = performance.now();
    let late = false;
    this.all = this.all.map((knob) => {
      const value = values.get(knob.name);
      if (value === undefined || value === knob.value) return knob;
      const mine = now_ms - (this.#touched.get(knob.name) ?? -Infinity) < SETTLED_MS;
      if (!mine && !this.#wishes.has(knob.name)) return { ...knob, value };
      late = true;
      return knob;
    });
    if (late && this.#again === null)
      this.#again = setTimeout(() => {
        this.#again = null;
        this.follow(this.#standings);
      }, SETTLED_MS);
  }

  close(): void {
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = null;
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const [next] = this.#wishes;
        if (!next) break;
        const [name, value] = next;
        this.#wishes.delete(name);
        const told = await api.turn(name, value);
        this.problem = "";
        this.all = told.map((knob) => {
          const wish = this.#wishes.get(knob.name);
          return wish === undefined ? knob : { ...knob, value: wish };
        });
      }
    } catch (error) {
      this.#wishes.clear();
      this.#touched.clear();
      this.problem = words(error);
      this.follow(this.#standings);
    } finally {
      this.#sending = false;
    }
  }
}
