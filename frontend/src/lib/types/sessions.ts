// People, sources, sessions, and what is kept of them.

import type {
  Big,
  Body,
  CalibrationMethod,
  Door,
  Feedback,
  MuscleSide,
  Problem,
  SessionState,
  Side,
  Sound,
  Theme,
} from "./common";
import type { GuidedChoice, GuidedStanding } from "./guided";
import type { ExerciseCue } from "./knowledge";
import type { LoadUnit } from "./log";

export interface Person {
  id: string;
  name: string;
  created_at: string;
  birth_year: number | null;
  guardian: string;
  /** Whether they look after others here. */
  coach: boolean;
  units: LoadUnit;
  minor: boolean;
  /** Whether anything new may be kept of them. */
  may_record: boolean;
}

/** The state of the choices that live on the server, so that every browser sees the same. */
export interface Settings {
  person: string | null;
  theme: Theme;
  sound: Sound;
  sound_of: "share" | "level";
  big: "share" | "isolation";
  threshold_percent: number;
  body: Body;
  feedback: Feedback;
}

export interface FoundSource {
  source: string;
  title: string;
  detail: string;
  simulated: boolean;
}

export interface Discovery {
  found: FoundSource[];
  problems: string[];
}

export interface ProbedChannel {
  name: string;
  kind: string;
  unit: string;
  muscle: string | null;
  side: Side | null;
  candidates: string[];
  why: string;
}

export interface ProbedStream {
  id: string;
  rate_hz: number | null;
  channels: ProbedChannel[];
}

export interface Probe {
  streams: ProbedStream[];
  notes: string[];
}

/** What the person says about a channel; muscle null takes it out of the muscles. */
export interface ChannelMap {
  channel: string;
  muscle: string | null;
  side: Side | null;
}

/** A question before a session; a yes keeps the person from what it stops. */
export interface SafetyQuestion {
  key: string;
  text: string;
  stops: "session" | "maximal" | "electrodes";
  advice: string;
  status: "read" | "unverified" | "ours";
  source: string;
}

export interface SafetyRule {
  title: string;
  text: string;
  status: "read" | "unverified" | "ours";
  source: string;
}

/** What is asked before effort and electrodes, what is said at pain, what the product is not. */
export interface Safety {
  questions: SafetyQuestion[];
  electrodes: SafetyRule[];
  effort: SafetyRule[];
  pain: string;
  never: string;
}

/** Answers by the key of the question; true means "yes, that is so". */
export type SafetyAnswers = Record<string, boolean>;

/** What a session is made from; with the source "none" the first target is the one to feel. */
export interface Setup {
  source: string;
  exercise: string | null;
  maps: ChannelMap[];
  targets: MuscleSide[];
  calibration: "maximal" | "submaximal" | "none";
  person: string | null;
  load_kg: number | null;
  feedback: Feedback;
  threshold_percent: number;
  big: Big;
  pace: number | null;
  guided?: GuidedChoice | null;
}

export type Stage =
  | "check"
  | "rest"
  | "maximal"
  | "hold"
  | "pause"
  | "practice"
  | "ready"
  | "set"
  | "break"
  | "feel"
  | "guided"
  | "done";

export type CommandName =
  | "continue"
  | "start_set"
  | "end_set"
  | "pause"
  | "resume"
  | "repeat"
  | "skip"
  | "rate"
  | "threshold"
  | "answer"
  | "back"
  | "stop"
  | "pain"
  | "urgent";

export interface Trial {
  channel: string;
  trial: number;
  peak: number | null;
  unit: string;
  verdict: string;
}

export interface Calibration {
  method: CalibrationMethod;
  done: boolean;
  trials: Trial[];
  words: string;
}

export interface ExerciseWords extends ExerciseCue {
  key: string;
  name: string;
  caveat: string;
}

/** What the host says of one electrode pair. */
export interface Electrode {
  channel: string;
  label: string;
  verdict: string;
  words: string;
  site: string;
}

/** Something of the virtual athlete that can be turned while a session runs. */
export interface Knob {
  name: string;
  label: string;
  low: number;
  high: number;
  value: number;
  unit: string;
  what: string;
  step: number | null;
  names: string[];
}

/** Where a knob stands, and where it stood when the session began. */
export interface KnobStanding {
  name: string;
  value: number;
  began: number;
}

/** Where a session stands: everything that a screen must show, in words. */
export interface Standing {
  session: string;
  door: Door;
  mode: "leads" | "follows";
  simulated: boolean;
  stage: Stage;
  title: string;
  instruction: string;
  detail: string;
  began_s: number;
  ends_s: number | null;
  now_s: number;
  paused: boolean;
  muscle: string | null;
  side: Side | null;
  trial: number | null;
  trials: number | null;
  exercise: ExerciseWords | null;
  targets: MuscleSide[];
  set: number | null;
  reps_done: number;
  reps_asked: number | null;
  tempo: [number, number, number, number] | null;
  calibration: Calibration;
  threshold_percent: number;
  feedback: Feedback;
  commands: CommandName[];
  signal: { ok: boolean; words: string; since_s: number | null };
  electrodes: Electrode[];
  recording: { ok: boolean; words: string };
  big: Big;
  held_s: number;
  above: boolean;
  knobs: KnobStanding[];
  guided: GuidedStanding | null;
}

export interface StoredSession {
  id: string;
  door: Door;
  source: string;
  exercise: string;
  simulated: boolean;
  started_at: string;
  person: string | null;
  state: SessionState;
  recording: string | null;
  document: string | null;
  duration_s: number | null;
  reps: number | null;
  headline: string;
  /** The name of the guided protocol that was run; empty for none. */
  guided: string;
}

export interface Subject {
  muscle: string | null;
  side: Side | null;
  channel: string | null;
  other: string | null;
  set: number | null;
  rep: number | null;
  phase: string | null;
}

export interface Uncertainty {
  low: number | null;
  high: number | null;
  level: number | null;
  method: string;
}

export interface Measure {
  metric: string;
  value: number | null;
  unit: string;
  subject: Subject;
  start_s: number;
  stop_s: number;
  uncertainty: Uncertainty;
  quality: { ok: boolean; reasons: string[] };
  version: number;
}

/** The part of an analysis document that the app itself reads. */
export interface Analysis {
  simulated: boolean;
  exercise: string;
  duration_s: number;
  measures: Measure[];
}

/** What a person says of a file that does not say it: values a second, and their unit. */
export interface Sampling {
  rate_hz: number;
  unit: string | null;
}

/** A file that a person brought; `source` plays it as a session. */
export interface StoredRecording extends Probe {
  id: string;
  name: string;
  size: number;
  source: string;
}

export interface Job {
  id: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  progress: number;
  words: string;
  session: string | null;
  error: Problem | null;
}

export interface TrendPoint {
  session: string;
  at: string;
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface Trend {
  metric: string;
  unit: string;
  subject: string;
  points: TrendPoint[];
  words: string;
}
