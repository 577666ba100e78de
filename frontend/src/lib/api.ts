// Typed calls to the server of this computer; every failure is an ApiError with words for a person.

import type * as T from "./types";

const AWAY: T.Problem = {
  what: "innervate does not answer",
  given: "",
  found: "",
  fix: "look whether it is still running in its window, start it again if not, and reload this page",
  text: "innervate does not answer. Look whether it is still running in its window, start it again if not, and reload this page.",
};

/** A call that went wrong; `problem.text` is one sentence that says what to do. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: T.Problem;

  constructor(status: number, problem: T.Problem) {
    super(problem.text);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
  }
}

/** The words of whatever was thrown; a fault of the app itself goes to the console. */
export function words(error: unknown): string {
  if (error instanceof ApiError) return forThePage(error.problem);
  console.error(error);
  return "Something went wrong in this page. Reload it and try again.";
}

const OPTION = /(^|[\s(])--[a-z]/;

/** A problem as a page tells it: what it advises for the command line is left out. */
export function forThePage(problem: T.Problem): string {
  if (!OPTION.test(problem.text)) return problem.text;
  const plain = (text: string): string => text.replace(/\s*\([^)]*--[a-z][^)]*\)/g, "");
  const found = [
    problem.given ? `given ${problem.given}` : "",
    problem.found ? `found ${problem.found}` : "",
  ].filter(Boolean);
  const what = plain(problem.what) + (found.length ? `: ${found.join(", ")}` : "");
  const fix = plain(problem.fix)
    .split(/,\s+(?=or\b|and\b)/)
    .filter((part) => !OPTION.test(part));
  return `${what}.${fix.length ? ` To mend it: ${fix.join(", ").replace(/^(or|and)\s+/, "")}.` : ""}`;
}

/** A file of numbers does not say how many it has in a second; the person can. */
export function asksRate(error: unknown): boolean {
  return error instanceof ApiError && error.problem.text.includes("sampling rate");
}

/** True where a call was called off by the person, which is no failure. */
export function calledOff(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** The problem that a body tells of, or one made from the status where it tells of none. */
export function problemOf(status: number, body: unknown): T.Problem {
  const plain = isRecord(body) && isRecord(body["error"]) ? body["error"] : body;
  const take = (key: string): string => {
    const value = isRecord(plain) ? plain[key] : undefined;
    return typeof value === "string" ? value : "";
  };
  const what = take("what") || `innervate could not do that (${status})`;
  const text = take("text") || `${what}.`;
  return { what, given: take("given"), found: take("found"), fix: take("fix"), text };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const text = await response.text();
  if (!text) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

interface Options {
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** A call to the server; its failures are `ApiError`s. */
export async function call<R>(method: string, path: string, options: Options = {}): Promise<R> {
  const init: RequestInit = { method, credentials: "same-origin" };
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body);
    init.headers = { "Content-Type": "application/json" };
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (calledOff(error)) throw error;
    throw new ApiError(0, AWAY);
  }
  const body = await bodyOf(response);
  if (!response.ok) throw new ApiError(response.status, problemOf(response.status, body));
  return body as R;
}

/** "?a=1&b=2" of the values that are there; empty for none. */
export function query(values: Record<string, string | null | undefined>): string {
  const given = Object.entries(values).filter((pair): pair is [string, string] => !!pair[1]);
  return given.length ? `?${new URLSearchParams(given).toString()}` : "";
}

const id = encodeURIComponent;

/** Send a file as it is, with its progress (0 to 1); it is never held in memory here. */
export function upload<R>(
  path: string,
  file: Blob,
  progress: (share: number) => void,
  signal?: AbortSignal,
): Promise<R> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) progress(event.loaded / event.total);
    };
    request.onerror = () => reject(new ApiError(0, AWAY));
    request.onabort = () => reject(new DOMException("called off", "AbortError"));
    request.onload = () => {
      let body: unknown = null;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = null;
      }
      if (request.status >= 200 && request.status < 300) resolve(body as R);
      else reject(new ApiError(request.status, problemOf(request.status, body)));
    };
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

const LOOK_AGAIN_MS = 400;

