// What the product knows: muscles, exercises, claims, kits, the drawing.

import type { Body, Door, Side, View } from "./common";

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

/** Where a muscle begins and ends, what it does, and which nerve drives it. */
export interface Anatomy {
  origin: string;
  insertion: string;
  action: string;
  innervation: string;
  status: "read" | "unverified";
  source: string;
}

/** How to feel a muscle without moving. */
export interface Feel {
  task: string;
  finger: string;
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
  /** Whether it has a page of the atlas; then it has `anatomy` and `feel`. */
  atlas: boolean;
  anatomy: Anatomy | null;
  feel: Feel | null;
  /** Why no sensor on the skin shows it alone; empty where one does. */
  deep: string;
  /** The muscle in whose shape it is drawn, where it has none of its own. */
  drawn_as: string;
}

export interface ExerciseCue {
  internal: string;
  external: string;
}

/** Something that was found out about an exercise. */
export interface Fact {
  text: string;
  status: "read" | "unverified" | "ours";
  source: string;
  claims: string[];
}

export interface Exercise {
  key: string;
  name: string;
  work: "hold" | "repetitions" | "gait" | "task";
  one_side: boolean;
  targets: string[];
  compensators: string[];
  channels: string[];
  cue: ExerciseCue;
  caveat: string;
  claims: string[];
  primes: string[];
  drills: string[];
  family: string;
  loads: { kind: string; percent: [number, number] | null; status: string; source: string }[];
  variants: { key: string; name: string; how: string }[];
  /** Seconds of lowering, pause, lifting and top, as in "3-1-2-0"; empty for none. */
  tempo: string;
  facts: Fact[];
  safety: string[];
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
  /** Where the product does what the row is about, and what of it is owed. */
  where: { kind: string; key: string }[];
  owed: string;
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
