// A server of a few routes for tests: what it was asked is kept, what it does not know is 404.

import { vi } from "vitest";
import type {
  Exercise,
  Muscle,
  ProbedChannel,
  Safety,
  Settings,
  Standing,
  StoredSession,
} from "../lib/types";

export interface Asked {
  method: string;
  path: string;
  body: unknown;
}

type Answer = unknown | ((asked: Asked) => unknown);

/** Put a fetch in place that answers "GET /api/x" from the table. */
export function serve(routes: Record<string, Answer>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const path = url.split("?")[0] ?? url;
    const one: Asked = {
      method: init.method ?? "GET",
      path: url,
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
    };
    asked.push(one);
    const route = `${one.method} ${path}`;
    if (!(route in routes)) return json({ what: "nothing here", text: "Nothing here." }, 404);
    const answer = routes[route];
    const made: unknown = typeof answer === "function" ? answer(one) : answer;
    if (made instanceof Response) return made;
    return made === null && one.method === "DELETE"
      ? new Response(null, { status: 204 })
      : json(made, 200);
  });
  return asked;
}

/** A JSON answer. */
export function json(body: unknown, status: number): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json" },
  });
}

export const MUSCLES: Muscle[] = ["pectoralis_major", "biceps_brachii", "gluteus_maximus"].map(
  (key) => ({
    key,
    name: key,
    title: key.replaceAll("_", " "),
    code: key.slice(0, 2).toUpperCase(),
    region: key.startsWith("glut") ? "hip" : "arm",
    offered: true,
    note: "",
    site: {
      place: "in the middle of the belly",
      reference: "collarbone",
      seniam: false,
      status: "read",
      source: "",
    },
    mvc: [],
    atlas: true,
    anatomy: {
      origin: "bone one",
      insertion: "bone two",
      action: "bends the joint",
      innervation: "a nerve",
      status: "read",
      source: "",
    },
    feel: { task: "Tense it lightly.", finger: "A finger on its belly." },
    deep: "",
    drawn_as: "",
  }),
);

export const CHEST: Exercise = {
  key: "pec_isolation",
  name: "One side of the chest at a time",
  work: "hold",
  one_side: true,
  targets: ["pectoralis_major"],
  compensators: ["biceps_brachii"],
  channels: ["pectoralis_major", "biceps_brachii"],
  cue: { internal: "draw the arm in", external: "press a towel" },
  caveat: "Some activity on the other side is normal.",
  claims: ["A02"],
  primes: [],
  drills: [],
  family: "chest",
  loads: [],
  variants: [],
  tempo: "",
  facts: [],
  safety: [],
};

export const BRIDGE: Exercise = {
  ...CHEST,
  key: "glute_bridge",
  name: "Glute bridge",
  one_side: false,
  targets: ["gluteus_maximus"],
  compensators: [],
};

export const DEADLIFT: Exercise = {
  ...CHEST,
  key: "romanian_deadlift",
  name: "Romanian deadlift",
  one_side: false,
  targets: ["gluteus_maximus", "biceps_femoris", "semitendinosus"],
  compensators: [],
};

export const SAFETY: Safety = {
  questions: [
    question("pain", "session", "Does anything hurt?"),
    question("implant", "electrodes", "Do you have an implant?"),
    question("heart", "maximal", "Do you have a heart condition?"),
  ],
  electrodes: [{ title: "Battery", text: "Use a battery.", status: "ours", source: "" }],
  effort: [{ title: "Breathe", text: "Breathe out.", status: "ours", source: "" }],
  pain: "Stop.",
  never: "Not a medical device.",
};

function question(
  key: string,
  stops: "session" | "electrodes" | "maximal",
  text: string,
): Safety["questions"][number] {
  return { key, text, stops, advice: `Not with ${key}.`, status: "ours", source: "" };
}

export const SETTINGS: Settings = {
  person: "p1",
  theme: "auto",
  sound: "pitch",
  sound_of: "share",
  big: "share",
  threshold_percent: 40,
  body: "female",
  feedback: "full",
};

/** A channel of a probe. */
export function channel(name: string, more: Partial<ProbedChannel> = {}): ProbedChannel {
  return {
    name,
    kind: "emg",
    unit: "V",
    muscle: null,
    side: null,
    candidates: [],
    why: "",
    ...more,
  };
}

/** A stored session. */
export function session(id: string, more: Partial<StoredSession> = {}): StoredSession {
  return {
    id,
    door: "kit",
    source: "lsl:x",
    exercise: "pec_isolation",
    simulated: false,
    started_at: "2026-11-20T10:00:00Z",
    person: "p1",
    state: "finished",
    recording: "x.xdf",
    document: "x.json",
    duration_s: 65,
    reps: 8,
    headline: "",
    guided: "",
    ...more,
  };
}

/** Where a session stands. */
export function standing(more: Partial<Standing> = {}): Standing {
  return {
    session: "s1",
    door: "demo",
    mode: "follows",
    simulated: false,
    stage: "check",
    title: "Check",
    instruction: "",
    detail: "",
    began_s: 0,
    ends_s: null,
    now_s: 0,
    paused: false,
    muscle: null,
    side: null,
    trial: null,
    trials: null,
    exercise: null,
    targets: [],
    set: null,
    reps_done: 0,
    reps_asked: null,
    tempo: null,
    calibration: { method: "none", done: false, trials: [], words: "" },
    threshold_percent: 40,
    feedback: "full",
    commands: [],
    electrodes: [],
    signal: { ok: true, words: "", since_s: null },
    recording: { ok: true, words: "" },
    big: "share",
    held_s: 0,
    above: false,
    knobs: [],
    guided: null,
    ...more,
  };
}

/** What the server knows by itself, for `serve`. */
export const KNOWN = {
  "GET /api/muscles": MUSCLES,
  "GET /api/exercises": [CHEST, BRIDGE],
  "GET /api/safety": SAFETY,
  "GET /api/claims": [
    {
      key: "A1",
      claim: "squats work",
      verdict: "supported",
      truth: "Yes.",
      sources: [],
      where: [],
      owed: "",
    },
    {
      key: "A2",
      claim: "bridges prime",
      verdict: "not supported",
      truth: "No.",
      sources: [],
      where: [],
      owed: "",
    },
  ],
  "GET /api/body-map": { licence: "", views: [] },
};
