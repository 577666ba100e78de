// What the live page says.

import type { Big, CommandName, MuscleSide, Standing } from "../lib/types";
import { list, muscleWords, sentence } from "../lib/words";

export const SOUND_IS_OFF = "Sound is off: turn it on above to hear the tones.";
export const STOPPED = "Stopped. Here is what was recorded.";

/** How a person broke a session off. */
export type Broken = "stop" | "pain";

/** What a stage says: its instruction, and at the end of a session broken off just that. */
export function instructionsOf(standing: Standing, broken: Broken | null): string[] {
  if (standing.stage !== "done") return [standing.instruction];
  // The instruction after pain says what to do about it, and stays.
  if (broken === "pain" || standing.title === "Stopped") return [standing.instruction, STOPPED];
  return [broken === "stop" ? STOPPED : standing.instruction];
}

/** What is said aloud: praise belongs to what was done to its end. */
export function saidOf(text: string, broken: Broken | null): string {
  return broken !== null && /^well done/i.test(text) ? STOPPED : text;
}

export const NO_BREAK = "\u00a0";

/** A number for a glance: whole, and a dash where there is none. */
export function glanced(value: number | null): string {
  return value === null || !Number.isFinite(value) ? "–" : String(Math.round(value));
}

/** Minutes and seconds that are left, rounded up, so that 0 means it is over. */
export function left(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds - 1e-6));
  if (whole < 60) return String(whole);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "4.2 s" */
export function held(seconds: number): string {
  return `${seconds.toFixed(1)}${NO_BREAK}s`;
}

/** What the big number is, in words. */
export function bigWords(kind: Big, targets: readonly MuscleSide[]): string {
  const named = targets.map((one) => muscleWords(one.muscle, one.side));
  const whose = named.length > 0 && named.length <= 2 ? list(named) : "the target";
  if (kind === "share") return `Share of ${whose} in all that works`;
  if (kind === "isolation") return `Isolation of ${whose}`;
  return sentence(whose);
}

/** The one command that Enter gives now, or null where there is none. */
export function mainCommand(standing: Standing | null): CommandName | null {
  if (!standing) return null;
  const order: CommandName[] = standing.paused ? ["resume"] : ["continue", "start_set", "end_set"];
  return order.find((name) => standing.commands.includes(name)) ?? null;
}

/** What is written on the button of a command. */
export function commandWords(name: CommandName, standing: Standing): string {
  switch (name) {
    case "continue":
      if (standing.guided) return standing.guided.kind === "reps" ? "Done" : "Go on";
      return standing.stage === "check" ? "Go on" : "Continue";
    case "start_set":
      return standing.set && standing.stage === "break"
        ? `Start set ${standing.set + 1}`
        : "Start the set";
    case "end_set":
      return "End the set";
    case "pause":
      return "Pause";
    case "resume":
      return "Go on";
    case "repeat":
      return "Repeat this trial";
    case "skip":
      return standing.guided ? "Skip" : "Skip calibration";
    case "back":
      return "Back";
    case "stop":
      return "Stop";
    case "pain":
      return standing.guided ? "Something hurts" : "Pain";
    default:
      return sentence(name);
  }
}

/** "Set 2 · 5 of 8 repetitions" */
export function courseWords(standing: Standing): string[] {
  const words: string[] = [];
  if (standing.guided && standing.stage !== "done")
    words.push(`Step ${standing.guided.index} of ${standing.guided.of}`);
  if (standing.exercise?.name) words.push(standing.exercise.name);
  const set = standing.set === null ? "" : `Set ${standing.set}`;
  if (set && standing.stage !== "done" && !standing.title.startsWith(set)) words.push(set);
  if (standing.trial !== null && standing.trials !== null)
    words.push(`Trial ${standing.trial} of ${standing.trials}`);
  return words;
}

/** Which face of the page a stage has. */
export type Face =
  "check" | "calibrate" | "work" | "unseen" | "pacer" | "break" | "feel" | "guided" | "done";

export function faceOf(standing: Standing, channels: number): Face {
  switch (standing.stage) {
    case "check":
      return channels === 0 && standing.door === "nothing" ? "pacer" : "check";
    case "rest":
    case "maximal":
    case "hold":
    case "pause":
      return "calibrate";
    case "break":
    case "feel":
    case "guided":
    case "done":
      return standing.stage;
    case "set":
      if (channels === 0) return "pacer";
      return standing.feedback === "full" ? "work" : "unseen";
    default:
      return channels === 0 ? "pacer" : "work";
  }
}
