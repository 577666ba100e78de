// Where the time goes from a muscle to this screen, for the frames that were painted.

import type { ClockOffset } from "./clock";
import type { Frame } from "./wire";

export const PARTS = ["block", "chain", "transport", "paint", "total"] as const;
export type Part = (typeof PARTS)[number];

/** The newest values of each part in ms, and what is needed to judge them; tests read this. */
export type Budget = Record<Part, number[]> & { painted_at_ms: number[]; within_ms: number | null };

export interface PartSummary {
  part: Part;
  p50: number | null;
  p95: number | null;
  count: number;
}

const KEPT = 2000;

/** An empty budget. */
export function emptyBudget(): Budget {
  return {
    block: [],
    chain: [],
    transport: [],
    paint: [],
    total: [],
    painted_at_ms: [],
    within_ms: null,
  };
}

/**
 * Add a painted frame.
 *
 * `block`: newest sample → read from the source; `chain`: read → frame made; `transport`: made →
 * received here (by the clock offset, which is wrong by `within_ms` at most); `paint`: received →
 * the first moment after the frame in which it was drawn.
 */
export function add(budget: Budget, frame: Frame, painted_ms: number, clock: ClockOffset): void {
  const [sample_s, read_s, made_s] = frame.stamps;
  const received_s = clock.session_s(frame.received_ms);
  const paint = painted_ms - frame.received_ms;
  put(budget.block, (read_s - sample_s) * 1000);
  put(budget.chain, (made_s - read_s) * 1000);
  put(budget.paint, paint);
  put(budget.painted_at_ms, painted_ms);
  budget.within_ms = clock.within_ms;
  if (received_s === null || clock.within_ms === null) return;
  put(budget.transport, (received_s - made_s) * 1000);
  put(budget.total, (received_s - sample_s) * 1000 + paint);
}

function put(values: number[], value: number): void {
  if (!Number.isFinite(value)) return;
  values.push(value);
  if (values.length > KEPT) values.splice(0, values.length - KEPT);
}

/** The value below which the `share` (0 to 1) of all values lies; null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

/** Middle and 95th percentile of each part. */
export function summary(budget: Budget): PartSummary[] {
  return PARTS.map((part) => ({
    part,
    p50: quantile(budget[part], 0.5),
    p95: quantile(budget[part], 0.95),
    count: budget[part].length,
  }));
}

/** Painted frames per second over the last `over_ms`. */
export function perSecond(budget: Budget, now_ms: number, over_ms = 2000): number {
  const count = budget.painted_at_ms.filter((at) => at > now_ms - over_ms).length;
  return (count * 1000) / over_ms;
}
