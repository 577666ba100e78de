// A session as it runs on the page: the clock, the sounds and what is kept, around `play`.

import type { Sound } from "../audio/sound.svelte";
import { vibrate } from "./device";
import type { Keep, Running } from "./keep";
import { nowOf } from "./moment";
import {
  allowed,
  beatOf,
  begin,
  command,
  elapsed,
  Refusal,
  to,
  type Act,
  type Do,
  type Moved,
  type Place,
} from "./play";
import { finished, started, written } from "./results";
import type { Beat, Offer, Score } from "./score";

export const TICK_MS = 100;
const KEPT_EVERY_S = 5;
/** What is older is not said any more: the phone was asleep. */
const STALE_S = 1.5;
/** Tones are handed to the sound card before their time: its clock is better than the page's. */
const AHEAD_S = 0.35;
const AHEAD_HIDDEN_S = 1.6;
const LATE_S = 0.25;

type Ears = Pick<Sound, "play" | "say">;
type Cue = Extract<Act, { act: "cue" }>;

export class Live {
  readonly score: Score;
  place = $state.raw<Place>() as Place;
  now_s = $state(0);
  /** What the person should know: why it ended. */
  warning = $state("");
  /** Why the last command was refused. */
  refusal = $state("");
  readonly beat: Beat = $derived.by(() => beatOf(this.score, this.place));
  readonly moment = $derived.by(() => nowOf(this.beat, elapsed(this.place, this.now_s)));
  readonly allowed: readonly Do[] = $derived.by(() => allowed(this.score, this.place));
  #running: Running;
  readonly #keep: Keep;
  readonly #ears: Ears;
  readonly #clock_ms: () => number;
  #began_ms: number;
  #last_ms: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #coming: Cue[] = [];
  #kept_s = 0;
  #toned = { of: "", next: 0 };

