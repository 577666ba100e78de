import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { settings } from "../lib/settings.svelte";
import type { Person, TrainingLog, Workout } from "../lib/types";
import Log from "../pages/Log.svelte";
import Who from "../pages/Who.svelte";
import { fresh, show, write, type Shown } from "../testing/page";
import { CHEST, json, KNOWN, serve, type Asked } from "../testing/server";

let page: Shown | null = null;

const ADA: Person = {
  id: "p1",
  name: "Ada",
  created_at: "",
  birth_year: null,
  guardian: "",
  coach: false,
  units: "lb",
  minor: false,
  may_record: true,
};

const WORKOUT: Workout = {
  id: "w1",
  person: "p1",
  started_at: "2026-11-26T18:30:00",
  ended_at: null,
  name: "Push",
  note: "",
  sets: [
    {
      name: "Bench press",
      exercise: CHEST.key,
      kind: "working",
      reps: 8,
      load_kg: 45.359237,
      duration_s: null,
      distance_m: null,
      rpe: null,
      rir: null,
      tempo: "",
      note: "",
    },
  ],
  source: "strong",
  source_key: "strong:1",
  session: null,
};

function logOf(workouts: Workout[], more: Partial<TrainingLog> = {}): TrainingLog {
  const nothing = { soreness: [], readings: [], notes: [], played: [], asks: [] };
  return { workouts, more: false, ...nothing, ...more };
}

const plain = (): string => (page?.text() ?? "").replaceAll("\u00a0", " ");

beforeEach(() => {
  fresh();
  settings.people = [ADA];
  settings.loaded = true;
});

afterEach(async () => {
  await page?.close();
  page = null;
  settings.people = [];
  vi.unstubAllGlobals();
});

describe("the log", () => {
  const routes = { ...KNOWN, "GET /api/sessions": [] };

  it("says what to do while it is empty", async () => {
    serve({ ...routes, "GET /api/log": logOf([]) });
    page = show(Log, {});
    await page.settle();
    expect(plain()).toContain("Nothing is written here yet.");
    expect(page.button("import its file").getAttribute("href")).toBe("#/import");
  });

  it("shows loads in the person's unit, and brings back what was deleted, whole", async () => {
    let there = [WORKOUT];
    const asked = serve({
      ...routes,
      "GET /api/log": () => logOf(there),
      "DELETE /api/log/workouts/w1": () => {
        there = [];
        return new Response(null, { status: 204 });
      },
      "POST /api/log/workouts": (one: Asked) => ({ ...(one.body as object), id: "w2" }),
    });
    page = show(Log, {});
    await page.settle();
    expect(plain()).toContain("8 × 100 lb");
    page.press(/^Delete ?Push/);
    await page.settle();
    expect(plain()).not.toContain("8 × 100 lb");
    page.press("Bring it back");
    await page.settle();
    const { id: _, ...whole } = WORKOUT;
    expect(asked.find((one) => one.method === "POST")?.body).toEqual(whole);
  });

  it("keeps a workout only without faults, and repeats the last set", async () => {
    const asked = serve({
      ...routes,
      "GET /api/log": logOf([]),
      "POST /api/log/workouts": WORKOUT,
    });
    const posted = () => asked.filter((one) => one.method === "POST");
    page = show(Log, {});
    await page.settle();
    page.press("Write a workout");
    await page.settle();
    page.press("Keep it");
    expect(plain()).toContain("Choose an exercise.");
    expect(posted()).toEqual([]);
    const select = page.root.querySelector<HTMLSelectElement>("fieldset select");
    if (!select) throw new Error("no list of exercises");
    select.value = CHEST.key;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await page.settle();
    const fields = [...page.root.querySelectorAll<HTMLInputElement>("fieldset input")];
    write(fields[0] as HTMLInputElement, "8");
    write(fields[1] as HTMLInputElement, "100");
    page.press("Repeat the last set");
    await page.settle();
    page.press("Keep it");
    await page.settle();
    const body = posted()[0]?.body as Workout;
    expect(body.sets.map((one) => [one.exercise, one.reps])).toEqual([
      [CHEST.key, 8],
      [CHEST.key, 8],
    ]);
    expect(body.sets[0]?.load_kg).toBeCloseTo(45.359237, 9);
  });

  it("asks how sore one is, and keeps the answer with its hours", async () => {
    const ask = { muscle: "biceps_brachii", side: null, after_h: 24, after: "Arms" };
    const asks = [{ ...ask, worked_at: "2026-11-25T18:00:00", session: null }];
    const asked = serve({
      ...routes,
      "GET /api/log": logOf([], { asks }),
      "POST /api/log/soreness": {},
    });
    page = show(Log, {});
    await page.settle();
    expect(plain()).toContain("Your biceps brachii, a day after Arms");
    const four = page.root.querySelector<HTMLElement>('[aria-label="4 of 10"]');
    four?.click();
    await page.settle();
    expect(asked.find((one) => one.method === "POST")?.body).toMatchObject({
      person: "p1",
      muscle: "biceps_brachii",
      rating: 4,
      after_h: 24,
    });
  });

  it("offers nothing to write without consent", async () => {
    settings.people = [{ ...ADA, minor: true, may_record: false }];
    serve({ ...routes, "GET /api/log": logOf([WORKOUT]) });
    page = show(Log, {});
    await page.settle();
    expect(plain()).toContain("Nothing new is kept of Ada without a yes.");
    expect(plain()).not.toContain("Write a workout");
    expect(plain()).toContain("8 × 100 lb");
  });
});

describe("a person", () => {
  const words = {
    what: "recording.1",
    title: "What is kept, and where",
    points: ["Everything stays here."],
    minor: "A guardian has to say yes.",
    adult_age: 18,
  };

  it("who is a minor needs the yes of a guardian, after it was read", async () => {
    settings.people = [{ ...ADA, minor: true, may_record: false, guardian: "Bo" }];
    const asked = serve({
      "GET /api/consents/words": words,
      "GET /api/consents": [],
      "GET /api/people": settings.people,
      "POST /api/consents": {},
    });
    page = show(Who, { rest: "p1" });
    await page.settle();
    expect(plain()).toContain("A guardian has to say yes.");
    page.press("Keep this consent");
    expect(plain()).toContain("Read the words above");
    const ticks = [...page.root.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
    ticks[ticks.length - 1]?.click();
    page.press("Keep this consent");
    await page.settle();
    expect(asked.find((one) => one.method === "POST")?.body).toEqual({
      person: "p1",
      what: "recording.1",
      given_by: "Bo",
      relation: "guardian",
    });
  });

  it("is refused in the server's own words", async () => {
    const problem = {
      what: "x",
      given: "",
      found: "",
      fix: "",
      text: "There is somebody already.",
    };
    serve({
      "GET /api/consents/words": words,
      "GET /api/consents": [],
      "PATCH /api/people/p1": () => json(problem, 409),
    });
    page = show(Who, { rest: "p1" });
    await page.settle();
    page.press("Keep the changes");
    await page.settle();
    expect(plain()).toContain("There is somebody already.");
  });
});
