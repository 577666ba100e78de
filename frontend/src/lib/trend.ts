// The geometry of a trend: points with intervals against time order, on a scale of round numbers.

import type { TrendPoint } from "./types";

export interface Mark {
  x: number;
  y: number;
  low: number | null;
  high: number | null;
  point: TrendPoint;
}

export interface Plot {
  marks: Mark[];
  ticks: { value: number; y: number }[];
  line: string;
}

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers that cover the range, about `about` of them, 0 among them where it is near. */
export function ticks(low: number, high: number, about = 4): number[] {
  if (!(high > low)) return [low - 1, low, low + 1];
  const from = low > 0 && low < (high - low) * 0.6 ? 0 : low;
  const rough = (high - from) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const start = Math.floor(from / step) * step;
  const found: number[] = [];
  for (let at = start; at < high + step; at += step) found.push(Number(at.toPrecision(12)));
  return found;
}

/** Where everything goes; sessions stand side by side in their order, as equals. */
export function plot(points: readonly TrendPoint[], frame: Frame): Plot {
  const measured = points.filter((point) => point.value !== null);
  const values = measured.flatMap((point) =>
    [point.value, point.low, point.high].filter((value): value is number => value !== null),
  );
  if (values.length === 0) return { marks: [], ticks: [], line: "" };
  const round = ticks(Math.min(...values), Math.max(...values));
  const bottom = round[0] as number;
  const top = round[round.length - 1] as number;
  const inner = frame.height - frame.top - frame.bottom;
  const y = (value: number): number => frame.top + ((top - value) / (top - bottom)) * inner;
  const room = frame.width - frame.left - frame.right;
  const step = room / Math.max(measured.length, 1);
  const marks = measured.map((point, index) => ({
    x: frame.left + step * (index + 0.5),
    y: y(point.value as number),
    low: point.low === null ? null : y(point.low),
    high: point.high === null ? null : y(point.high),
    point,
  }));
  const line = marks.map((mark, index) => `${index ? "L" : "M"}${mark.x},${mark.y}`).join("");
  return { marks, ticks: round.map((value) => ({ value, y: y(value) })), line };
}
