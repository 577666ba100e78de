// How the electrodes are: the host says the verdict and what to do; here is how it looks.

import type { Layout } from "../lib/types";

export type Kind = "waiting" | "good" | "doubt" | "bad";

const BAD = new Set(["unplugged", "flat line", "clipped"]);

/** A verdict that one can work with is a doubt; one that leaves nothing to measure is bad. */
export function kindOf(verdict: string): Kind {
  if (verdict === "good" || verdict === "waiting") return verdict;
  return BAD.has(verdict) ? "bad" : "doubt";
}

export const SIGNS: Record<Kind, string> = { waiting: "…", good: "✓", doubt: "!", bad: "✕" };

/** The flaw of a channel about which nothing can be said yet. */
const NOT_JUDGED = 128;
const REMARK = /(?:^|(?<label>.+): )no signal: check this electrode\.?$/i;

/** The channels, by name and by label, that the newest frame finds fault with. */
export function faulty(flaws: Uint8Array, layout: Layout | null): string[] {
  return (layout?.channels ?? []).flatMap(({ name, label }, at) => {
    const flaw = flaws[at] ?? NOT_JUDGED;
    return flaw === 0 || flaw >= NOT_JUDGED ? [] : [name, label];
  });
}

/** Whether a remark is true now: one on an electrode is, while its signal is still at fault. */
export function stillTrue(remark: string, faults: readonly string[]): boolean {
  const label = REMARK.exec(remark)?.groups?.["label"];
  return label === undefined || faults.includes(label);
}

/** The verdict on a trial; "check this electrode" is said only of one that is still at fault. */
export function verdictNow(verdict: string, channel: string, faults: readonly string[]): string {
  if (!REMARK.test(verdict) || faults.includes(channel)) return verdict;
  return "no strength was measured";
}

/** How all electrodes are, in one sentence. */
export function together(kinds: readonly Kind[]): string {
  const all = kinds.length;
  const many = (kind: Kind): number => kinds.filter((each) => each === kind).length;
  const [bad, doubt, waiting] = [many("bad"), many("doubt"), many("waiting")];
  if (waiting === all) return "Listening to the electrodes.";
  if (bad > 0) return `${bad} of ${all} ${bad === 1 ? "needs" : "need"} mending before you go on.`;
  if (doubt > 0) return `${doubt} of ${all} could be better. You can go on.`;
  return waiting > 0 ? "Good so far." : `All ${all} are good.`;
}