  private constructor(
    running: Running,
    score: Score,
    keep: Keep,
    ears: Ears,
    clock_ms: () => number,
  ) {
    this.score = score;
    this.#running = running;
    this.#keep = keep;
    this.#ears = ears;
    this.#clock_ms = clock_ms;
    this.#last_ms = clock_ms();
    const at_s = (this.#last_ms - Date.parse(running.session.started_at)) / 1000;
    this.#began_ms = this.#last_ms - Math.max(at_s, running.at_s) * 1000;
  }

  /** A new session of an offer; the scores of an offer are played in turn. */
  static begin(offer: Offer, keep: Keep, ears: Ears, clock_ms: () => number = Date.now): Live {
    const score = offer.scores[keep.turns(offer.key) % offer.scores.length];
    if (!score) throw new Error(`${offer.key} has nothing to play.`);
    const running: Running = {
      offer: offer.key,
      name: score.name,
      about: offer.about,
      session: started(score, clock_ms()),
      at_s: 0,
      index: 0,
      elapsed_s: 0,
      answers: {},
    };
    keep.begin(running, score);
    const live = new Live(running, score, keep, ears, clock_ms);
    live.#run(begin(score, live.#time()));
    return live;
  }

  /** Go on with a session that was cut off. */
  static goOn(
    running: Running,
    score: Score,
    keep: Keep,
    ears: Ears,
    clock_ms: () => number = Date.now,
  ): Live {
    const live = new Live(running, score, keep, ears, clock_ms);
    live.#run(begin(score, live.#time(), running));
    return live;
  }

  /** Close a session that was cut off, without going on with it. */
  static close(running: Running, keep: Keep): void {
    const session = finished(running.session, "ended", running.at_s);
    keep.finish({ name: running.name, about: running.about, handed: false, session });
  }

  /** Do what the person asks for. */
  press(what: Do, value: number | null = null, text = ""): void {
    this.refusal = "";
    try {
      this.#take(command(this.score, this.place, what, this.#time(), value, text));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error.message;
    }
  }

  /** The page is left: what is not over stays unfinished. */
  leave(): void {
    this.#quiet();
    if (!this.place.over) this.#save();
  }

  /** Look at the clock. */
  tick(): void {
    this.#take(to(this.score, this.place, this.#time()));
    this.#cues(this.#coming.splice(0), this.now_s);
    this.#tones();
    if (Math.abs(this.now_s - this.#kept_s) >= KEPT_EVERY_S && !this.place.over) this.#save();
  }

  #run(moved: Moved): void {
    this.#take(moved);
    if (!this.place.over) this.#timer = setInterval(() => this.tick(), TICK_MS);
    this.#tones();
  }

  /** Seconds since the session began, by the clock of the phone, which may be set back. */
  #time(): number {
    const now_ms = this.#clock_ms();
    if (now_ms < this.#last_ms) this.#began_ms -= this.#last_ms - now_ms;
    this.#last_ms = now_ms;
    return (now_ms - this.#began_ms) / 1000;
  }

  #take({ place, acts }: Moved): void {
    this.place = place;
    this.now_s = place.over ? place.now_s : Math.max(this.#time(), place.now_s);
    if (place.paused || place.over) this.#coming = [];
    const over = acts.find((one) => one.act === "over");
    for (const one of acts) {
      if (one.act === "warn") this.warning = one.words;
      if (one.act === "beat") this.#arrive();
    }
    this.#cues(
      acts.filter((one) => one.act === "cue"),
      this.now_s,
    );
    const told = acts.some((one) => one.act === "beat" || one.act === "answer");
    if (told) this.#running.session = written(this.#running.session, acts);
    if (over) this.#finish(over);
    else if (told || acts.some((one) => one.act === "phase")) this.#save();
  }

  #arrive(): void {
    this.refusal = "";
    if (this.beat.question) vibrate(60, 80, 60);
    else vibrate(80);
  }

  /** Say what is due, keep what is to come, pass over what is long past. */
  #cues(cues: readonly Cue[], now_s: number): void {
    const words: string[] = [];
    for (const cue of cues) {
      if (cue.at_s > now_s) {
        this.#coming.push(cue);
        continue;
      }
      if (now_s - cue.at_s > STALE_S) continue;
      if (cue.kind === "say" || cue.kind === "count") words.push(cue.text);
      // Tones within a beat are played ahead; what is counted while nothing moves is not of a beat.
      if (cue.tone && cue.at_s < this.place.began_s + this.place.from_s) this.#ears.play(cue.tone);
    }
    if (words.length) this.#ears.say(words.join(" "));
  }

  /** Hand the tones of the next moments to the sound card. */
  #tones(): void {
    const { place, beat } = this;
    if (place.paused || place.over) return;
    const of = `${place.index} ${place.began_s}`;
    if (of !== this.#toned.of) {
      const next = beat.sounds.filter((sound) => sound.at_s < place.from_s).length;
      this.#toned = { of, next };
    }
    const until_s = this.now_s + (document.hidden ? AHEAD_HIDDEN_S : AHEAD_S);
    for (; this.#toned.next < beat.sounds.length; this.#toned.next += 1) {
      const sound = beat.sounds[this.#toned.next];
      const due_s = place.began_s + (sound?.at_s ?? 0);
      if (!sound || due_s > until_s) return;
      if (sound.tone && due_s > this.now_s - LATE_S)
        this.#ears.play(sound.tone, Math.max(due_s - this.now_s, 0));
    }
  }

  #save(): void {
    const { place } = this;
    this.#kept_s = this.now_s;
    this.#running = {
      ...this.#running,
      at_s: this.now_s,
      index: place.index,
      elapsed_s: elapsed(place, this.now_s),
      answers: place.answers,
    };
    this.#keep.save(this.#running);
  }

  #finish(over: Extract<Act, { act: "over" }>): void {
    clearInterval(this.#timer);
    vibrate(200);
    if (over.why === "done") this.#ears.play("done");
    const { name, about, session } = this.#running;
    this.#keep.finish({
      name,
      about,
      handed: false,
      session: finished(session, over.why, over.at_s),
    });
  }

  #quiet(): void {
    clearInterval(this.#timer);
    this.#coming = [];
  }
}