/** Follow a job until it ends; calling off cancels it on the server too. */
export async function follow(
  job: T.Job,
  told: (job: T.Job) => void,
  signal?: AbortSignal,
  waitMs: number = LOOK_AGAIN_MS,
): Promise<T.Job> {
  let now = job;
  told(now);
  while (now.state === "waiting" || now.state === "running") {
    if (signal?.aborted) {
      await api.cancel(now.id);
      throw new DOMException("called off", "AbortError");
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    now = await api.job(now.id);
    told(now);
  }
  if (now.state === "failed") throw new ApiError(422, now.error ?? problemOf(422, null));
  if (now.state === "cancelled") throw new DOMException("called off", "AbortError");
  return now;
}

export const api = {
  about: () => call<T.About>("GET", "/api/about"),
  muscles: () => call<T.Muscle[]>("GET", "/api/muscles"),
  exercises: () => call<T.Exercise[]>("GET", "/api/exercises"),
  claims: () => call<T.Claim[]>("GET", "/api/claims"),
  drawing: () => call<T.BodyDrawing>("GET", "/api/body-map"),
  guided: () => call<T.GuidedProtocol[]>("GET", "/api/guided"),
  safety: () => call<T.Safety>("GET", "/api/safety"),
  kits: () => call<T.Kits>("GET", "/api/kits"),

  people: () => call<T.Person[]>("GET", "/api/people"),
  addPerson: (name: string) => call<T.Person>("POST", "/api/people", { body: { name } }),

  settings: () => call<T.Settings>("GET", "/api/settings"),
  saveSettings: (body: T.Settings) => call<T.Settings>("PUT", "/api/settings", { body }),

  sources: (seconds: number, signal?: AbortSignal) =>
    call<T.Discovery>("GET", `/api/sources?seconds=${seconds}`, { signal }),
  probe: (source: string, signal?: AbortSignal) =>
    call<T.Probe>("POST", "/api/sources/probe", { body: { source }, signal }),

  standing: () => call<T.Standing | null>("GET", "/api/session"),
  begin: (setup: T.Setup, safety: T.SafetyAnswers) =>
    call<T.Standing>("POST", "/api/session", { body: { ...setup, safety } }),
  command: (command: T.CommandName, value?: number | null, text?: string) =>
    call<T.Standing>("POST", "/api/session/command", {
      body: { command, ...(value == null ? {} : { value }), ...(text ? { text } : {}) },
    }),
  demo: (exercise: string, seed?: number, pace?: number) =>
    call<T.Standing>("POST", "/api/demo", { body: { exercise, seed, pace } }),

  lab: (exercise: string, seed: number) =>
    call<T.Standing>("POST", "/api/lab", { body: { exercise, seed } }),
  knobs: () => call<T.Knob[]>("GET", "/api/lab/knobs"),
  turn: (name: string, value: number) =>
    call<T.Knob[]>("POST", "/api/lab/knobs", { body: { name, value } }),

  sessions: (limit?: number) =>
    call<T.StoredSession[]>("GET", `/api/sessions${query({ limit: limit?.toString() })}`),
  session: (key: string) => call<T.StoredSession>("GET", `/api/sessions/${id(key)}`),
  analysis: (key: string) => call<T.Analysis>("GET", `/api/sessions/${id(key)}/analysis`),
  removeSession: (key: string) => call<null>("DELETE", `/api/sessions/${id(key)}`),
  resume: (key: string) => call<T.Standing>("POST", `/api/sessions/${id(key)}/resume`),
  close: (key: string) => call<T.Job>("POST", `/api/sessions/${id(key)}/close`),

  addRecording: (
    file: File,
    progress: (share: number) => void,
    signal?: AbortSignal,
    said: T.Sampling | null = null,
  ) => upload<T.StoredRecording>(at.bring(file.name, said), file, progress, signal),
  recordings: () => call<T.StoredRecording[]>("GET", "/api/recordings"),
  removeRecording: (key: string) => call<null>("DELETE", `/api/recordings/${id(key)}`),
  analyse: (
    key: string,
    body: {
      exercise: string | null;
      maps: T.ChannelMap[];
      targets: T.MuscleSide[];
      person: string | null;
    },
  ) => call<T.Job>("POST", `/api/recordings/${id(key)}/analysis`, { body }),

  job: (key: string) => call<T.Job>("GET", `/api/jobs/${id(key)}`),
  cancel: (key: string) => call<T.Job | null>("DELETE", `/api/jobs/${id(key)}`),

  trend: (asked: {
    person: string;
    exercise: string;
    metric: string;
    muscle?: string | null;
    side?: T.Side | null;
  }) => call<T.Trend>("GET", `/api/trend${query(asked)}`),

  importAll: (file: File, progress: (share: number) => void, signal?: AbortSignal) =>
    upload<T.Job>("/api/import", file, progress, signal),
  eraseAll: (confirm: string) => call<null>("POST", "/api/erase", { body: { confirm } }),
};

/** Where things lie that the browser itself fetches. */
export const at = {
  bring: (name: string, said: T.Sampling | null = null) =>
    `/api/recordings${query({ name, rate_hz: said?.rate_hz.toString(), unit: said?.unit })}`,
  report: (key: string, over = "") =>
    `/api/sessions/${id(key)}/report${query({ over: over || null })}`,
  analysis: (key: string) => `/api/sessions/${id(key)}/analysis`,
  recording: (key: string) => `/api/sessions/${id(key)}/recording`,
  export: "/api/export",
};
