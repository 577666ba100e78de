import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Letter, Plan, PlanDay, Programme, ProgressOf, ProgressSeries } from "../lib/types";
import LetterPage from "../pages/Letter.svelte";
import PlanPage from "../pages/Plan.svelte";
import ProgressPage from "../pages/Progress.svelte";
import { fresh, show, write, type Shown } from "../testing/page";
import { json, KNOWN, serve } from "../testing/server";
import { later, monthBeside, oftenWords, stateOf, weekdayWords, weeksOf } from "./days";
import { cross, draw } from "./plotting";

let page: Shown | null = null;

beforeEach(fresh);
afterEach(async () => {
  await page?.close();
  page = null;
  vi.unstubAllGlobals();
});

const day = (on: string, more: Partial<PlanDay> = {}): PlanDay => ({
  on,
  state: "planned",
  level: "First week",
  words: "",
  number: null,
  moved: false,
  crashed: false,
  counted: false,
  to: null,
  session: null,
  note: "",
  ...more,
});

const PLAN: Plan = {
  id: "a1",
  person: "p1",
  programme: "eccentric_intro",
  name: "Negatives",
  began: "2026-11-02",
  ends_on: "2027-01-04",
  expected_on: "2026-11-20",
  weekdays: null,
  note: "",
  sender: "",
  today: {
    on: "2026-11-09",
    due: {
      number: 2,
      of: 5,
      level: "Second week",
      moved: false,
      again: false,
      blocks: [
        {
          protocol: "eccentric_intro",
          name: "Lower slowly",
          words: "3 x 10",
          exercise: "",
          note: "",
          hard: true,
          sensors: ["emg"],
        },
      ],
    },
    left_out: [],
    why: [],
    asks: [{ told: "soreness", words: "soreness (0-10)", low: 0, high: 10 }],
    results: [],
    advice: [],
    next_on: "2026-11-09",
  },
  days: [
    day("2026-11-02", { state: "done", counted: true, session: "s1", note: "went well" }),
    day("2026-11-09", { number: 2 }),
  ],
  adherence: { done: 1, missed: 0, held: 0, moved: 0, crashed: 0, share: 1 },
  ending: null,
  paused: false,
  stopped: "",
  barred: "",
  flags: [
    { flag: "dark urine", urgent: true },
    { flag: "swelling", urgent: false },
  ],
  fits: [],
};

const PROGRAMME: Programme = {
  key: "eccentric_intro",
  name: "Negatives",
  purpose: "Get used to slow lowering.",
  dose: "30 lowerings",
  weeks: 3,
  longest_weeks: 9,
  sessions: 5,
  per_week: [1, 2],
  levels: [],
  status: "read",
  status_words: "",
  evidence: [{ key: "A29", claim: "c", verdict: "supported", truth: "the first bout protects" }],
  sources: [],
  caveat: "",
  hard: true,
  watched: [],
};

const SERIES: ProgressSeries = {
  key: "k1",
  name: "Target share",
  unit: "%",
  exercise: "pec_isolation",
  load: "40 kg",
  variant: "",
  montage: "left pectoralis major",
  axis: "selectivity",
  better: "more",
  method: "mean of the sets",
  points: [
    { id: "s1", on: "2026-10-01", value: 50, low: 48, high: 52, without: false },
    { id: "s2", on: "2026-10-11", value: 60, low: null, high: null, without: true },
  ],
  verdict: "no clear change",
  words: "No clear change. The true difference lies anywhere.",
  change: null,
  baseline: { mean: 50, low: 45, high: 55, sessions: 4 },
  detectable: 5,
  retention: { half_life_days: null, kept: [], method: "", why: "not enough: 1 test" },
  evidence: [],
};

describe("days", () => {
  it("make whole weeks from Monday on, in every month", () => {
    for (let month = "2024-01"; month < "2028-01"; month = monthBeside(month, 1)) {
      const weeks = weeksOf(month);
      expect(weeks.every((week) => week.length === 7)).toBe(true);
      const days = weeks.flat().filter((one): one is string => one !== null);
      expect(days[0]).toBe(`${month}-01`);
      expect(later(days[days.length - 1] ?? "", 1)).toBe(`${monthBeside(month, 1)}-01`);
      for (const [column, on] of weeks[1]?.entries() ?? []) {
        expect((new Date(`${on}T12:00`).getDay() + 6) % 7).toBe(column);
      }
    }
  });

  it("go over the change of clocks and of years", () => {
    expect(later("2026-03-28", 2)).toBe("2026-03-30");
    expect(later("2026-10-24", 2)).toBe("2026-10-26");
    expect(later("2026-12-31", 1)).toBe("2027-01-01");
    expect(monthBeside("2026-01", -1)).toBe("2025-12");
  });

  it("say what became of them in words and by a sign", () => {
    const words = (["done", "missed", "held", "planned"] as const).map(
      (state) => stateOf(day("2026-11-02", { state })).words,
    );
    expect(words).toEqual(["done", "missed", "held back", "planned"]);
    expect(stateOf(day("2026-11-02", { state: "moved", to: "2026-11-05" })).words).toContain("5");
    expect(oftenWords([1, 2])).toBe("1 to 2 a week");
    expect(weekdayWords([0, 2])).toBe("Monday and Wednesday");
    expect(weekdayWords(null)).toBe("the usual days");
  });
});

