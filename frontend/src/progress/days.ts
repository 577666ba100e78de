// Days without a time: "2026-11-26", as the server writes them.

import type { PlanDay } from "../lib/types";

export const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** A date as the server writes it. */
export function iso(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The day of whoever looks. */
export function today(): string {
  return iso(new Date());
}

/** The date of a day, at noon, where no change of the clocks can move it. */
export function dateOf(day: string): Date {
  return new Date(`${day}T12:00:00`);
}

/** Some days later. */
export function later(day: string, days: number): string {
  const date = dateOf(day);
  date.setDate(date.getDate() + days);
  return iso(date);
}

/** "Thu, 26 Nov 2026" in the reader's own manner. */
export function dayWords(day: string, style: "long" | "short" = "long"): string {
  const options: Intl.DateTimeFormatOptions =
    style === "long"
      ? { weekday: "long", day: "numeric", month: "long", year: "numeric" }
      : { weekday: "short", day: "numeric", month: "short" };
  return dateOf(day).toLocaleDateString(undefined, options);
}

/** "November 2026" of "2026-11". */
export function monthWords(month: string): string {
  return dateOf(`${month}-01`).toLocaleDateString(undefined, { month: "long", year: "numeric" });
}

/** The month before or after: "2026-12" of "2026-11". */
export function monthBeside(month: string, by: 1 | -1): string {
  const date = dateOf(`${month}-01`);
  date.setMonth(date.getMonth() + by);
  return iso(date).slice(0, 7);
}

/** A month as weeks from Monday on; null where the week reaches into another month. */
export function weeksOf(month: string): (string | null)[][] {
  const first = dateOf(`${month}-01`);
  const days: (string | null)[] = Array.from({ length: (first.getDay() + 6) % 7 }, () => null);
  for (let day = `${month}-01`; day.startsWith(month); day = later(day, 1)) days.push(day);
  while (days.length % 7) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(7 * week, 7 * week + 7));
}

export interface StateWords {
  sign: string;
  words: string;
  tone: "good" | "doubt" | "plain" | "target";
}

/** What became of a day, as a sign and in words. */
export function stateOf(day: PlanDay): StateWords {
  switch (day.state) {
    case "done":
      return { sign: "✓", words: day.moved ? "done, on another day" : "done", tone: "good" };
    case "missed":
      return { sign: "–", words: "missed", tone: "plain" };
    case "held":
      return { sign: "‖", words: "held back", tone: "doubt" };
    case "moved":
      return {
        sign: "→",
        words: day.to ? `moved to ${dayWords(day.to, "short")}` : "moved",
        tone: "plain",
      };
    default:
      return { sign: "○", words: day.moved ? "planned, moved here" : "planned", tone: "target" };
  }
}

/** "3 a week", "2 to 5 a week". */
export function oftenWords([low, high]: readonly [number, number]): string {
  return low === high ? `${low} a week` : `${low} to ${high} a week`;
}

/** "Monday, Wednesday and Friday"; the usual days where none were chosen. */
export function weekdayWords(days: readonly number[] | null): string {
  if (days === null || days.length === 0) return "the usual days";
  const names = days.map((day) => WEEKDAYS[day] ?? "");
  const last = names[names.length - 1] ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
