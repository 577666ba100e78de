// The sessions of a shelf as a person looks for them: what they are for, then each once.

import { familyTitles } from "../lib/families";
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

/** The shelf by families. */
export function families(shelf: Shelf): Family[] {
  return familyTitles(shelf.offers.map((offer) => offer.family))
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
