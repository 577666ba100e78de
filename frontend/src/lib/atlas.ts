// The atlas: which muscles have a page, in whose shape they are drawn, and what trains them.

import type { Exercise, Muscle } from "./types";

/** The muscles of the atlas. */
export function pagesOf(muscles: readonly Muscle[]): Muscle[] {
  return muscles.filter((one) => one.atlas);
}

/** The muscles whose page a touch on this shape may mean: its own, then those drawn as it. */
export function meant(muscles: readonly Muscle[], shape: string): Muscle[] {
  const pages = pagesOf(muscles);
  return [
    ...pages.filter((one) => one.key === shape),
    ...pages.filter((one) => one.drawn_as === shape),
  ];
}

/** The shape in which a muscle is drawn. */
export function shapeOf(muscle: Muscle): string {
  return muscle.drawn_as || muscle.key;
}

export interface Uses {
  /** Exercises that are for the muscle. */
  target: Exercise[];
  /** Exercises in which it helps. */
  helps: Exercise[];
}

/** What trains a muscle. */
export function usesOf(exercises: readonly Exercise[], muscle: string): Uses {
  return {
    target: exercises.filter((one) => one.targets.includes(muscle)),
    helps: exercises.filter((one) => one.compensators.includes(muscle)),
  };
}
