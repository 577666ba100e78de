// The drawing of the body: fetched once, its shapes gathered by muscle and side.

import { api } from "../lib/api";
import type { Body, BodyDrawing, BodyShape, BodyView, Role, Side, View } from "../lib/types";

/** A muscle of one side in one view, with all paths that draw it. */
export interface DrawnMuscle {
  key: string;
  muscle: string;
  side: Side | null;
  deep: boolean;
  shapes: BodyShape[];
  top: number;
}

export interface DrawnView {
  view: View;
  viewbox: string;
  outline: string[];
  muscles: DrawnMuscle[];
}

/** How many colours the activation ramp is shown in. */
export const STEPS = 40;

let asked: Promise<BodyDrawing> | null = null;

/** The drawing, asked for once. */
export function drawing(): Promise<BodyDrawing> {
  asked ??= api.drawing().catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

/** The name under which a muscle of one side is found. */
export function keyOf(muscle: string, side: Side | null): string {
  return side ? `${muscle} ${side}` : muscle;
}

/** The views of a body that are wanted, front first. */
export function views(all: BodyDrawing, body: Body, wanted: View | "both"): DrawnView[] {
  return (["front", "back"] as const)
    .filter((view) => wanted === "both" || wanted === view)
    .flatMap((view) => all.views.filter((each) => each.view === view && each.body === body))
    .map(drawn);
}

/** A part of the body: from which to which share of its height muscles begin in it, and its frame. */
interface Frame {
  begins: readonly [from: number, before: number];
  x: readonly [from: number, to: number];
  y: readonly [from: number, to: number];
}

const FRAMES: readonly Frame[] = [
  { begins: [0, 0.31], x: [0.15, 0.85], y: [0, 0.42] },
  { begins: [0, 0.42], x: [0, 1], y: [0, 0.56] },
  { begins: [0.4, 1], x: [0.15, 0.85], y: [0.38, 1] },
];

/**
 * The views in which something is measured, and of them only the part of the body where all of it
 * lies, so that what matters is large. All of it where nothing is measured.
 */
export function closeUp(all: DrawnView[], measured: ReadonlySet<string>): DrawnView[] {
  const found = all.filter((view) => view.muscles.some(({ key }) => measured.has(key)));
  if (found.length === 0) return all;
  const begins = found.flatMap((view) => {
    const [, y = 0, , tall = 1] = view.viewbox.split(" ").map(Number);
    return view.muscles
      .filter(({ key }) => measured.has(key))
      .map((muscle) => (muscle.top - y) / tall);
  });
  const frame = FRAMES.find(
    (each) => Math.min(...begins) >= each.begins[0] && Math.max(...begins) < each.begins[1],
  );
  return frame ? found.map((view) => ({ ...view, viewbox: within(view.viewbox, frame) })) : found;
}

function within(viewbox: string, { x: [left, right], y: [top, bottom] }: Frame): string {
  const [x = 0, y = 0, wide = 1, tall = 1] = viewbox.split(" ").map(Number);
  const box = [x + left * wide, y + top * tall, (right - left) * wide, (bottom - top) * tall];
  return box.map((each) => each.toFixed(1)).join(" ");
}

function drawn(view: BodyView): DrawnView {
  const found = new Map<string, DrawnMuscle>();
  for (const shape of view.shapes) {
    const key = keyOf(shape.muscle, shape.side);
    const { muscle, side, deep } = shape;
    const top = topOf(shape);
    const one = found.get(key) ?? { key, muscle, side, deep, shapes: [], top };
    one.shapes.push(shape);
    found.set(key, one);
  }
  // Deep muscles lie under the others here too, and reading goes from head to foot.
  const muscles = [...found.values()].sort(
    (one, other) => Number(one.deep) - Number(other.deep) || one.top - other.top,
  );
  return { view: view.view, viewbox: view.viewbox.join(" "), outline: view.outline, muscles };
}

function topOf(shape: BodyShape): number {
  return Number(/^[Mm]\s*-?[\d.]+[\s,]*(-?[\d.]+)/.exec(shape.d[0] ?? "")?.[1] ?? 0);
}

/** The step of the ramp for a percentage; -1 where nothing is measured. */
export function stepOf(percent: number | null): number {
  if (percent === null || !Number.isFinite(percent)) return -1;
  return Math.round((Math.min(100, Math.max(0, percent)) / 100) * STEPS);
}

/** The colour of a step, between the ten tokens; it follows the theme by itself. */
export function fillOf(step: number): string {
  if (step < 0) return "var(--sunk)";
  const at = (step / STEPS) * 10;
  const low = Math.floor(at);
  const part = Math.round((at - low) * 100);
  if (part === 0) return `var(--act-${low})`;
  return `color-mix(in oklab, var(--act-${low}), var(--act-${low + 1}) ${part}%)`;
}

export const FILLS: readonly string[] = Array.from({ length: STEPS + 1 }, (_, at) => fillOf(at));

/** What a role is called beside the name of a muscle. */
export function roleWords(role: Role | undefined): string {
  if (role === "target") return "asked for";
  if (role === "watched") return "watched";
  return role === "other" ? "measured" : "";
}
