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
  const whole = all.views.filter((each) => each.body === body);
  const boxes = aligned(whole.map((each) => each.viewbox));
  const framed = whole.map((each, at) => ({ ...each, viewbox: boxes[at] ?? each.viewbox }));
  return (["front", "back"] as const)
    .filter((view) => wanted === "both" || wanted === view)
    .flatMap((view) => framed.filter((each) => each.view === view))
    .map(drawn);
}

type Box = BodyView["viewbox"];

/**
 * Boxes of one size for the views of one body, so that they are drawn at one scale with the feet
 * on one line: its views share their heights, and each stands about the middle of its own box.
 */
export function aligned(boxes: readonly Box[]): Box[] {
  const wide = Math.max(...boxes.map(([, , width]) => width));
  const top = Math.min(...boxes.map(([, y]) => y));
  const bottom = Math.max(...boxes.map(([, y, , tall]) => y + tall));
  return boxes.map(([x, , width]) => [x + (width - wide) / 2, top, wide, bottom - top]);
}

/** The views in which something is measured; all of them where nothing is. */
export function measuredIn(all: DrawnView[], measured: ReadonlySet<string>): DrawnView[] {
  const found = all.filter((view) => view.muscles.some(({ key }) => measured.has(key)));
  return found.length > 0 ? found : all;
}

/** What muscles cover in a view, in its own units. */
export interface Cover {
  viewbox: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const ROOM = 0.06;
const LEAST_HALF = 0.32;
const LEAST_TALL = 0.4;
/** Where a frame begins so high, the head belongs to it. */
const HEAD = 0.24;

/**
 * Boxes that show what matters of each view large: all at one scale, each about the midline, and
 * with the head where it is near, so that one sees at once what one looks at.
 */
export function closeUp(covers: readonly Cover[]): string[] {
  let [half, top, bottom] = [LEAST_HALF, 1, 0];
  for (const cover of covers) {
    const [x = 0, y = 0, wide = 1, tall = 1] = cover.viewbox.split(" ").map(Number);
    const middle = x + wide / 2;
    half = Math.max(half, Math.max(middle - cover.left, cover.right - middle) / wide + ROOM);
    top = Math.min(top, (cover.top - y) / tall - ROOM);
    bottom = Math.max(bottom, (cover.bottom - y) / tall + ROOM);
  }
  half = Math.min(0.5, half);
  if (top < HEAD) top = 0;
  if (bottom - top < LEAST_TALL) {
    const middle = (top + bottom) / 2;
    if (top > 0) top = Math.max(0, middle - LEAST_TALL / 2);
    bottom = top + LEAST_TALL;
  }
  bottom = Math.min(1, bottom);
  return covers.map(({ viewbox }) => {
    const [x = 0, y = 0, wide = 1, tall = 1] = viewbox.split(" ").map(Number);
    const box = [x + (0.5 - half) * wide, y + top * tall, 2 * half * wide, (bottom - top) * tall];
    return box.map((each) => each.toFixed(1)).join(" ");
  });
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
