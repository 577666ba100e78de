// The score of a guided session as Python writes it (coach/guided/score.py tells what each means).

export type Kind =
  "show" | "ask" | "breathe" | "hold" | "rest" | "work" | "imagine" | "pulse" | "reps";

export type Asks = "scale" | "choice" | "yes_no" | "number" | "text";

export interface Sound {
  at_s: number;
  kind: "say" | "tone" | "count" | "phase";
  text: string;
  tone: string;
}

export interface Bounds {
  at_least: number | null;
  at_most: number | null;
  says: string;
}

export interface Gate extends Bounds {
  label: string;
  negated: boolean;
}

export interface Halt extends Bounds {
  words: string;
  urgent: boolean;
}

export interface Question {
  label: string;
  answer: Asks;
  options: readonly string[];
  low: number;
  high: number;
  low_words: string;
  high_words: string;
  unit: string;
  halts: readonly Halt[];
  must: boolean;
}

export interface Tempo {
  eccentric_s: number;
  pause_s: number;
  concentric_s: number;
  top_s: number;
}

export interface Beat {
  index: number;
  kind: Kind;
  title: string;
  text: string;
  detail: string;
  say: string;
  phase: string;
  seconds: number | null;
  question: Question | null;
  gates: readonly Gate[];
  sounds: readonly Sound[];
  lead_s: number;
  grain_s: number | null;
  count: number | null;
  tempo: Tempo | null;
  breath: readonly [number, number] | null;
  pulse_hz: number | null;
  muscle: string;
  side: string | null;
  set: number;
  rep: number;
  arm: string;
}

export interface ShownClaim {
  row: string;
  claim: string;
  verdict: string;
  truth: string;
}

export interface Fact {
  text: string;
  status: "read" | "unverified" | "ours";
  source: string;
}

export interface Score {
  form: "innervate-score-1";
  protocol: string;
  name: string;
  purpose: string;
  claims: readonly ShownClaim[];
  facts: readonly Fact[];
  dose: string;
  stops: readonly string[];
  pain: string;
  urgent: string;
  eyes_closed: boolean;
  seed: number;
  chosen: unknown;
  beats: readonly Beat[];
}

/** A session that can be chosen; of several scores the next in turn is played. */
export interface Offer {
  key: string;
  family: string;
  about: string;
  scores: readonly Score[];
}

/** What `innervate player` writes beside the page. */
export interface Shelf {
  form: "innervate-player-1";
  version: string;
  offers: readonly Offer[];
}

export type Why = "done" | "stopped" | "pain" | "ended" | "urgent" | "screened";
