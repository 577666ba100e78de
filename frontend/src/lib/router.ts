// Hash routes: which page, and what follows it ("#/report/7", "#/kit/source").

import { createSubscriber } from "svelte/reactivity";

export const PAGES = [
  "home",
  "train",
  "nothing",
  "kit",
  "recordings",
  "live",
  "report",
  "sessions",
  "plan",
  "progress",
  "letter",
  "evidence",
  "settings",
  "safety",
  "lab",
  "atlas",
  "exercises",
  "log",
  "import",
  "who",
] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  page: Page | "lost";
  rest: string;
  path: string;
}

/** The route that a hash means; an unknown one is "lost". */
export function routeOf(hash: string): Route {
  const path = hash.replace(/^#?\/?/, "").split("?")[0] ?? "";
  const [first = "", ...more] = path.split("/");
  if (first === "") return { page: "home", rest: "", path: "" };
  const page = PAGES.find((name) => name === first && name !== "home");
  const rest = more.map(decode).join("/");
  return { page: page ?? "lost", rest, path };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a page, for links. */
export function to(page: Page, rest = ""): string {
  if (page === "home") return "#/";
  return rest ? `#/${page}/${rest.split("/").map(encodeURIComponent).join("/")}` : `#/${page}`;
}

/** Go there; `replace` leaves no way back to where one is. */
export function go(page: Page, rest = "", replace = false): void {
  if (replace) location.replace(to(page, rest));
  else location.hash = to(page, rest);
}

const changed = createSubscriber((update) => {
  addEventListener("hashchange", update);
  return () => removeEventListener("hashchange", update);
});

/** The present route; read inside a component it follows the address. */
export function route(): Route {
  changed();
  return routeOf(location.hash);
}
