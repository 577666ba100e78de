// The pages, each fetched when it is first wanted.

import type { Component } from "svelte";
import type { Route } from "../lib/router";

type Loaded = { default: Component<{ rest: string }> };

export const pages: Record<Route["page"], () => Promise<Loaded>> = {
  home: () => import("../pages/Home.svelte"),
  train: () => import("../pages/Train.svelte"),
  nothing: () => import("../pages/Nothing.svelte"),
  kit: () => import("../pages/Kit.svelte"),
  recordings: () => import("../pages/Recordings.svelte"),
  live: () => import("../pages/Live.svelte"),
  report: () => import("../pages/Report.svelte"),
  sessions: () => import("../pages/Sessions.svelte"),
  plan: () => import("../pages/Plan.svelte"),
  progress: () => import("../pages/Progress.svelte"),
  letter: () => import("../pages/Letter.svelte"),
  evidence: () => import("../pages/Evidence.svelte"),
  settings: () => import("../pages/Settings.svelte"),
  safety: () => import("../pages/Safety.svelte"),
  lab: () => import("../pages/Lab.svelte"),
  atlas: () => import("../pages/Atlas.svelte"),
  exercises: () => import("../pages/Exercises.svelte"),
  log: () => import("../pages/Log.svelte"),
  import: () => import("../pages/Import.svelte"),
  who: () => import("../pages/Who.svelte"),
  lost: () => import("../pages/Lost.svelte"),
};
