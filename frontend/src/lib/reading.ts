// What was said of each recording, kept in this tab so that a reload loses nothing.

import type { Answers } from "./channels";
import type { Side } from "./types";

export interface Said {
  channels: Answers;
  exercise: string | null;
  side: Side | null;
}

/** Samples per second as people write them; undefined where it is no rate. */
export function rate(text: string): number | undefined {
  const value = Number(text.trim().replace(",", ".") || "x");
  return Number.isFinite(value) && value > 0 && value <= 1e6 ? value : undefined;
}

const KEY = "innervate.recording.";

/** What was said of a recording before; nothing where it is new. */
export function recallSaid(id: string, storage: Pick<Storage, "getItem"> = sessionStorage): Said {
  const blank: Said = { channels: {}, exercise: null, side: null };
  try {
    const text = storage.getItem(KEY + id);
    return text ? { ...blank, ...(JSON.parse(text) as Partial<Said>) } : blank;
  } catch {
    return blank;
  }
}

/** Keep it. */
export function rememberSaid(
  id: string,
  said: Said,
  storage: Pick<Storage, "setItem"> = sessionStorage,
): void {
  try {
    storage.setItem(KEY + id, JSON.stringify(said));
  } catch {
    // Nothing is lost but the comfort.
  }
}
