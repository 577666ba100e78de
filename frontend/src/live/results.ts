// What of a set is shown between sets: few numbers, of the set as a whole, in words of a reader.

import type { Measure } from "../lib/types";
import { number, unitWords } from "../lib/words";

/** Measures worth a look between sets, in the order of their weight, and what they are called. */
const SHOWN: Record<string, string> = {
  target_share: "Share of the target",
  isolation: "Isolation",
  compensation: "Share of another",
  activation: "Activation",
};
/** Parts of one, which are said in percent. */
const PARTS = new Set(["target_share", "compensation"]);
const MOST = 8;

const nameOf = (metric: string): string => metric.replace(/\.mean$/, "");

/** The measures of a whole set that are shown. */
export function summaryOf(measures: readonly Measure[]): Measure[] {
  const whole = measures.filter(
    ({ subject, value }) => subject.rep === null && subject.phase === null && value !== null,
  );
  return Object.keys(SHOWN)
    .flatMap((start) => whole.filter(({ metric }) => nameOf(metric) === start))
    .slice(0, MOST);
}

/** What a measure is called. */
export function labelOf(measure: Measure): string {
  return SHOWN[nameOf(measure.metric)] ?? measure.metric.replaceAll(/[_.]/g, " ");
}

/** Its value with its unit. */
export function valueOf({ metric, value, unit }: Measure): string {
  if (value !== null && unit === "1" && PARTS.has(nameOf(metric)))
    return `${Math.round(100 * value)}\u00a0%`;
  if (nameOf(metric) === "isolation") return `${number(value)} of 100`;
  const words = unitWords(unit);
  return words ? `${number(value)}\u00a0${words}` : number(value);
}

/** The interval around it, in the same unit; nothing where none can be given. */
export function intervalOf({ metric, unit, uncertainty: { low, high } }: Measure): string {
  if (low === null || high === null) return "";
  const part = unit === "1" && PARTS.has(nameOf(metric));
  const text = (value: number): string => (part ? `${Math.round(100 * value)}` : number(value));
  return `${text(low)} to ${text(high)}`;
}

/** The same measure of another set, where there is one. */
export function sameIn(measures: readonly Measure[], as: Measure): Measure | undefined {
  return summaryOf(measures).find(
    (each) =>
      each.metric === as.metric &&
      each.subject.muscle === as.subject.muscle &&
      each.subject.side === as.subject.side,
  );
}
