// The last seconds of raw signal as pairs of least and largest, for the strips of the check.

import type { Frame } from "./wire";

const SHOWN_HZ = 75;

/** A ring of (least, largest) pairs for each raw channel, no more of them than a screen can show. */
export class RawStrip {
  readonly channels: number;
  readonly size: number;
  readonly #per: number;
  readonly #pairs: Float32Array;
  readonly #open: Float32Array;
  #gathered = 0;
  #next = 0;
  #filled = 0;

  constructor(channels: number, rate_hz: number, seconds = 4) {
    this.channels = channels;
    this.#per = Math.max(1, Math.round(rate_hz / SHOWN_HZ));
    this.size = Math.max(2, Math.ceil((rate_hz / this.#per) * seconds));
    this.#pairs = new Float32Array(this.size * channels * 2).fill(NaN);
    this.#open = new Float32Array(channels * 2).fill(NaN);
  }

  push(raw: Frame["raw"]): void {
    if (!raw || this.channels === 0) return;
    const width = this.channels * 2;
    for (let at = 0; at + width <= raw.length; at += width) this.#row(raw, at);
  }

  #row(raw: Float32Array, at: number): void {
    const open = this.#open;
    for (let column = 0; column < open.length; column += 2) {
      const [low, high] = [raw[at + column]!, raw[at + column + 1]!];
      // Written so that the first value takes the place of a NaN.
      if (!(open[column]! <= low)) open[column] = low;
      if (!(open[column + 1]! >= high)) open[column + 1] = high;
    }
    this.#gathered += 1;
    if (this.#gathered < this.#per) return;
    this.#pairs.set(open, this.#next * open.length);
    open.fill(NaN);
    this.#gathered = 0;
    this.#next = (this.#next + 1) % this.size;
    this.#filled = Math.min(this.size, this.#filled + 1);
  }

  /** The pair of `channel` that came `back` pairs before the newest; null of none. */
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
