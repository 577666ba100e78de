// What a beat looks like at a moment: the word that is to be done now, the count, how far it is.

import type { Beat } from "./score";

export interface Now {
  /** What to do at this moment: "up", "out"; empty where nothing is told. */
  word: string;
  /** The last number that was counted. */
  count: string;
  /** Seconds left; null where the person ends it. */
  left_s: number | null;
  /** How full the lungs are, 0 to 1; null where it is not about breath. */
  breath: number | null;
  /** How much of the beat is over, 0 to 1; null where the person ends it. */
  part: number | null;
}

/** The beat after so many of its seconds. */
export function nowOf(beat: Beat, elapsed_s: number): Now {
  const passed = beat.sounds.filter((sound) => sound.at_s <= elapsed_s);
  const word = passed.findLast((sound) => sound.kind === "tone" && sound.text !== "");
  const count = passed.findLast((sound) => sound.kind === "count");
  const { seconds } = beat;
  return {
    word: word?.text ?? "",
    count: count?.text ?? "",
    left_s: seconds === null ? null : Math.max(seconds - elapsed_s, 0),
    breath: beat.breath && lungs(beat.breath, elapsed_s),
    part: seconds ? Math.min(Math.max(elapsed_s / seconds, 0), 1) : null,
  };
}

/** "0:45", "12:00"; a part of a second that is begun counts whole. */
export function clockWords(seconds: number): string {
  const whole = Math.ceil(seconds - 1e-6);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "about 12 minutes"; what waits for the person comes on top. */
export function lengthWords(beats: readonly Beat[]): string {
  const seconds = beats.reduce((sum, beat) => sum + (beat.seconds ?? 0), 0);
  if (seconds < 45) return "at your own pace";
  const minutes = Math.max(Math.round(seconds / 60), 1);
  return `about ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
}

function lungs([in_s, out_s]: readonly [number, number], elapsed_s: number): number {
  const at_s = elapsed_s % (in_s + out_s);
  return at_s < in_s ? at_s / in_s : 1 - (at_s - in_s) / out_s;
}
