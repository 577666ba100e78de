// What the lab writes of knobs.

import type { Knob, Stage } from "../lib/types";
import { glanced, NO_BREAK } from "../live/words";

/** How far one press of an arrow key goes: a hundredth of the way, or the step of the knob. */
export function stepOf(knob: Knob): number {
  return knob.step ?? Number(((knob.high - knob.low) / 100).toPrecision(6));
}

/** A value by its name, or with its unit as exact as the knob can be turned. */
export function valueWords(knob: Knob, value: number = knob.value): string {
  const step = stepOf(knob);
  const name = knob.names[Math.round((value - knob.low) / step)];
  if (name) return name;
  const digits = Math.min(4, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  const text = value.toFixed(digits).replace("-", "−");
  return knob.unit && knob.unit !== "1" ? `${text}${NO_BREAK}${knob.unit}` : text;
}

/** Whether two values are the same one, as far as a slider can tell. */
export function same(knob: Knob, one: number, other: number): boolean {
  return Math.abs(one - other) < stepOf(knob) / 2;
}

/** The two that are most active, in a line. */
export function mostOf(all: readonly { name: string; level: number }[], unit: string): string {
  const known = all.filter((one) => Number.isFinite(one.level));
  known.sort((one, other) => other.level - one.level);
  return (
    known
      .slice(0, 2)
      .map((one) => `${one.name} ${glanced(one.level)}${NO_BREAK}${unit}`)
      .join(", ") || "–"
  );
}

const DOES: Partial<Record<Stage, string>> = {
  check: "The athlete begins in a moment.",
  rest: "The athlete rests, so that the noise is known.",
  maximal: "The athlete pushes as hard as it can: that becomes 100 %.",
  practice: "The athlete tries the movement.",
  set: "The athlete works: turn a knob.",
};

/** What the athlete does in a stage. */
export function doesWords(stage: Stage): string {
  return DOES[stage] ?? "The athlete rests; it goes on by itself.";
}