describe("plots", () => {
  const frame = { width: 640, height: 240, left: 44, right: 8, top: 14, bottom: 34 };

  it("put sessions where their days are, within the frame", () => {
    const drawn = draw(SERIES, frame);
    expect(drawn.marks[0]?.x).toBeLessThan(drawn.marks[1]?.x ?? 0);
    expect(drawn.marks[0]?.y).toBeGreaterThan(drawn.marks[1]?.y ?? 0);
    for (const mark of drawn.marks) {
      expect(mark.x).toBeGreaterThanOrEqual(frame.left);
      expect(mark.x).toBeLessThanOrEqual(frame.width - frame.right);
    }
    expect(drawn.band?.top).toBeLessThan(drawn.band?.bottom ?? 0);
    expect(draw({ points: [], baseline: null }, frame).marks).toEqual([]);
    const same = { points: [SERIES.points[0]!, SERIES.points[0]!], baseline: null };
    expect(draw(same, frame).marks.every((mark) => Number.isFinite(mark.x + mark.y))).toBe(true);
  });

  it("set strength and selectivity on two axes, or say that one is missing", () => {
    const axis = {
      series: "k",
      name: "Strength",
      exercise: "",
      verdict: "no clear change" as const,
      percent: 2,
      low: -3,
      high: 7,
    };
    const drawn = cross(axis, { ...axis, percent: 20, low: 10, high: 30 }, frame);
    expect(drawn?.left).toBeLessThan(drawn?.zero.x ?? 0);
    expect(drawn?.bottom).toBeLessThan(drawn?.zero.y ?? 0);
    expect(cross(axis, null, frame)).toBeNull();
    expect(cross({ ...axis, percent: null }, axis, frame)).toBeNull();
  });
});

describe("the page of plans", () => {
  it("offers programmes with what they take, and begins one", async () => {
    const asked = serve({
      ...KNOWN,
      "GET /api/plans": { plans: [], problems: [] },
      "GET /api/programmes": [PROGRAMME],
      "GET /api/programmes/eccentric_intro": PROGRAMME,
      "POST /api/plans": PLAN,
    });
    page = show(PlanPage, { rest: "" });
    await page.settle();
    expect(page.text()).toContain("3 weeks");
    expect(page.text()).toContain("supported");
    await page.close();
    page = show(PlanPage, { rest: "programme/eccentric_intro" });
    await page.settle();
    for (const name of ["Wednesday", "Monday"]) {
      const label = [...page.root.querySelectorAll("label")].find((one) =>
        (one.textContent ?? "").includes(name),
      );
      label?.querySelector("input")?.click();
    }
    page.root.querySelector("form")?.requestSubmit();
    await page.settle();
    const begun = asked.find((one) => one.method === "POST");
    expect(begun?.body).toMatchObject({ programme: "eccentric_intro", weekdays: [0, 2] });
    expect(location.hash).toBe("#/plan/a1");
  });

  it("shows today, asks what must be told first, and marks done", async () => {
    const done = { ...PLAN, today: { ...PLAN.today, due: null, next_on: "2026-11-12" } };
    const asked = serve({
      ...KNOWN,
      "GET /api/plans/a1": PLAN,
      "POST /api/plans/a1/events": (one: { body: { kind: string } }) =>
        one.body.kind === "moved" ? json({ what: "no", text: "Too near." }, 400) : done,
    });
    page = show(PlanPage, { rest: "a1" });
    await page.settle();
    expect(page.text()).toContain("Session 2 of 5");
    expect(page.button(/^Begin/).getAttribute("href")).toBe("#/train/eccentric_intro");
    const field = page.root.querySelector<HTMLInputElement>('input[type="number"]');
    if (!field) throw new Error("nothing is asked");
    write(field, "2");
    page.press("Save");
    await page.settle();
    expect(asked.at(-1)?.body).toMatchObject({
      kind: "said",
      numbers: [{ told: "soreness", value: 2 }],
    });
    expect(page.text()).toContain("Nothing is due.");
  });

  it("tells why a session cannot be moved", async () => {
    serve({
      ...KNOWN,
      "GET /api/plans/a1": PLAN,
      "POST /api/plans/a1/events": () => json({ what: "no", text: "Too near." }, 400),
    });
    page = show(PlanPage, { rest: "a1" });
    await page.settle();
    page.press("Move …");
    page.press("Move it");
    await page.settle();
    expect(page.text()).toContain("Too near.");
  });

  it("has a calendar as a real table, month by month and as a list", async () => {
    serve({ ...KNOWN, "GET /api/plans/a1": PLAN });
    page = show(PlanPage, { rest: "a1" });
    await page.settle();
    const table = page.root.querySelector("table");
    expect([...(table?.querySelectorAll("thead th") ?? [])]).toHaveLength(7);
    expect(table?.querySelectorAll("button")).toHaveLength(2);
    table?.querySelector("button")?.click();
    await page.settle();
    expect(page.text()).toContain("went well");
    expect(page.button("Its report").getAttribute("href")).toBe("#/report/s1");
    page.choose("Calendar as", "List");
    await page.settle();
    expect(page.root.querySelectorAll("tbody tr")).toHaveLength(2);
  });

  it("stops at a warning sign and says when help is urgent", async () => {
    const asked = serve({
      ...KNOWN,
      "GET /api/plans/a1": PLAN,
      "POST /api/plans/a1/events": { ...PLAN, stopped: "Dark urine: stop." },
    });
    page = show(PlanPage, { rest: "a1" });
    await page.settle();
    page.press("A warning sign …");
    await page.settle();
    const list = page.root.querySelector("select");
    if (!list) throw new Error("no signs to choose from");
    list.value = "dark urine";
    list.dispatchEvent(new Event("change", { bubbles: true }));
    await page.settle();
    expect(page.text()).toContain("Get urgent medical help now.");
    page.press("Stop everything");
    await page.settle();
    expect(asked.at(-1)?.body).toMatchObject({ kind: "flagged", flag: "dark urine" });
    expect(page.text()).toContain("Dark urine: stop.");
  });
});

