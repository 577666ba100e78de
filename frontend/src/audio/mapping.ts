// What a number sounds like: a pitch or a loudness.

import type { Sound } from "../lib/types";

/** What the held voice does for one moment. */
export interface Voice {
  frequency_hz: number;
  gain: number;
  fifth: number;
}

const LOW_HZ = 220;
const OCTAVES = 2;
const STEADY_HZ = 330;
const LOUD = 0.22;
const FIFTH = 0.5;

export const SILENT: Voice = { frequency_hz: LOW_HZ, gain: 0, fifth: 0 };

/**
 * The voice for a part from 0 to 1. As a pitch it climbs two octaves evenly to the ear; as a
 * loudness it grows with the square, which the ear takes for even. Above the line a fifth joins.
 */
export function voice(part: number | null, above: boolean, by: Sound): Voice {
  if (part === null || !Number.isFinite(part) || by === "off") return SILENT;
  const level = Math.min(1, Math.max(0, part));
  const fifth = above ? FIFTH : 0;
  if (by === "volume") return { frequency_hz: STEADY_HZ, gain: LOUD * level * level, fifth };
  return { frequency_hz: LOW_HZ * 2 ** (OCTAVES * level), gain: LOUD * 0.6, fifth };
}
