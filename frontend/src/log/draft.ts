// A workout while it is written: text as it stands in the fields, and what it means.

import type { LoadUnit, NewWorkout, SetKind, Workout, WorkoutSet } from "../lib/types";
import { loadText, localTime, POUND_KG } from "./log";

/** What every name of an exercise of one's own begins with in the list of exercises. */
export const OTHER = "*";

export interface SetDraft {
  /** Tells the rows apart while they are written. */
  row: number;
  /** Key of an exercise, or `OTHER` for one that is named by `name`. */
  exercise: string;
  name: string;
  kind: SetKind;
  reps: string;
  load: string;
  rpe: string;
  rir: string;
  tempo: string;
  note: string;
  /** What it was before, where it was there; what is not changed stays exactly as it was. */
  before: WorkoutSet | null;
}

export interface Draft {
  startedAt: string;
  name: string;
  note: string;
  sets: SetDraft[];
  before: Workout | null;
}

let rows = 0;

/** An empty set of an exercise. */
export function emptySet(exercise = "", name = ""): SetDraft {
  rows += 1;
  const nothing = { reps: "", load: "", rpe: "", rir: "", tempo: "", note: "" };
  return { row: rows, exercise, name, kind: "working", ...nothing, before: null };
}

/** The same set once more; what was felt in it has to be said anew. */
export function again(set: SetDraft): SetDraft {
  rows += 1;
  return { ...set, row: rows, rpe: "", rir: "", note: "", before: null };
}

/** The last set of an exercise the last time that it was done; null where it never was. */
export function lastTime(workouts: readonly Workout[], exercise: string): WorkoutSet | null {
  for (const workout of workouts) {
    const sets = workout.sets.filter((set) => set.exercise === exercise);
    if (sets.length > 0) return sets[sets.length - 1] ?? null;
  }
  return null;
}

/** A set of another exercise; with the numbers of the last time where none stand there yet. */
export function turnedTo(
  set: SetDraft,
  exercise: string,
  last: WorkoutSet | null,
  unit: LoadUnit,
): SetDraft {
  if (set.reps || set.load || !last) return { ...set, exercise };
  const load = last.load_kg === null ? "" : loadText(last.load_kg, unit);
  return { ...set, exercise, reps: text(last.reps), load };
}

/** A workout that begins now. */
export function emptyDraft(now: Date): Draft {
  return { startedAt: localTime(now), name: "", note: "", sets: [emptySet()], before: null };
}

/** A workout that is there, to be changed. */
export function draftOf(workout: Workout, unit: LoadUnit): Draft {
  return {
    startedAt: localTime(new Date(workout.started_at)),
    name: workout.name,
    note: workout.note,
    sets: workout.sets.map((set) => setOf(set, unit)),
    before: workout,
  };
}

function setOf(set: WorkoutSet, unit: LoadUnit): SetDraft {
  return {
    ...emptySet(set.exercise ?? OTHER, set.name),
    kind: set.kind,
    reps: text(set.reps),
    load: set.load_kg === null ? "" : loadText(set.load_kg, unit),
    rpe: text(set.rpe),
    rir: text(set.rir),
    tempo: set.tempo,
    note: set.note,
    before: set,
  };
}

function text(value: number | null): string {
  return value === null ? "" : String(value);
}

export type Field = "exercise" | "reps" | "load" | "rpe" | "rir" | "tempo";
export type Wrong = Partial<Record<Field, string>>;

const TEMPO = /^\d{1,2}-\d{1,2}-\d{1,2}-\d{1,2}$/;

/** What cannot stay as it stands in the fields of a set, with what to write instead. */
export function wrongIn(set: SetDraft, unit: LoadUnit): Wrong {
  const wrong: Wrong = {};
  if (!set.exercise) wrong.exercise = "Choose an exercise.";
  if (set.exercise === OTHER && !set.name.trim()) wrong.exercise = "Write what it was.";
  const most = unit === "kg" ? 2000 : 4400;
  if (!fits(set.reps, 0, 10_000, true)) wrong.reps = "A whole number.";
  if (!fits(set.load, 0, most)) wrong.load = `A number of ${unit}.`;
  if (!fits(set.rpe, 1, 10)) wrong.rpe = "1 to 10.";
  if (!fits(set.rir, 0, 50)) wrong.rir = "0 to 50.";
  if (set.tempo.trim() && !TEMPO.test(set.tempo.trim())) wrong.tempo = "Like 3-1-1-0.";
  return wrong;
}

function fits(written: string, least: number, most: number, whole = false): boolean {
  const value = numberOf(written);
  if (value === null) return true;
  return value >= least && value <= most && (!whole || Number.isInteger(value));
}

/** The number that was written, with a point or a comma; null for nothing, NaN for no number. */
export function numberOf(written: string): number | null {
  const tidy = written.trim().replace(",", ".");
  return tidy === "" ? null : Number(tidy);
}

/** The number a step further; never below 0. Where nothing stands yet, it begins with `first`. */
export function stepped(written: string, by: number, first: number | null = null): string {
  const now = numberOf(written);
  if (now === null && first !== null) return String(first);
  const next = Math.max(0, (now === null || Number.isNaN(now) ? 0 : now) + by);
  return String(Math.round(next * 100) / 100);
}

/** What is kept of a draft without faults. */
export function workoutOf(
  draft: Draft,
  person: string | null,
  unit: LoadUnit,
  nameOf: (exercise: string) => string,
): NewWorkout {
  const before = draft.before;
  const unmoved = before && localTime(new Date(before.started_at)) === draft.startedAt;
  return {
    person,
    started_at: unmoved ? before.started_at : draft.startedAt,
    ended_at: unmoved ? before.ended_at : null,
    name: draft.name.trim(),
    note: draft.note.trim(),
    sets: draft.sets.map((set) => writtenSet(set, unit, nameOf)),
    source: before?.source ?? "",
    source_key: before?.source_key ?? "",
    session: before?.session ?? null,
  };
}

function writtenSet(
  set: SetDraft,
  unit: LoadUnit,
  nameOf: (exercise: string) => string,
): WorkoutSet {
  const own = set.exercise === OTHER;
  const same = set.before !== null && set.before.exercise === (own ? null : set.exercise);
  return {
    name: own ? set.name.trim() : same ? (set.before?.name ?? "") : nameOf(set.exercise),
    exercise: own ? null : set.exercise,
    kind: set.kind,
    reps: numberOf(set.reps),
    load_kg: loadKg(set, unit),
    duration_s: set.before?.duration_s ?? null,
    distance_m: set.before?.distance_m ?? null,
    rpe: numberOf(set.rpe),
    rir: numberOf(set.rir),
    tempo: set.tempo.trim(),
    note: set.note.trim(),
  };
}

function loadKg(set: SetDraft, unit: LoadUnit): number | null {
  const before = set.before?.load_kg ?? null;
  if (before !== null && loadText(before, unit) === set.load) return before;
  const load = numberOf(set.load);
  return load === null ? null : unit === "kg" ? load : load * POUND_KG;
}
