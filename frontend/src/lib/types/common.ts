// Words that everything else is made of.

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
