// What the beat of a guided protocol looks like at a moment.

import type { Standing } from "../lib/types";
import type { Question } from "../player/score";

export interface Breath {
  word: "Breathe in" | "Breathe out";
  /** Seconds of it that are left. */
  left_s: number;
  /** How full the lungs are, 0 to 1. */
  full: number;
}

/** The breath after so many seconds of a beat. */
export function breathAt([in_s, out_s]: readonly [number, number], elapsed_s: number): Breath {
  const at_s = Math.max(elapsed_s, 0) % (in_s + out_s);
  if (at_s < in_s) return { word: "Breathe in", left_s: in_s - at_s, full: at_s / in_s };
  const gone_s = at_s - in_s;
  return { word: "Breathe out", left_s: out_s - gone_s, full: 1 - gone_s / out_s };
}

/** Where the bob of a metronome is, -1 to 1: at an end with every beat, never a flash. */
export function bobAt(hz: number, elapsed_s: number): number {
  return Math.cos(Math.PI * hz * Math.max(elapsed_s, 0));
}

/** How much of a beat is over, 0 to 1; null where the person ends it. */
export function partOf(standing: Standing, now_s: number): number | null {
  if (standing.ends_s === null) return null;
  const whole_s = Math.max(standing.ends_s - standing.began_s, 0.001);
  return Math.min(Math.max((now_s - standing.began_s) / whole_s, 0), 1);
}

/** Whether this moment gets feedback from sensors. */
export function feedsBack(standing: Standing | null): boolean {
  const { guided, feedback } = standing ?? {};
  if (!standing || !guided || feedback === "off") return false;
  return guided.kind !== "reps" || guided.shown.includes(standing.reps_done + 1);
}

export interface Given {
  value: number | null;
  text: string;
}

/**
 * What a key answers to a question; null where it answers nothing, "wait" for a 1 that may become
 * a 10.
 */
export function keyed(question: Question, key: string, waits: boolean): Given | "wait" | null {
  if (question.answer === "yes_no") {
    const option = { y: "yes", n: "no" }[key.toLowerCase()];
    return option ? { value: null, text: option } : null;
  }
  if (!/^\d$/.test(key)) return null;
  if (question.answer === "choice") {
    const option = question.options[Number(key) - 1];
    return option ? { value: null, text: option } : null;
  }
  if (question.answer !== "scale") return null;
  const value = waits && key === "0" ? 10 : Number(key);
  if (!waits && value === 1 && question.high >= 10) return "wait";
  return value >= question.low && value <= question.high ? { value, text: "" } : null;
}
