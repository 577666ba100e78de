// The last seconds of raw signal as pairs of least and largest, for the strips of the check.

import type { Frame } from "./wire";

/** A ring of (least, largest) pairs for each raw channel. */
export class RawStrip {
  readonly channels: number;
  readonly size: number;
  readonly #pairs: Float32Array;
  #next = 0;
  #filled = 0;

  constructor(channels: number, rate_hz: number, seconds = 4) {
    this.channels = channels;
    this.size = Math.max(2, Math.ceil(rate_hz * seconds));
    this.#pairs = new Float32Array(this.size * channels * 2).fill(NaN);
  }

  push(raw: Frame["raw"]): void {
    if (!raw || this.channels === 0) return;
    const width = this.channels * 2;
    const rows = Math.floor(raw.length / width);
    for (let row = Math.max(0, rows - this.size); row < rows; row++) {
      this.#pairs.set(raw.subarray(row * width, (row + 1) * width), this.#next * width);
      this.#next = (this.#next + 1) % this.size;
      this.#filled = Math.min(this.size, this.#filled + 1);
    }
  }

  /** Where the pair of `channel` lies that came `back` pairs before the newest; null of none. */
  pair(channel: number, back: number): readonly [number, number] | null {
    if (back >= this.#filled) return null;
    const row = (this.#next - 1 - back + 2 * this.size) % this.size;
    const at = (row * this.channels + channel) * 2;
    return [this.#pairs[at] ?? NaN, this.#pairs[at + 1] ?? NaN];
  }

  /** The middle and the reach of what is held of a channel, or null. */
  reach(channel: number): { middle: number; reach: number } | null {
    let low = Infinity;
    let high = -Infinity;
    for (let back = 0; back < this.#filled; back++) {
      const pair = this.pair(channel, back);
      if (!pair || Number.isNaN(pair[0])) continue;
      low = Math.min(low, pair[0]);
      high = Math.max(high, pair[1]);
    }
    if (low > high) return null;
    return { middle: (low + high) / 2, reach: Math.max((high - low) / 2, 5e-6) };
  }
}
