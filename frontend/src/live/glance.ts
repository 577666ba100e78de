// The numbers of this moment, as they are shown and heard.

import type { Big, Layout, LayoutChannel, Side, Standing } from "../lib/types";
import type { Frame } from "./wire";

export interface Glance {
  /** In percent (or, before there is a reference, µV); NaN where nothing is measured. */
  levels: Float64Array;
  /** 0 to 100 of the reference, or of the most seen so far where there is none; NaN as above. */
  lit: Float64Array;
  flaws: Uint8Array;
  /** Whether `levels` are percentages. */
  percent: boolean;
  /** Mean level of the targets, NaN where none is measured. */
  target: number;
  /** Percent. */
  share: number | null;
  /** 0 to 100. */
  isolation: number | null;
  reps: number;
  held_s: number;
  above: boolean;
  /** The most of `asked` since the stage began. */
  best: number;
  /** The level of the muscle asked for in this stage, else of the targets. */
  asked: number;
  /** The most seen of each channel in this unit. */
  most: Float64Array;
}

const MICRO = 1e6;
/** Below this nothing is a "most so far" worth comparing with, in µV. */
const FLOOR_UV = 20;

export function emptyGlance(): Glance {
  return {
    levels: new Float64Array(0),
    lit: new Float64Array(0),
    flaws: new Uint8Array(0),
    percent: false,
    target: NaN,
    share: null,
    isolation: null,
    reps: 0,
    held_s: 0,
    above: false,
    best: 0,
    asked: NaN,
    most: new Float64Array(0),
  };
}

/** Whether values of a unit are percentages of a reference. */
export function isPercent(unit: string): boolean {
  return unit.startsWith("%");
}

/** What a frame says; `before` is the glance before it, for what is the most so far. */
export function glanceOf(
  frame: Frame,
  layout: Layout | null,
  standing: Standing | null,
  before: Glance,
): Glance {
  const count = layout?.channels.length ?? 0;
  const percent = isPercent(layout?.unit ?? "");
  const scale = layout?.unit === "V" ? MICRO : 1;
  const same = before.most.length === count && before.percent === percent;
  const most = same ? before.most : new Float64Array(count);
  const levels = new Float64Array(count);
  const lit = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const level = (frame.level[at] ?? NaN) * scale;
    levels[at] = level;
    if (level > most[at]!) most[at] = level;
    const reference = percent ? 100 : Math.max(most[at]!, layout?.unit === "V" ? FLOOR_UV : 0);
    lit[at] = reference > 0 ? Math.min(100, (100 * level) / reference) : NaN;
  }
  const target = meanOf(levels, roleColumns(layout));
  const columns = askedColumns(layout, standing);
  const asked = columns.length > 0 ? meanOf(levels, columns) : target;
  return {
    levels,
    lit,
    flaws: frame.flaws,
    percent,
    target,
    share: frame.share === null ? null : frame.share * 100,
    isolation: frame.isolation,
    reps: frame.reps,
    held_s: frame.held_s,
    above: frame.above,
    best: Math.max(before.best, Number.isNaN(asked) ? 0 : asked),
    asked,
    most,
  };
}

/** A muscle and its side as one word; nothing where no muscle is named. */
export function muscleOf(muscle: string | null, side: Side | null): string {
  return muscle ? `${muscle} ${side ?? ""}`.trim() : "";
}

/** The layout of a set of one muscle or side: a target that it does not ask for is watched. */
export function ofSet(layout: Layout | null, asked: string): Layout | null {
  const one = (each: LayoutChannel): boolean =>
    asked === muscleOf(each.muscle, each.side) || asked === each.muscle;
  if (!layout || asked === "" || !layout.channels.some(one)) return layout;
  return {
    ...layout,
    channels: layout.channels.map((each) => ({
      ...each,
      role: one(each) ? "target" : each.role === "target" ? "watched" : each.role,
    })),
  };
}

/** The columns of the targets. */
export function roleColumns(layout: Layout | null): number[] {
  return (layout?.channels ?? []).flatMap((each, at) => (each.role === "target" ? [at] : []));
}

/** The columns of the muscle that this stage asks for; none where it asks for none. */
export function askedColumns(layout: Layout | null, standing: Standing | null): number[] {
  const muscle = standing?.muscle;
  if (!layout || !muscle) return [];
  return layout.channels.flatMap((each, at) =>
    each.muscle === muscle && (!standing.side || !each.side || each.side === standing.side)
      ? [at]
      : [],
  );
}

function meanOf(levels: Float64Array, columns: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const at of columns) {
    const level = levels[at] ?? NaN;
    if (Number.isNaN(level)) continue;
    sum += level;
    count += 1;
  }
  return count > 0 ? sum / count : NaN;
}

/**
 * The one big number, its unit and where its scale ends (without a reference, at the most so far);
 * share falls back to level where muscles cannot be compared.
 */
export function bigOf(
  glance: Glance,
  big: Big,
): { kind: Big; value: number | null; unit: string; full: number } {
  if (big === "share" && glance.share !== null)
    return { kind: "share", value: glance.share, unit: "%", full: 100 };
  if (big === "isolation" && glance.isolation !== null)
    return { kind: "isolation", value: glance.isolation, unit: "of 100", full: 100 };
  const value = Number.isNaN(glance.target) ? null : glance.target;
  if (glance.percent) return { kind: big === "level" ? "level" : big, ...level(value, big) };
  return { kind: "level", value, unit: "µV", full: Math.max(glance.best, FLOOR_UV) };
}

/** Of percentages: the level where it was asked for; where share says nothing, nobody works. */
function level(
  value: number | null,
  big: Big,
): { value: number | null; unit: string; full: number } {
  if (big === "level") return { value, unit: "%", full: 100 };
  return { value: null, unit: big === "share" ? "%" : "of 100", full: 100 };
}

/** The part (0 to 1) that the held voice follows, or null for silence. */
export function audible(glance: Glance, of: "share" | "level"): number | null {
  if (of === "share" && glance.percent) return glance.share === null ? null : glance.share / 100;
  const level = glance.asked;
  if (Number.isNaN(level)) return null;
  if (glance.percent) return level / 100;
  return glance.best > 0 ? level / Math.max(glance.best, FLOOR_UV) : null;
}
