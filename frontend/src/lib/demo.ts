// The exercises that the virtual athlete knows, in the order in which they tell the most.

import type { Exercise, FoundSource } from "./types";

const DEMOS = ["pec_isolation", "romanian_deadlift", "bench_press", "chin_up", "glute_bridge"];

/** Those of the exercises that have a demo. */
export function demos(exercises: readonly Exercise[]): Exercise[] {
  return DEMOS.flatMap((key) => exercises.filter((one) => one.key === key));
}

/** The virtual athlete as a source, once for each of these exercises: no network is asked. */
export function athletes(exercises: readonly Exercise[]): FoundSource[] {
  return demos(exercises).map((one) => ({
    source: `simulator:${one.key}`,
    title: `virtual athlete: ${one.key.replaceAll("_", " ")}`,
    detail: one.name,
    simulated: true,
  }));
}
