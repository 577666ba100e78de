import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { GuidedProtocol } from "../lib/types";
import Train from "../pages/Train.svelte";
import { fresh, show, type Shown } from "../testing/page";
import { KNOWN, SAFETY, serve, SETTINGS, standing } from "../testing/server";
import { blank, missing, questionsBefore, setupOf, wrongNumber } from "./choosing";
import { families, helpsWords, needsWords } from "./families";

const CENTRE: GuidedProtocol = {
  key: "centre",
  name: "Centre",
  purpose: "Settle down.",
  family: "centre",
  claims: [{ key: "A19", claim: "Calm helps", verdict: "partly supported", truth: "A little." }],
  facts: [{ text: "Six a minute.", status: "unverified", source: "" }],
  dose: { words: "Five minutes.", seconds: 300 },
  progression: "",
  gates: [],
  stops: ["If you feel dizzy."],
  helps: ["emg"],
  requires: [],
  chooses: [],
  muscles: [],
  exercise: "",
  variants: [
    { key: "five", name: "Five minutes" },
    { key: "short", name: "One minute" },
  ],
  questions: [],
  load_gate_percent: null,
  fading: [],
  eyes_closed: true,
};
const FEEL: GuidedProtocol = {
  ...CENTRE,
  key: "visualise",
  name: "Picture the muscle",
  family: "feel",
  chooses: ["muscle", "load"],
  variants: [],
  questions: [
    {
      key: "cast",
      text: "Is it in a cast?",
      advice: "Ask.",
      status: "ours",
      source: "",
      urgent: false,
    },
  ],
};
const ERD: GuidedProtocol = {
  ...CENTRE,
  key: "erd",
  name: "ERD",
  family: "new",
  requires: ["eeg"],
};
const ALL = [ERD, FEEL, CENTRE];

let page: Shown | null = null;
beforeEach(fresh);
afterEach(async () => {
  await page?.close();
  page = null;
  vi.unstubAllGlobals();
});

describe("what a protocol asks for", () => {
  it("is named one by one until it can begin", () => {
    const questions = questionsBefore(FEEL, SAFETY);
    expect(questions.map((one) => one.key)).toEqual(["pain", "cast"]);
    const chosen = blank(FEEL);
    const lacks = (more: Partial<typeof chosen>, answers = {}): string =>
      missing(FEEL, { ...chosen, ...more }, questions, answers);
    expect(lacks({})).toBe("Choose a muscle first.");
    const muscles = [{ muscle: "soleus", side: "left" as const }];
    expect(lacks({ muscles, load: "200" })).toContain("from 1 to 150");
    expect(lacks({ muscles })).toBe("Answer the questions first.");
    expect(lacks({ muscles }, { pain: false, cast: true })).toContain("Not with this answer");
    expect(lacks({ muscles }, { pain: false, cast: false })).toBe("");
    expect(missing(ERD, blank(ERD), [], {})).toContain("sensors");
  });

  it("reads numbers with a comma, and no halves of rounds", () => {
    expect(wrongNumber("load", "62,5")).toBe("");
    expect(wrongNumber("rounds", "2.5")).toContain("whole number");
    expect(wrongNumber("cadence", "many")).toContain("from 60 to 260");
    expect(wrongNumber("cadence", "")).toBe("");
  });

  it("makes a setup; a rehearsal is nobody's and twenty times faster", () => {
    const chosen = { ...blank(FEEL), load: "62,5" };
    const real = setupOf(FEEL, chosen, SETTINGS, false);
    expect(real).toMatchObject({ source: "none", person: "p1", pace: null });
    expect(real.guided).toMatchObject({ protocol: "visualise", load_percent: 62.5, rounds: null });
    expect(setupOf(FEEL, chosen, SETTINGS, true)).toMatchObject({ person: null, pace: 20 });
  });
});

describe("families", () => {
  it("stand in a fixed order, a new one last under its own name", () => {
    expect(families(ALL).map((one) => one.title)).toEqual(["Arrive", "Feel a muscle", "new"]);
    expect(needsWords(CENTRE)).toBe("Needs nothing.");
    expect(needsWords(ERD)).toBe("Cannot be done without EEG.");
    expect(helpsWords(CENTRE)).toBe("Better with EMG.");
  });
});

describe("the page Train", () => {
  const routes = { ...KNOWN, "GET /api/guided": ALL };

  it("shows each with purpose, dose and verdict", async () => {
    serve(routes);
    page = show(Train, {});
    await page.settle();
    for (const words of ["Arrive", "Settle down.", "Five minutes.", "partly supported"])
      expect(page.text()).toContain(words);
    expect(page.button("Centre").getAttribute("href")).toBe("#/train/centre");
  });

  it("says what is missing, then begins", async () => {
    const asked = serve({ ...routes, "POST /api/session": standing({ stage: "guided" }) });
    page = show(Train, { rest: "centre" });
    await page.settle();
    page.press("Begin");
    expect(page.text()).toContain("Answer the questions first.");
    page.choose("Which way", "One minute");
    page.choose("Does anything hurt?", "No");
    page.press("Rehearse, 20 times faster");
    await page.settle();
    const [begun] = asked.filter((one) => one.method === "POST");
    expect(begun?.body).toMatchObject({
      pace: 20,
      guided: { protocol: "centre", variant: "short" },
      safety: { pain: false },
    });
    expect(location.hash).toBe("#/live");
  });

  it("marks what is not verified, and one that needs a sensor cannot begin", async () => {
    serve(routes);
    page = show(Train, { rest: "erd" });
    await page.settle();
    expect(page.text()).toContain("not verified");
    expect(page.text()).toContain("Cannot be done without EEG.");
    expect(page.button("Begin").getAttribute("aria-disabled")).toBe("true");
  });
});
