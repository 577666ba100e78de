// Programmes, the plans that people follow, progress over sessions, and letters.

import type { Side } from "./common";

/** An evidence row beside something: the claim, its verdict, the honest line. */
export interface EvidenceRow {
  key: string;
  claim: string;
  verdict: string;
  truth: string;
}

export interface PlanBlock {
  protocol: string;
  name: string;
  words: string;
  exercise: string;
  note: string;
  hard: boolean;
  sensors: string[];
}

export interface ProgrammeLevel {
  key: string;
  name: string;
  sessions: number;
  per_week: number;
  blocks: PlanBlock[];
}

export interface Programme {
  key: string;
  name: string;
  purpose: string;
  dose: string;
  weeks: number;
  longest_weeks: number;
  sessions: number;
  per_week: [number, number];
  levels: ProgrammeLevel[];
  status: "read" | "unverified" | "ours";
  status_words: string;
  evidence: EvidenceRow[];
  sources: string[];
  caveat: string;
  hard: boolean;
  watched: string[];
}

export type Told = "soreness" | "pain" | "maximum" | "vividness" | "retention" | "dual_cost";

/** A number that is asked for, and between which limits it lies. */
export interface AskedNumber {
  told: Told;
  words: string;
  low: number;
  high: number;
}

export interface ToldNumber {
  told: Told;
  value: number;
}

export interface PlanDue {
  number: number;
  of: number;
  level: string;
  blocks: PlanBlock[];
  moved: boolean;
  again: boolean;
}

export interface PlanToday {
  on: string;
  due: PlanDue | null;
  left_out: PlanBlock[];
  why: string[];
  asks: AskedNumber[];
  results: AskedNumber[];
  advice: string[];
  next_on: string | null;
}

export type PlanState = "planned" | "done" | "missed" | "moved" | "held";

export interface PlanDay {
  on: string;
  state: PlanState;
  level: string;
  words: string;
  number: number | null;
  moved: boolean;
  crashed: boolean;
  counted: boolean;
  to: string | null;
  session: string | null;
  note: string;
}

export interface Adherence {
  done: number;
  missed: number;
  held: number;
  moved: number;
  crashed: number;
  share: number | null;
}

/** A plan as it stands on a day. */
export interface Plan {
  id: string;
  person: string | null;
  programme: string;
  name: string;
  began: string;
  ends_on: string;
  expected_on: string | null;
  weekdays: number[] | null;
  note: string;
  sender: string;
  today: PlanToday;
  days: PlanDay[];
  adherence: Adherence;
  ending: string | null;
  paused: boolean;
  stopped: string;
  barred: string;
  flags: { flag: string; urgent: boolean }[];
  fits: { id: string; started_at: string; words: string }[];
}

export interface Plans {
  plans: Plan[];
  problems: string[];
}

/** Something that happened to a plan. */
export type PlanEvent =
  | { kind: "done"; on: string; numbers?: ToldNumber[]; session?: string | null; note?: string }
  | { kind: "missed"; on: string; note?: string }
  | { kind: "moved"; on: string; to: string }
  | { kind: "said"; on: string; numbers: ToldNumber[] }
  | { kind: "flagged"; on: string; flag: string }
  | { kind: "barred"; on: string; why: string }
  | { kind: "crashed"; on: string; hard_work: boolean }
  | { kind: "paused" | "resumed" | "ended" | "cleared"; on: string };

export type TrendVerdict =
  "not enough sessions" | "no clear change" | "clearly more" | "clearly less";

export interface SessionPoint {
  id: string | null;
  on: string;
  value: number;
  low: number | null;
  high: number | null;
  without: boolean;
}

/** What a letter says of a number. */
export interface Change {
  key: string;
  name: string;
  unit: string;
  verdict: TrendVerdict;
  improved: boolean;
  words: string;
  low: number | null;
  high: number | null;
  level: number | null;
  noise: number | null;
  detectable: number | null;
  method: string;
  condition: string;
}

export interface Retention {
  half_life_days: number | null;
  kept: { days: number; share: number; low: number; high: number }[];
  method: string;
  why: string;
}

export interface ProgressSeries {
  key: string;
  name: string;
  unit: string;
  exercise: string;
  load: string;
  variant: string;
  montage: string;
  axis: "strength" | "selectivity" | "other";
  better: "more" | "less" | "neither";
  method: string;
  points: SessionPoint[];
  verdict: TrendVerdict | null;
  words: string;
  change: Change | null;
  baseline: { mean: number; low: number; high: number; sessions: number } | null;
  detectable: number | null;
  retention: Retention;
  evidence: EvidenceRow[];
}

export interface Axis {
  series: string;
  name: string;
  exercise: string;
  verdict: TrendVerdict;
  percent: number | null;
  low: number | null;
  high: number | null;
}

export interface Accuracy {
  exercise: string;
  muscle: string;
  side: Side | null;
  unit: string;
  pairs: { session: string; felt: number; measured: number }[];
  agreement: {
    verdict: string;
    pairs: number;
    correlation: number | null;
    interval: { low: number | null; high: number | null; method: string };
    why: string;
  };
}

/** A month that is over; `stop` is the first day that is not in it. */
export interface LetterMonth {
  key: string;
  number: number;
  start: string;
  stop: string;
}

export interface ProgressOf {
  judged: LetterMonth;
  series: ProgressSeries[];
  axes: { strength: Axis | null; selectivity: Axis | null; words: string };
  accuracy: Accuracy[];
}

export interface Letters {
  months: LetterMonth[];
  problems: string[];
}

export interface Letter {
  key: string;
  number: number;
  start: string;
  stop: string;
  person: string;
  simulated: boolean;
  done: string[];
  changes: Change[];
  kept: string[];
  axes: string;
  suggestion: { which: string; words: string };
  caveats: { key: string; verdict: string; truth: string }[];
  rule: string;
  never: string;
}
