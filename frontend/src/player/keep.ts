// What stays on this phone: the session that runs, those that are over, and how often each was done.

import type { Answers } from "./play";
import type { Played, Unfinished } from "./results";
import type { Score } from "./score";

/** A session that was cut off or is running, with the score that it began with. */
export interface Running {
  /** Of the offer that it was chosen from. */
  offer: string;
  name: string;
  about: string;
  session: Unfinished;
  /** Seconds of the session at which this was kept. */
  at_s: number;
  /** The beat that was on, how much of it was over, the last answers. */
  index: number;
  elapsed_s: number;
  answers: Answers;
}

/** A session that is over; `handed` once it was given away in a file. */
export interface Kept {
  name: string;
  about: string;
  handed: boolean;
  session: Played;
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const RUNNING = "innervate.player.running";
const SCORE = "innervate.player.score";
const OVER = "innervate.player.over";
const TURNS = "innervate.player.turns";

/** Keeps in the storage of the browser; every writing is at once, so that a crash loses nothing. */
export class Keep {
  readonly #shelf: Shelf | null;
  /** Whether everything that was to be kept is kept. */
  sound = true;

  constructor(shelf: Shelf | null = own()) {
    this.#shelf = shelf;
    if (!shelf) this.sound = false;
  }

  /** The session that was cut off, with its score; none where it is over or cannot be read. */
  get running(): { running: Running; score: Score } | null {
    const running = this.#read<Running>(RUNNING);
    const score = this.#read<Score>(SCORE);
    if (!running || !score || running.session.protocol !== score.protocol) return null;
    if (this.over.some((one) => one.session.id === running.session.id)) return null;
    return { running, score };
  }

  get over(): readonly Kept[] {
    return this.#read<Kept[]>(OVER) ?? [];
  }

  /** How often sessions of an offer were begun here. */
  turns(offer: string): number {
    return this.#read<Record<string, number>>(TURNS)?.[offer] ?? 0;
  }

  begin(running: Running, score: Score): void {
    const turns = this.#read<Record<string, number>>(TURNS) ?? {};
    this.#write(TURNS, { ...turns, [running.offer]: this.turns(running.offer) + 1 });
    this.#write(SCORE, score);
    this.#write(RUNNING, running);
  }

  save(running: Running): void {
    this.#write(RUNNING, running);
  }

  /** The running session is over: first it is kept, then it no longer runs. */
  finish(kept: Kept): void {
    const others = this.over.filter((one) => one.session.id !== kept.session.id);
    this.#write(OVER, [...others, kept]);
    this.forget();
  }

  /** Let the running session go. */
  forget(): void {
    this.#remove(RUNNING);
    this.#remove(SCORE);
  }

  handed(ids: readonly string[]): void {
    const marked = this.over.map((one) =>
      ids.includes(one.session.id) ? { ...one, handed: true } : one,
    );
    this.#write(OVER, marked);
  }

  remove(ids: readonly string[]): void {
    this.#write(
      OVER,
      this.over.filter((one) => !ids.includes(one.session.id)),
    );
  }

  #read<T>(key: string): T | null {
    try {
      const text = this.#shelf?.getItem(key);
      return text ? (JSON.parse(text) as T) : null;
    } catch {
      return null;
    }
  }

  #write(key: string, value: unknown): void {
    try {
      this.#shelf?.setItem(key, JSON.stringify(value));
    } catch {
      this.sound = false;
    }
  }

  #remove(key: string): void {
    try {
      this.#shelf?.removeItem(key);
    } catch {
      this.sound = false;
    }
  }
}

function own(): Shelf | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