describe("the page of progress", () => {
  const PROGRESS: ProgressOf = {
    judged: { key: "2026-10", number: 1, start: "2026-10-01", stop: "2026-11-01" },
    series: [SERIES],
    axes: { strength: null, selectivity: null, words: "" },
    accuracy: [],
  };

  it("says the verdict, what can be told from noise, and the numbers", async () => {
    serve({ ...KNOWN, "GET /api/progress": PROGRESS });
    page = show(ProgressPage, {});
    await page.settle();
    expect(page.text()).toContain("No clear change");
    expect(page.text()).toMatch(/more than 5.% can be told from your own noise/);
    expect(page.text()).toContain("Not enough: 1 test.");
    expect(page.button("Lay the last session over the one before").getAttribute("href")).toBe(
      "#/report/s2",
    );
    expect(page.root.querySelectorAll("circle")).toHaveLength(2);
    expect(page.root.querySelectorAll("details tbody tr")).toHaveLength(2);
  });

  it("says what to do where there is nothing", async () => {
    serve({ ...KNOWN, "GET /api/progress": { ...PROGRESS, series: [] } });
    page = show(ProgressPage, {});
    await page.settle();
    expect(page.text()).toContain("There is nothing to follow yet.");
    expect(page.text()).not.toContain("Over sessions");
  });
});

describe("letters", () => {
  const LETTER: Letter = {
    key: "2026-10",
    number: 3,
    start: "2026-10-01",
    stop: "2026-11-01",
    person: "Ada",
    simulated: false,
    done: ["Negatives: 4 of 5 planned sessions done."],
    changes: [],
    kept: [],
    axes: "",
    suggestion: { which: "go on", words: "Go on as you do." },
    caveats: [{ key: "A29", verdict: "supported", truth: "the first bout protects" }],
    rule: "A change is called clear only beyond your own differences.",
    never: "Not a diagnosis.",
  };

  it("are listed by month", async () => {
    serve({
      ...KNOWN,
      "GET /api/letters": {
        months: [{ key: "2026-10", number: 3, start: "2026-10-01", stop: "2026-11-01" }],
        problems: [],
      },
    });
    page = show(LetterPage, { rest: "" });
    await page.settle();
    expect(page.button(/October 2026/).getAttribute("href")).toBe("#/letter/2026-10");
  });

  it("tell what was done, one suggestion, and what research says", async () => {
    serve({ ...KNOWN, "GET /api/letters/2026-10": LETTER });
    page = show(LetterPage, { rest: "2026-10" });
    await page.settle();
    for (const words of [...LETTER.done, "Go on as you do.", "The first bout protects", "A29"]) {
      expect(page.text()).toContain(words);
    }
    expect(page.button("As a page (HTML)").getAttribute("href")).toContain(
      "/api/letters/2026-10/page",
    );
  });
});
