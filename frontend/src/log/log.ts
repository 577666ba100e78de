// The log as it is read: days, sets and loads in words.

import type {
  LoadUnit,
  LogNote,
  PlayedSession,
  Soreness,
  StoredSession,
  StrengthReading,
  TrainingLog,
  Workout,
  WorkoutSet,
} from "../lib/types";
import { number, withUnit } from "../lib/words";

/** Kilograms in a pound, exact. */
export const POUND_KG = 0.45359237;
const NEWTONS_PER_KGF = 9.80665;
const NO_BREAK = "\u00a0";

/** A load in the unit that the person reads. */
export function inUnit(kilograms: number, unit: LoadUnit): number {
  return unit === "kg" ? kilograms : kilograms / POUND_KG;
}

/** "60 kg", "132.3 lb"; at most two decimals. */
export function loadWords(kilograms: number, unit: LoadUnit): string {
  return `${loadText(kilograms, unit)}${NO_BREAK}${unit}`;
}

/** The number alone, as it stands in a field. */
export function loadText(kilograms: number, unit: LoadUnit): string {
  return String(Math.round(inUnit(kilograms, unit) * 100) / 100);
}

const KINDS: Record<WorkoutSet["kind"], string> = {
  warmup: "warm-up",
  working: "",
  drop: "drop set",
  failure: "to failure",
};

/** "8 × 60 kg", then what else was written down of it. */
export function setFacts(set: WorkoutSet, unit: LoadUnit): string[] {
  const reps = set.reps === null ? "" : `${set.reps}`;
  const load = set.load_kg === null || set.load_kg === 0 ? "" : loadWords(set.load_kg, unit);
  const work = reps && load ? `${reps} × ${load}` : reps ? `${reps} repetitions` : load;
  return [
    work || (set.duration_s === null && set.distance_m === null ? "no numbers" : ""),
    set.duration_s === null ? "" : `${number(set.duration_s)}${NO_BREAK}s`,
    set.distance_m === null ? "" : `${number(set.distance_m)}${NO_BREAK}m`,
    set.rpe === null ? "" : `RPE${NO_BREAK}${number(set.rpe)}`,
    set.rir === null ? "" : `${number(set.rir)} left in reserve`,
    set.tempo ? `tempo ${set.tempo}` : "",
    KINDS[set.kind],
  ].filter(Boolean);
}

export interface Group {
  name: string;
  sets: WorkoutSet[];
}

/** The sets by exercise, as long as one follows another. */
export function grouped(sets: readonly WorkoutSet[]): Group[] {
  const groups: Group[] = [];
  for (const set of sets) {
    const last = groups[groups.length - 1];
    if (last && last.name === set.name) last.sets.push(set);
    else groups.push({ name: set.name, sets: [set] });
  }
  return groups;
}

export type Item =
  | { kind: "workout"; at: string; workout: Workout }
  | { kind: "session"; at: string; session: StoredSession }
  | { kind: "soreness"; at: string; soreness: Soreness }
  | { kind: "reading"; at: string; reading: StrengthReading }
  | { kind: "note"; at: string; note: LogNote }
  | { kind: "played"; at: string; played: PlayedSession };

export interface Day {
  /** "2026-11-26" by the clock of this computer. */
  day: string;
  items: Item[];
}

/** Everything by day, the newest first; nothing older than the oldest workout while more are left. */
export function byDay(log: TrainingLog, sessions: readonly StoredSession[]): Day[] {
  const items: Item[] = [
    ...log.workouts.map((workout) => ({
      kind: "workout" as const,
      at: workout.started_at,
      workout,
    })),
    ...sessions.map((session) => ({ kind: "session" as const, at: session.started_at, session })),
    ...log.soreness.map((soreness) => ({ kind: "soreness" as const, at: soreness.at, soreness })),
    ...log.readings.map((reading) => ({ kind: "reading" as const, at: reading.at, reading })),
    ...log.notes.map((note) => ({ kind: "note" as const, at: note.at, note })),
    ...log.played.map((played) => ({ kind: "played" as const, at: played.at, played })),
  ];
  const oldest = log.more
    ? Math.min(...log.workouts.map((one) => Date.parse(one.started_at)))
    : -Infinity;
  const days = new Map<string, Item[]>();
  for (const item of items
    .filter((one) => !(Date.parse(one.at) < oldest))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))) {
    const day = localTime(new Date(item.at)).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, found]) => ({ day, items: found }));
}

/** "focus before: 7", "cue: the elbow". */
export function answerWords(answer: PlayedSession["answers"][number]): string {
  const label = answer.label.replaceAll(/[._]/g, " ");
  const value = answer.value === null ? "" : withUnit(answer.value, answer.unit);
  return `${label}: ${[value, answer.text].filter(Boolean).join(", ") || "no answer"}`;
}

/** "2026-11-26T18:30" by the clock of this computer, as a field for date and time wants it. */
export function localTime(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** "Thursday, 26 November 2026" in the reader's own manner. */
export function dayWords(day: string): string {
  const date = new Date(`${day}T12:00`);
  return Number.isNaN(date.getTime())
    ? day
    : date.toLocaleDateString(undefined, { dateStyle: "full" });
}

/** "182 N (18.6 kgf)". */
export function strengthWords(newtons: number): string {
  return `${number(newtons)}${NO_BREAK}N (${number(newtons / NEWTONS_PER_KGF)}${NO_BREAK}kgf)`;
}
