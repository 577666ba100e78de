// What the server says and is told. One type for each thing; names are those of the wire.

export type Side = "left" | "right";
export type Role = "target" | "watched" | "other";
export type Door = "nothing" | "kit" | "recording" | "demo";
export type SessionState = "running" | "interrupted" | "finished";
export type CalibrationMethod = "maximal" | "submaximal" | "none" | "carried";
export type Feedback = "full" | "sound_only" | "off";
export type Big = "share" | "isolation" | "level";
export type Theme = "auto" | "light" | "dark";
export type Body = "female" | "male";
export type View = "front" | "back";
export type Sound = "pitch" | "volume" | "off";

/** A muscle of one side; side null stands for a midline muscle or an unknown side. */
export interface MuscleSide {
  muscle: string;
  side: Side | null;
}

/** What went wrong, in words: one sentence that says what to do. */
export interface Problem {
  what: string;
  given: string;
  found: string;
  fix: string;
  text: string;
}

// ---- what the product knows -------------------------------------------------------------

export interface Site {
  place: string;
  reference: string;
  seniam: boolean;
  status: "read" | "unverified";
  source: string;
}

export interface MvcPosition {
  position: string;
  status: "read" | "unverified";
  source: string;
}

export interface Muscle {
  key: string;
  name: string;
  title: string;
  code: string;
  region: string;
  offered: boolean;
  note: string;
  site: Site | null;
  mvc: MvcPosition[];
}

export interface ExerciseCue {
  internal: string;
  external: string;
}

export interface Exercise {
  key: string;
  name: string;
  work: "hold" | "repetitions" | "gait";
  one_side: boolean;
  targets: string[];
  compensators: string[];
  channels: string[];
  cue: ExerciseCue;
  caveat: string;
  claims: string[];
  primes: string[];
}

export type ClaimVerdict =
  | "supported"
  | "partly supported"
  | "conflicting studies"
  | "weak or no direct evidence"
  | "not supported"
  | "contradicted as usually worded"
  | "a definition";

export interface Claim {
  key: string;
  claim: string;
  verdict: ClaimVerdict;
  truth: string;
  sources: string[];
}

export interface Kit {
  name: string;
  way: string;
  note: string;
  address: string;
}

export interface Kits {
  statement: string;
  kits: Kit[];
}

export interface About {
  version: string;
  evidence: Record<string, number> & { total: number };
  doors: Door[];
  /** The folder in which everything is kept. */
  home?: string;
}

export interface BodyShape {
  muscle: string;
  side: Side | null;
  d: string[];
  clip: [number, number, number, number] | null;
  transform: string;
  deep: boolean;
}

export interface BodyView {
  view: View;
  body: Body;
  viewbox: [number, number, number, number];
  outline: string[];
  shapes: BodyShape[];
}

export interface BodyDrawing {
  licence: string;
  views: BodyView[];
}

// ---- people, sources, sessions ----------------------------------------------------------

export interface Person {
  id: string;
  name: string;
  created_at: string;
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
  | "stop"
  | "pain";

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
  recording: { ok: boolean; words: string };
  big: Big;
  held_s: number;
  above: boolean;
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

// ---- the wire (WebSocket, msgpack) ------------------------------------------------------

export interface LayoutChannel {
  name: string;
  label: string;
  muscle: string | null;
  side: Side | null;
  role: Role;
  unit: string;
}

export interface Layout {
  channels: LayoutChannel[];
  rate_hz: number;
  unit: string;
  simulated: boolean;
  raw_channels: string[];
  raw_rate_hz: number;
}

export interface HelloMessage {
  t: "hello";
  standing: Standing | null;
  clock_s: number | null;
  layout: Layout | null;
}

export interface LayoutMessage extends Layout {
  t: "layout";
}

/** Newest wins. Bytes are little-endian: float32 but for `flaws` (uint8). */
export interface FrameMessage {
  t: "frame";
  k: number;
  at_s: number;
  stamps: [number, number, number, number];
  start: number;
  envelope: Uint8Array;
  raw: Uint8Array | null;
  level: Uint8Array;
  flaws: Uint8Array;
  share: number | null;
  isolation: number | null;
  reps: number;
  held_s: number;
  above: boolean;
}

export interface StandingMessage extends Standing {
  t: "standing";
  n: number;
}

export interface CueMessage {
  t: "cue";
  n: number;
  at_s: number;
  kind: "say" | "tone" | "count" | "phase";
  text: string;
  tone: string;
}

export interface RemarkMessage {
  t: "remark";
  n: number;
  at_s: number;
  level: "info" | "warning" | "error";
  text: string;
}

export interface SetMessage {
  t: "set";
  n: number;
  set: number;
  measures: Measure[];
  success: number | null;
}

export interface EndedMessage {
  t: "ended";
  n: number;
  session: string;
  report: string;
}

export interface ClockMessage {
  t: "clock";
  client_ms: number;
  server_s: number;
}

export type ServerMessage =
  | HelloMessage
  | LayoutMessage
  | FrameMessage
  | StandingMessage
  | CueMessage
  | RemarkMessage
  | SetMessage
  | EndedMessage
  | ClockMessage;

export type ClientMessage = { t: "clock"; client_ms: number } | { t: "ack"; n: number };
