// The wire: WebSocket, msgpack.

import type { Role, Side } from "./common";
import type { Measure, Standing } from "./sessions";

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
  /** Session seconds per second of the clock; null for as fast as it goes. */
  pace: number | null;
}

export interface HelloMessage {
  t: "hello";
  /** Which session the numbers of messages are of. */
  run: string;
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
