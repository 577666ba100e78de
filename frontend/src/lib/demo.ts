// The exercises that the virtual athlete knows, in the order in which they tell the most.

import type { Exercise } from "./types";

const DEMOS = ["pec_isolation", "romanian_deadlift", "bench_press", "chin_up", "glute_bridge"];

/** Those of the exercises that have a demo. */
export function demos(exercises: readonly Exercise[]): Exercise[] {
  return DEMOS.flatMap((key) => exercises.filter((one) => one.key === key));
}
