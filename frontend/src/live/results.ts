// What of a set is shown between sets: few numbers, of the set as a whole, in words of a reader.

import type { Measure, SetMessage, Subject } from "../lib/types";
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
const SHARE = "target_share";
const MOST = 12;

/** What one muscle did in a set. */
export interface MuscleRow {
  subject: Subject;
  share: Measure | null;
  activation: Measure | null;
}

const nameOf = (metric: string): string => metric.replace(/\.mean$/, "");
const sameMuscle = (one: Subject, other: Subject): boolean =>
  one.muscle === other.muscle && one.side === other.side;

/** The measures of a whole set that are shown. */
export function summaryOf(measures: readonly Measure[]): Measure[] {
  const whole = measures.filter(
    ({ subject, value }) => subject.rep === null && subject.phase === null && value !== null,
  );
  return Object.keys(SHOWN).flatMap((start) =>
    whole.filter(({ metric }) => nameOf(metric) === start),
  );
}

/** A row for each muscle of a set, the one asked for first; share and activation side by side. */
export function rowsOf(measures: readonly Measure[]): MuscleRow[] {
  const rows: MuscleRow[] = [];
  for (const measure of summaryOf(measures)) {
    const name = nameOf(measure.metric);
    if (name !== "activation" && !PARTS.has(name)) continue;
    const { subject } = measure;
    // Channels without a muscle are told apart by their names.
    const named = (row: MuscleRow): boolean =>
      sameMuscle(row.subject, subject) &&
      (subject.muscle !== null || row.subject.channel === subject.channel);
    let row = rows.find(named);
    if (!row) rows.push((row = { subject, share: null, activation: null }));
    if (name === "activation") row.activation ??= measure;
    else row.share ??= measure;
  }
  return rows.slice(0, MOST);
}

/** How well a set was isolated; nothing where that was not measured. */
export function isolationOf(measures: readonly Measure[]): Measure | undefined {
  return summaryOf(measures).find(({ metric }) => nameOf(metric) === "isolation");
}

/** Whom a set asked for, as its share says it: the target, or several of them by name. */
function askedOf({ measures }: SetMessage): string | null {
  const share = measures.find(
    ({ metric, subject }) => nameOf(metric) === SHARE && subject.rep === null,
  );
  if (!share) return null;
  const { muscle, side, other } = share.subject;
  const targets = other?.split(" | ")[0] ?? "";
  return muscle === null && targets === "" ? null : `${muscle} ${side} ${targets}`;
}

/** The latest earlier set that asked for the same as this one. */
export function beforeOf(sets: readonly SetMessage[], latest: SetMessage): SetMessage | undefined {
  const asked = askedOf(latest);
  if (asked === null) return undefined;
  return sets
    .filter((each) => each.set < latest.set && askedOf(each) === asked)
    .sort((one, other) => other.set - one.set)[0];
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
  return `${text(low)} to ${text(high)}${nameOf(metric) === "isolation" ? " of 100" : ""}`;
}

/** The same measure of another set, where there is one. */
export function sameIn(measures: readonly Measure[], as: Measure): Measure | undefined {
  return summaryOf(measures).find(
    (each) => each.metric === as.metric && sameMuscle(each.subject, as.subject),
  );
}
