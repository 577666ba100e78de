// What was done on this phone, and the one file that hands it back (coach/guided/results.py).

import type { Act } from "./play";
import type { Score, Why } from "./score";

export interface GivenAnswer {
  label: string;
  value: number | null;
  unit: string;
  text: string;
  at_s: number;
}

export interface PlayedBeat {
  index: number;
  at_s: number;
}

/** A session that is over; times in seconds since its start, by the clock of the phone. */
export interface Played {
  id: string;
  protocol: string;
  seed: number;
  chosen: unknown;
  started_at: string;
  ended_at: string;
  why: Why;
  answers: readonly GivenAnswer[];
  beats: readonly PlayedBeat[];
}

/** A session that is not over yet. */
export type Unfinished = Omit<Played, "ended_at" | "why">;

export interface Results {
  form: "innervate-results-1";
  made_at: string;
  device: string;
  sessions: readonly Played[];
}

/** A session that begins now. */
export function started(score: Score, now_ms: number): Unfinished {
  return {
    id: uuid(),
    protocol: score.protocol,
    seed: score.seed,
    chosen: score.chosen,
    started_at: new Date(now_ms).toISOString(),
    answers: [],
    beats: [],
  };
}

/** The same with what these acts wrote down. */
export function written<T extends Unfinished>(session: T, acts: readonly Act[]): T {
  const answers = [...session.answers];
  const beats = [...session.beats];
  for (const one of acts) {
    const at_s = Math.round(one.at_s * 1000) / 1000;
    if (one.act === "beat") beats.push({ index: one.index, at_s });
    if (one.act !== "answer") continue;
    const { label, value, unit, text } = one;
    answers.push({ label, value, unit, text, at_s });
  }
  return { ...session, answers, beats };
}

/** The session as it ended; `at_s` seconds after its start. */
export function finished(session: Unfinished, why: Why, at_s: number): Played {
  const ended_ms = Date.parse(session.started_at) + Math.max(at_s, 0) * 1000;
  return { ...session, ended_at: new Date(ended_ms).toISOString(), why };
}

/** The text of the file. */
export function resultsText(sessions: readonly Played[], now_ms: number, device: string): string {
  const made_at = new Date(now_ms).toISOString();
  const results: Results = { form: "innervate-results-1", made_at, device, sessions };
  return JSON.stringify(results, null, 1);
}

/** The name of the file: the day and time at which it was made. */
export function resultsName(now_ms: number): string {
  const stamp = new Date(now_ms).toISOString().slice(0, 16).replace(/[T:]/g, "-");
  return `innervate-results-${stamp}.json`;
}

/** A random UUID; the browser's own is missing where a page comes without HTTPS. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
