// Which sessions are listed, and which numbers have a trend.

import type { StoredSession } from "./types";

export const EVERYBODY = "*";

export interface Sieve {
  /** A person's id, "" for sessions of nobody, `EVERYBODY` for all. */
  person: string;
  /** An exercise's key, or "" for all. */
  exercise: string;
  simulated: boolean;
}

/** The sessions that pass, in the order given. */
export function sift(sessions: readonly StoredSession[], sieve: Sieve): StoredSession[] {
  return sessions.filter(
    (one) =>
      (sieve.person === EVERYBODY || (one.person ?? "") === sieve.person || one.simulated) &&
      (sieve.exercise === "" || one.exercise === sieve.exercise) &&
      (sieve.simulated || !one.simulated),
  );
}

/** Whose sessions are listed before a choice: those of the person who trains, if there are any. */
export function firstOf(sessions: readonly StoredSession[], person: string | null): string {
  return person && sessions.some((one) => one.person === person) ? person : EVERYBODY;
}

export interface Metric {
  key: string;
  label: string;
  what: string;
}

export const METRICS: readonly Metric[] = [
  {
    key: "target_share",
    label: "Target share",
    what: "How much of all recorded activity was the target's. Comparable only with the same set of muscles.",
  },
  {
    key: "isolation",
    label: "Isolation",
    what: "A score of this product, not validated: how quiet the others were beside the target.",
  },
  {
    key: "activation",
    label: "Activation",
    what: "Activity against that day's reference. It is neither force nor a forecast of growth.",
  },
  { key: "felt", label: "Felt", what: "Your own rating from 0 to 10, not a measurement." },
];

/** The exercises that these sessions are of, each once, the most frequent first. */
export function exercisesIn(sessions: readonly StoredSession[]): string[] {
  const counts = new Map<string, number>();
  for (const { exercise } of sessions) {
    if (exercise) counts.set(exercise, (counts.get(exercise) ?? 0) + 1);
  }
  return [...counts.entries()].sort((a, b) => b[1] - a[1]).map(([key]) => key);
}
