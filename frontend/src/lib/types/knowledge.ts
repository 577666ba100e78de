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
