// What of a set is shown between sets: few numbers, of the set as a whole.

import type { Measure } from "../lib/types";

const SHOWN = ["target_share", "isolation", "compensation", "activation"];
const MOST = 8;

/** The measures of a whole set worth a look between sets, in the order of their weight. */
export function summaryOf(measures: readonly Measure[]): Measure[] {
  const whole = measures.filter(
    ({ subject, value }) => subject.rep === null && subject.phase === null && value !== null,
  );
  return SHOWN.flatMap((start) =>
    whole.filter(({ metric }) => metric === start || metric === `${start}.mean`),
  ).slice(0, MOST);
}
