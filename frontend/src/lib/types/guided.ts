// Guided protocols: what each is, and how the one that runs stands.

import type { Kind, Question } from "../../player/score";
import type { ClaimVerdict } from "./knowledge";

export type Sensor = "emg" | "eeg" | "motion" | "camera" | "microphone" | "heart" | "force";

export type GuidedAsks = "muscle" | "muscles" | "exercise" | "load" | "cadence" | "rounds" | "cue";

export type Status = "read" | "unverified" | "ours";

export interface GuidedClaim {
  key: string;
  claim: string;
  verdict: ClaimVerdict;
  truth: string;
}

/** A safety question before a protocol; a yes keeps the person from it. */
export interface ScreenQuestion {
  key: string;
  text: string;
  advice: string;
  status: Status;
  source: string;
  urgent: boolean;
}

export interface GuidedProtocol {
  key: string;
  name: string;
  purpose: string;
  family: string;
  claims: GuidedClaim[];
  facts: { text: string; status: Status; source: string }[];
  dose: { words: string; seconds: number | null };
  progression: string;
  gates: string[];
  stops: string[];
  helps: Sensor[];
  requires: Sensor[];
  chooses: GuidedAsks[];
  muscles: string[];
  exercise: string;
  variants: { key: string; name: string }[];
  questions: ScreenQuestion[];
  load_gate_percent: number | null;
  fading: { percent: number; sessions: number }[];
  eyes_closed: boolean;
}

/** What was chosen for a guided protocol; muscles and exercise stand in the setup. */
export interface GuidedChoice {
  protocol: string;
  variant: string;
  load_percent: number | null;
  cadence_per_min: number | null;
  rounds: number | null;
  cue: string;
}

/** The beat of a guided protocol, beyond what every standing says. */
export interface GuidedStanding {
  protocol: string;
  name: string;
  dose: string;
  kind: Kind;
  /** Which beat it is, from 1, of how many at most. */
  index: number;
  of: number;
  question: Question | null;
  lead_s: number;
  first: "up" | "down";
  breath: [number, number] | null;
  pulse_hz: number | null;
  /** The repetitions that get feedback. */
  shown: number[];
  eyes_closed: boolean;
}
