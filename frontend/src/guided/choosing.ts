// What a person chooses before a guided protocol, and what is still missing.

import { against, allWell, only, questionsOf } from "../lib/safety";
import type {
  GuidedProtocol,
  MuscleSide,
  Safety,
  SafetyAnswers,
  SafetyQuestion,
  Settings,
  Setup,
} from "../lib/types";

export interface Chosen {
  muscles: MuscleSide[];
  exercise: string;
  variant: string;
  load: string;
  cadence: string;
  rounds: string;
  cue: string;
}

/** How much faster a rehearsal runs. */
export const REHEARSED = 20;

export function blank(protocol: GuidedProtocol): Chosen {
  return {
    muscles: [],
    exercise: "",
    variant: protocol.variants[0]?.key ?? "",
    load: "",
    cadence: "",
    rounds: "",
    cue: "",
  };
}

/** The questions before it: the general ones, then its own, each once. */
export function questionsBefore(protocol: GuidedProtocol, safety: Safety): SafetyQuestion[] {
  const general = questionsOf(safety, "session");
  const own = protocol.questions.map((one) => ({ ...one, stops: "session" as const }));
  return [...general.filter((one) => !own.some((other) => other.key === one.key)), ...own];
}

const RANGES = {
  load: ["The load", 1, 150, "percent of the most that you can lift once"],
  cadence: ["Your cadence", 60, 260, "steps a minute"],
  rounds: ["The rounds", 1, 100, "a whole number"],
} as const;

/** A number as it was written; null for none, NaN for what is no number. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return plain === "" ? null : Number(plain);
}

/** What is wrong with a number that was written; empty where it is well. */
export function wrongNumber(what: keyof typeof RANGES, text: string): string {
  const value = numberOf(text);
  if (value === null) return "";
  const [name, low, high, unit] = RANGES[what];
  const whole = what !== "rounds" || Number.isInteger(value);
  if (value >= low && value <= high && whole) return "";
  return `${name} must be from ${low} to ${high}: ${unit}.`;
}

/** What is still missing before it can begin, in words; empty where it can. */
export function missing(
  protocol: GuidedProtocol,
  chosen: Chosen,
  questions: readonly SafetyQuestion[],
  answers: SafetyAnswers,
): string {
  const asks = (what: GuidedProtocol["chooses"][number]): boolean =>
    protocol.chooses.includes(what);
  if (protocol.requires.length > 0) return "It needs sensors that this page cannot use yet.";
  if (asks("exercise") && !chosen.exercise && !protocol.exercise)
    return "Choose an exercise first.";
  const byExercise = asks("exercise") && !asks("muscles");
  const given = protocol.muscles.length > 0 || byExercise || protocol.exercise !== "";
  if ((asks("muscle") || asks("muscles")) && chosen.muscles.length === 0 && !given)
    return asks("muscles") ? "Choose at least one muscle first." : "Choose a muscle first.";
  if (asks("cadence") && numberOf(chosen.cadence) === null)
    return "Say your own steps a minute first.";
  for (const what of ["load", "cadence", "rounds"] as const) {
    const wrong = wrongNumber(what, chosen[what]);
    if (wrong) return wrong;
  }
  if (against(questions, answers).length > 0) return "Not with this answer: see above.";
  return allWell(questions, answers) ? "" : "Answer the questions first.";
}

/** What the server makes the session from; a rehearsal is nobody's. */
export function setupOf(
  protocol: GuidedProtocol,
  chosen: Chosen,
  settings: Settings,
  rehearsal: boolean,
): Setup {
  return {
    source: "none",
    exercise: chosen.exercise || null,
    maps: [],
    targets: chosen.muscles,
    calibration: "none",
    person: rehearsal ? null : settings.person,
    load_kg: null,
    feedback: settings.feedback,
    threshold_percent: settings.threshold_percent,
    big: "level",
    pace: rehearsal ? REHEARSED : null,
    guided: {
      protocol: protocol.key,
      variant: chosen.variant,
      load_percent: numberOf(chosen.load),
      cadence_per_min: numberOf(chosen.cadence),
      rounds: numberOf(chosen.rounds),
      cue: chosen.cue.trim(),
    },
  };
}

/** The answers that were asked for. */
export function answersOf(
  questions: readonly SafetyQuestion[],
  answers: SafetyAnswers,
): SafetyAnswers {
  return only(questions, answers);
}
