// The sessions of a shelf as a person looks for them: what they are for, then each once.

import type { Offer, Score, Shelf } from "./score";

/** A protocol with its offers: muscles, variants. */
export interface Entry {
  protocol: string;
  score: Score;
  offers: readonly Offer[];
}

export interface Family {
  title: string;
  entries: readonly Entry[];
}

const TITLES: readonly (readonly [string, string])[] = [
  ["centre", "Arrive"],
  ["prime", "Wake a muscle"],
  ["feel", "Feel a muscle"],
  ["train", "Train"],
  ["imagery", "Imagine"],
  ["automatic", "Do without watching"],
  ["run", "Run"],
  ["balance", "Balance"],
  ["every_day", "Every day"],
  ["measure", "Find out"],
];

/** The shelf by families; a family that is new to this page comes last, under its own name. */
export function families(shelf: Shelf): Family[] {
  const known = TITLES.map(([key]) => key);
  const others = shelf.offers.map((offer) => offer.family).filter((key) => !known.includes(key));
  const all = [...TITLES, ...[...new Set(others)].map((key) => [key, key] as const)];
  return all
    .map(([key, title]) => ({ title, entries: entries(shelf, key) }))
    .filter((family) => family.entries.length > 0);
}

/** The protocol of that key. */
export function entryOf(shelf: Shelf, protocol: string): Entry | null {
  const offers = shelf.offers.filter((offer) => offer.scores[0]?.protocol === protocol);
  const score = offers[0]?.scores[0];
  return score ? { protocol, score, offers } : null;
}

/** Fetch the shelf that lies beside the page; raises an error with words for the person. */
export async function fetchShelf(): Promise<Shelf> {
  const answer = await fetch("./scores.json", { cache: "no-cache" }).catch(() => null);
  const words =
    "There are no sessions beside this page. Make them with: innervate player --out DIR";
  if (!answer?.ok) throw new Error(words);
  const shelf = (await answer.json().catch(() => null)) as Shelf | null;
  if (shelf?.form !== "innervate-player-1")
    throw new Error("The sessions beside this page are of another version. Make both again.");
  return shelf;
}

function entries(shelf: Shelf, family: string): Entry[] {
  const offers = shelf.offers.filter((offer) => offer.family === family);
  const protocols = [...new Set(offers.map((offer) => offer.scores[0]?.protocol ?? ""))];
  return protocols.map((key) => entryOf(shelf, key)).filter((entry) => entry !== null);
}
