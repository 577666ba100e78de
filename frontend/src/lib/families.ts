// The families of guided protocols, in the order in which a person looks for them.

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

/** Keys with their titles; one that is new to this page comes last, under its own name. */
export function familyTitles(found: readonly string[]): (readonly [string, string])[] {
  const known = TITLES.map(([key]) => key);
  const others = [...new Set(found)].filter((key) => !known.includes(key));
  return [...TITLES, ...others.map((key) => [key, key.replaceAll("_", " ")] as const)];
}
