// The last seconds of all envelopes, thinned to what a screen can show, by the index of its rows.

import type { Frame } from "./wire";

const SHOWN_HZ = 50;
/** A hole longer than this is shown as one; a shorter one is a frame that the screen skipped. */
const BRIDGED_S = 0.3;

type Column = (number | null)[];

/**
 * Rows come as frames bring them; each bucket of rows becomes one point, its mean. Buckets are
 * anchored at row 0, so that a point never changes with how the rows were cut into frames.
 */
export class History {
  readonly channels: number;
  readonly step_s: number;
  readonly #per: number;
  readonly #size: number;
  readonly #sums: Float64Array;
  readonly #points: Float32Array;
  #counted = 0;
  #bucket = -1;
  #first = 0;

  constructor(channels: number, rate_hz: number, seconds = 12) {
    this.channels = channels;
    this.#per = Math.max(1, Math.round(rate_hz / SHOWN_HZ));
    this.step_s = this.#per / rate_hz;
    this.#size = Math.max(2, Math.ceil(seconds / this.step_s));
    this.#sums = new Float64Array(channels);
    this.#points = new Float32Array(this.#size * channels).fill(NaN);
  }

  /** Take the rows of a frame. */
  push(frame: Pick<Frame, "start" | "envelope">): void {
    const { start, envelope } = frame;
    const rows = this.channels === 0 ? 0 : Math.floor(envelope.length / this.channels);
    for (let row = 0; row < rows; row++) {
      const bucket = Math.floor((start + row) / this.#per);
      if (bucket < this.#bucket) continue;
      if (bucket !== this.#bucket) this.#begin(bucket);
      this.#counted += 1;
      for (let channel = 0; channel < this.channels; channel++) {
        this.#sums[channel]! += envelope[row * this.channels + channel] ?? NaN;
        const at = (bucket % this.#size) * this.channels + channel;
        this.#points[at] = this.#sums[channel]! / this.#counted;
      }
    }
  }

  /** Seconds of the newest point, or null before there is one. */
  get newest_s(): number | null {
    return this.#bucket < 0 ? null : this.#bucket * this.step_s;
  }

  /** The newest `seconds`: seconds before now, and a column for each of `channels`. */
  last(seconds: number, channels: readonly number[]): [number[], ...Column[]] {
    const wanted = Math.min(this.#size, Math.round(seconds / this.step_s));
    const times: number[] = [];
    const columns: Column[] = channels.map(() => []);
    for (let bucket = this.#bucket - wanted + 1; bucket <= this.#bucket; bucket++) {
      times.push((bucket - this.#bucket) * this.step_s);
      channels.forEach((channel, at) => columns[at]?.push(this.#at(bucket, channel)));
    }
    for (const column of columns) bridge(column, Math.round(BRIDGED_S / this.step_s));
    return [times, ...columns];
  }

  #at(bucket: number, channel: number): number | null {
    if (bucket < this.#first) return null;
    const value = this.#points[(bucket % this.#size) * this.channels + channel];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  #begin(bucket: number): void {
    if (this.#bucket < 0) this.#first = bucket;
    const from = Math.max(this.#bucket + 1, bucket - this.#size + 1, this.#first);
    for (let skipped = from; skipped <= bucket; skipped++) {
      const at = (skipped % this.#size) * this.channels;
      this.#points.fill(NaN, at, at + this.channels);
    }
    this.#bucket = bucket;
    this.#counted = 0;
    this.#sums.fill(0);
  }
}

/** Draw over holes of at most `most` points between two values. */
export function bridge(column: Column, most: number): void {
  let last = -1;
  for (let at = 0; at < column.length; at++) {
    const value = column[at];
    if (value === null || value === undefined) continue;
    const before = column[last];
    if (last >= 0 && at - last > 1 && at - last - 1 <= most && typeof before === "number")
      for (let hole = last + 1; hole < at; hole++)
        column[hole] = before + ((value - before) * (hole - last)) / (at - last);
    last = at;
  }
}
