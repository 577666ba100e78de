// The training log, imports, and what people agreed to.

import type { Side } from "./common";

export type LoadUnit = "kg" | "lb";
export type SetKind = "warmup" | "working" | "drop" | "failure";

/** One set; null where nothing was written down. */
export interface WorkoutSet {
  name: string;
  exercise: string | null;
  kind: SetKind;
  reps: number | null;
  load_kg: number | null;
  duration_s: number | null;
  distance_m: number | null;
  rpe: number | null;
  rir: number | null;
  tempo: string;
  note: string;
}

/** A workout before it is kept; `source`, `source_key` and `session` bring one back. */
export interface NewWorkout {
  person: string | null;
  started_at: string;
  ended_at: string | null;
  name: string;
  note: string;
  sets: WorkoutSet[];
  source: string;
  source_key: string;
  session: string | null;
}

export interface Workout extends NewWorkout {
  id: string;
}

export interface Soreness {
  id: string;
  person: string | null;
  at: string;
  muscle: string;
  side: Side | null;
  rating: number;
  after_h: number | null;
  note: string;
  session: string | null;
}

/** A strength that was read off an instrument. */
export interface StrengthReading {
  id: string;
  person: string | null;
  at: string;
  muscle: string;
  side: Side | null;
  newtons: number;
  instrument: string;
}

export interface LogNote {
  id: string;
  person: string | null;
  at: string;
  text: string;
}

/** A guided session that was done on a player, with its answers. */
export interface PlayedSession {
  id: string;
  at: string;
  protocol: string;
  duration_s: number | null;
  ended: string;
  answers: { label: string; value: number | null; unit: string; text: string }[];
}

/** A question of the soreness diary that is due now. */
export interface SorenessAsk {
  muscle: string;
  side: Side | null;
  after_h: number;
  after: string;
  worked_at: string;
  session: string | null;
}

/** What somebody did, felt and wrote, the newest first. */
export interface TrainingLog {
  workouts: Workout[];
  more: boolean;
  soreness: Soreness[];
  readings: StrengthReading[];
  notes: LogNote[];
  played: PlayedSession[];
  asks: SorenessAsk[];
}

export interface LineError {
  line: number;
  what: string;
  given: string;
  fix: string;
}

export interface FoundWorkout {
  started_at: string;
  name: string;
  sets: number;
  exercises: string[];
  known: boolean;
}

/** What a file holds; with `done`, what was added of it. */
export interface Imported {
  kind: "workouts" | "export" | "results";
  title: string;
  done: boolean;
  asks_unit: boolean;
  new: number;
  known: number;
  sets: number;
  errors: LineError[];
  more_errors: number;
  workouts: FoundWorkout[];
  unmatched: string[];
  words: string;
}

export interface Consent {
  id: string;
  person: string;
  what: string;
  given_by: string;
  relation: "self" | "guardian";
  at: string;
  withdrawn_at: string | null;
}

/** What is asked for, and all that is said before somebody agrees. */
export interface ConsentWords {
  what: string;
  title: string;
  points: string[];
  minor: string;
  adult_age: number;
}

/** All that erasing a person erases. */
export interface Held {
  sessions: number;
  recordings: number;
  recordings_bytes: number;
  workouts: number;
  sets: number;
  answers: number;
  soreness: number;
  plans: number;
  consents: number;
  exports: { path: string; at: string; others: boolean }[];
}

/** A person as whoever looks after them sees them; sessions of the last 28 days. */
export interface PersonOverview {
  id: string;
  name: string;
  may_record: boolean;
  sessions: number;
  last_session: string | null;
  last_session_at: string | null;
  last_headline: string;
  last_workout_at: string | null;
  planned: number;
  done: number;
  missed: number;
  programme: string | null;
  /** The month of the last letter: "2026-10". */
  letter: string | null;
}
