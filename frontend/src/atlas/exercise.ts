// How an exercise is done, in words.

import type { Exercise } from "../lib/types";
import { sentence } from "../lib/words";

const PHASES = ["lowering", "pause", "lifting", "top"];

/** "3-1-2-0 (3 s lowering, 1 s pause, 2 s lifting)". */
export function tempoWords(tempo: string): string {
  const told = tempo
    .split("-")
    .map((seconds, at) => (Number(seconds) > 0 ? `${seconds} s ${PHASES[at] ?? ""}` : ""))
    .filter(Boolean);
  return `${tempo} (${told.join(", ")})`;
}

/** "barbell (20 to 60 % of the most you can lift once)". */
export function loadWords(load: Exercise["loads"][number]): string {
  if (!load.percent) return load.kind;
  const [least, most] = load.percent;
  return `${load.kind} (${least} to ${most} % of what you can lift once)`;
}

const FAMILIES: Record<string, string> = {
  chest: "Chest",
  back: "Back",
  shoulders: "Shoulders",
  arms: "Arms and hands",
  legs: "Legs",
  hips: "Hips",
  trunk: "Trunk",
  gait: "Walking and running",
  daily: "Every day",
  other: "Others",
};

/** The exercises by family, in the order in which families are listed. */
export function byFamily(
  exercises: readonly Exercise[],
): { family: string; title: string; exercises: Exercise[] }[] {
  const order = Object.keys(FAMILIES);
  const families = [...new Set(exercises.map((one) => one.family))].sort(
    (a, b) => (order.indexOf(a) + 1 || 99) - (order.indexOf(b) + 1 || 99),
  );
  return families.map((family) => ({
    family,
    title: FAMILIES[family] ?? sentence(family),
    exercises: exercises
      .filter((one) => one.family === family)
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
  }));
}
