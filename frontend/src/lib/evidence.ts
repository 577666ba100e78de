// The verdicts of the evidence: their order, their signs, and how many rows have each.

import type { Claim, ClaimVerdict } from "./types";

export type Tone = "good" | "doubt" | "bad" | "plain";

export interface VerdictWords {
  verdict: ClaimVerdict;
  short: string;
  sign: string;
  tone: Tone;
}

export const VERDICTS: readonly VerdictWords[] = [
  { verdict: "supported", short: "supported", sign: "✓", tone: "good" },
  { verdict: "partly supported", short: "partly supported", sign: "◐", tone: "good" },
  { verdict: "conflicting studies", short: "conflicting studies", sign: "⇄", tone: "doubt" },
  { verdict: "weak or no direct evidence", short: "weak or none", sign: "?", tone: "doubt" },
  { verdict: "not supported", short: "not supported", sign: "–", tone: "bad" },
  { verdict: "contradicted as usually worded", short: "contradicted", sign: "✕", tone: "bad" },
  { verdict: "a definition", short: "a definition", sign: "=", tone: "plain" },
];

/** The words of a verdict; those of a definition where it is new to this page. */
export function verdictWords(verdict: string): VerdictWords {
  const found = VERDICTS.find((one) => one.verdict === verdict);
  return found ?? { verdict: "a definition", short: verdict, sign: "·", tone: "plain" };
}

/** How many rows have a verdict. */
export function tally(claims: readonly Claim[], verdict: ClaimVerdict): number {
  return claims.filter((claim) => claim.verdict === verdict).length;
}

/** "68 claims: 8 supported, 6 contradicted". */
export function summary(claims: readonly Claim[]): string {
  const good = tally(claims, "supported");
  const bad = tally(claims, "contradicted as usually worded");
  return `${claims.length} claims: ${good} supported, ${bad} contradicted`;
}

/** The rows with that verdict (all where null) in which every word is found. */
export function sift(
  claims: readonly Claim[],
  verdict: ClaimVerdict | null,
  search: string,
): Claim[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return claims.filter((claim) => {
    if (verdict !== null && claim.verdict !== verdict) return false;
    const text = [claim.key, claim.claim, claim.truth, ...claim.sources].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Where the product does something, in words: "the protocol centre", "the screen atlas". */
export function placeWords(place: { kind: string; key: string }): string {
  return `the ${place.kind} ${place.key.replaceAll("_", " ")}`;
}
