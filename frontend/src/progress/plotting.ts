// The geometry of a number over sessions: points, their intervals, the band of the beginning.

import { ticks } from "../lib/trend";
import type { Axis, ProgressSeries, SessionPoint } from "../lib/types";
import { dateOf } from "./days";

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Mark {
  x: number;
  y: number;
  low: number | null;
  high: number | null;
  point: SessionPoint;
}

export interface Drawn {
  marks: Mark[];
  ticks: { value: number; y: number }[];
  days: { day: string; x: number }[];
  band: { top: number; bottom: number; mean: number } | null;
}

const DAY_MS = 86_400_000;

/** Where everything goes; across is time, so that pauses show as pauses. */
export function draw(series: Pick<ProgressSeries, "points" | "baseline">, frame: Frame): Drawn {
  const { points, baseline } = series;
  if (points.length === 0) return { marks: [], ticks: [], days: [], band: null };
  const values = points.flatMap((one) => [one.value, one.low ?? one.value, one.high ?? one.value]);
  if (baseline) values.push(baseline.low, baseline.high);
  const round = ticks(Math.min(...values), Math.max(...values));
  const [bottom, top] = [round[0] as number, round[round.length - 1] as number];
  const inner = frame.height - frame.top - frame.bottom;
  const y = (value: number): number => frame.top + ((top - value) / (top - bottom)) * inner;
  const at = points.map((one) => dateOf(one.on).getTime() / DAY_MS);
  const [first, last] = [at[0] as number, at[at.length - 1] as number];
  const room = frame.width - frame.left - frame.right - 16;
  const x = (day: number): number =>
    frame.left + 8 + (last > first ? ((day - first) / (last - first)) * room : room / 2);
  const marks = points.map((point, index) => ({
    x: x(at[index] as number),
    y: y(point.value),
    low: point.low === null ? null : y(point.low),
    high: point.high === null ? null : y(point.high),
    point,
  }));
  return {
    marks,
    ticks: round.map((value) => ({ value, y: y(value) })),
    days: labelled(marks, Math.max(1, Math.floor(frame.width / 110))),
    band: baseline && { top: y(baseline.high), bottom: y(baseline.low), mean: y(baseline.mean) },
  };
}

/** The days that are written below: first and last, and as many between as have room. */
function labelled(marks: readonly Mark[], most: number): { day: string; x: number }[] {
  const chosen: { day: string; x: number }[] = [];
  const apart = ((marks[marks.length - 1]?.x ?? 0) - (marks[0]?.x ?? 0)) / most;
  for (const mark of marks) {
    const last = chosen[chosen.length - 1];
    if (!last || mark.x - last.x >= Math.max(apart, 90)) {
      chosen.push({ day: mark.point.on, x: mark.x });
    }
  }
  return chosen;
}

export interface Cross {
  x: number;
  y: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  zero: { x: number; y: number };
  ticks: { value: number; x: number; y: number }[];
}

/** Strength across, selectivity up, both as change in percent; null where one has no number. */
export function cross(strength: Axis | null, selectivity: Axis | null, frame: Frame): Cross | null {
  const whole = (axis: Axis | null): [number, number, number] | null =>
    axis && axis.percent !== null && axis.low !== null && axis.high !== null
      ? [axis.low, axis.percent, axis.high]
      : null;
  const [across, up] = [whole(strength), whole(selectivity)];
  if (!across || !up) return null;
  const far = Math.max(5, ...[...across, ...up].map(Math.abs));
  const most = Math.ceil(far / 5) * 5;
  const x = (value: number): number =>
    frame.left + ((value + most) / (2 * most)) * (frame.width - frame.left - frame.right);
  const y = (value: number): number =>
    frame.top + ((most - value) / (2 * most)) * (frame.height - frame.top - frame.bottom);
  return {
    x: x(across[1]),
    y: y(up[1]),
    left: x(across[0]),
    right: x(across[2]),
    top: y(up[2]),
    bottom: y(up[0]),
    zero: { x: x(0), y: y(0) },
    ticks: [-most, -most / 2, 0, most / 2, most].map((value) => ({
      value,
      x: x(value),
      y: y(value),
    })),
  };
}
