// Numbers, dates and names as a reader wants them.

import type { Exercise, Muscle, MuscleSide, Side, StoredSession } from "./types";

const NO_BREAK = "\u00a0";

/** "left pectoralis major"; the key in plain words where the muscle is not known. */
export function muscleWords(
  muscle: string,
  side: Side | null,
  muscles: readonly Muscle[] = [],
): string {
  const title = muscles.find((one) => one.key === muscle)?.title ?? muscle.replaceAll("_", " ");
  return side ? `${side} ${title}` : title;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[], last = "and"): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words[words.length - 1]}`;
}

/** In the order of the alphabet, by what is shown. */
export function alphabetical<T>(things: readonly T[], shown: (thing: T) => string): T[] {
  return [...things].sort((a, b) => shown(a).localeCompare(shown(b), "en"));
}

/** First letter large. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 session", "3 sessions". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number}${NO_BREAK}${number === 1 ? one : many}`;
}

/** "2 min 5 s"; a dash where it is not known. */
export function duration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return "–";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${NO_BREAK}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    const rest = whole % 60;
    return rest ? `${minutes}${NO_BREAK}min ${rest}${NO_BREAK}s` : `${minutes}${NO_BREAK}min`;
  }
  const left = minutes % 60;
  const hours = `${Math.floor(minutes / 60)}${NO_BREAK}h`;
  return left ? `${hours} ${left}${NO_BREAK}min` : hours;
}

/** Day and time in the reader's own manner. */
export function moment(iso: string, style: "long" | "short" = "long"): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  if (style === "short") return date.toLocaleDateString(undefined, { dateStyle: "medium" });
  return date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** "3.2 MB". */
export function size(bytes: number): string {
  const steps = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}${NO_BREAK}${steps[step]}`;
}

/** A number with as many digits as can be read at a glance. */
export function number(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return (
    Number(text) === 0 ? "0" : text.includes(".") ? text.replace(/\.?0+$/, "") : text
  ).replace("-", "\u2212");
}

const UNITS: Record<string, string> = {
  "1": "",
  "%MVC": "% MVC",
  "%submax": "% of reference",
  "%peak": "% of task peak",
  au: "file units",
};

/** A unit as a reader writes it. */
export function unitWords(unit: string): string {
  return UNITS[unit] ?? unit;
}

/** "66 %", "4.5 s", "8". */
export function withUnit(value: number | null, unit: string): string {
  const words = unitWords(unit);
  return words ? `${number(value)}${NO_BREAK}${words}` : number(value);
}

/** What an exercise is called. */
export function exerciseName(key: string, exercises: readonly Exercise[]): string {
  if (!key) return "No exercise";
  return exercises.find((one) => one.key === key)?.name ?? sentence(key.replaceAll("_", " "));
}

const DOORS: Record<string, string> = {
  nothing: "no sensor",
  kit: "EMG kit",
  recording: "recording",
  demo: "virtual athlete",
};

/** By which door a session came. */
export function doorWords(door: string): string {
  return DOORS[door] ?? door;
}

/** "2 min · 12 repetitions · virtual athlete". */
export function sessionFacts(session: StoredSession): string[] {
  const facts = [doorWords(session.door)];
  if (session.duration_s !== null) facts.push(duration(session.duration_s));
  if (session.reps !== null && session.reps > 0) facts.push(count(session.reps, "repetition"));
  return facts;
}

/** The facts of a session that its marks and its headline do not tell already. */
export function rowFacts(session: StoredSession): string[] {
  const told = session.headline.toLowerCase();
  return sessionFacts({
    ...session,
    duration_s: /\bs recorded\b/.test(told) ? null : session.duration_s,
    reps: /\brepetitions?\b/.test(told) ? null : session.reps,
  }).slice(session.simulated && session.door === "demo" ? 1 : 0);
}

/** A headline as it is shown: "1 repetition" in those kept before it was so. */
export function headlineOf(session: StoredSession): string {
  return sentence(session.headline.replace(/\b1 repetitions\b/, "1 repetition"));
}

/** The targets of an exercise on the chosen side; both sides where it is done with both. */
export function targetsOf(exercise: Exercise, side: Side | null): MuscleSide[] {
  return exercise.targets.map((muscle) => ({ muscle, side: exercise.one_side ? side : null }));
}
