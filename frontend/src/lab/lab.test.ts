import { encode } from "@msgpack/msgpack";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Knob, KnobStanding, Standing } from "../lib/types";
import { fresh, show, type Shown } from "../testing/page";
import { json, KNOWN, serve, standing, type Asked } from "../testing/server";
import LabPage from "./LabPage.svelte";
import { Knobs } from "./knobs.svelte";
import Named from "./Named.svelte";
import { doesWords, mostOf, same, stepOf, valueWords } from "./words";

// There is no canvas to draw on here.
vi.mock("uplot", () => ({
  default: class {
    setData(): void {}
    setSize(): void {}
    redraw(): void {}
    destroy(): void {}
  },
}));

const SKILL: Knob = {
  name: "skill",
  label: "Skill",
  low: 0,
  high: 1,
  value: 0.2,
  unit: "1",
  what: "A skilled person uses the muscle asked for.",
  step: null,
  names: [],
};
const SHIFT: Knob = {
  ...SKILL,
  name: "placement_mm",
  label: "Misplacement",
  high: 40,
  value: 0,
  unit: "mm",
};
const FOCUS: Knob = {
  ...SKILL,
  name: "focus",
  label: "Focus",
  high: 2,
  value: 0,
  step: 1,
  names: ["nothing", "the muscle"],
};
const AT_FIRST: KnobStanding[] = [
  { name: "skill", value: 0.2, began: 0.2 },
  { name: "placement_mm", value: 0, began: 0 },
];

class FakeSocket {
  static all: FakeSocket[] = [];
  binaryType = "";
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  onopen: (() => void) | null = null;
  constructor() {
    FakeSocket.all.push(this);
  }
  send(): void {}
  close(): void {}
  hear(message: unknown): void {
    const made = encode(message);
    const data = made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength);
    this.onmessage?.({ data });
    flushSync();
  }
}

let asked: Asked[];
let server: Record<string, number>;
let page: Shown;
let n = 0;

const turns = (): unknown[] =>
  asked.filter((one) => one.path === "/api/lab/knobs" && one.method === "POST").map((o) => o.body);
const knobsNow = (): Knob[] =>
  [SKILL, SHIFT].map((knob) => ({ ...knob, value: server[knob.name] ?? 0 }));
const hear = (message: unknown): void => FakeSocket.all.at(-1)?.hear(message);
const stand = (part: Partial<Standing>): void => {
  n += 1;
  const one = standing({ stage: "set", title: "Set 1", simulated: true, now_s: n, ...part });
  hear({ t: "standing", n, ...one });
};
const slider = (label: string): HTMLInputElement => {
  const found = [...page.root.querySelectorAll("label")].find((one) => one.textContent === label);
  return page.root.querySelector(`#${found?.getAttribute("for")}`) as HTMLInputElement;
};
const move = (label: string, value: number): void => {
  const one = slider(label);
  one.value = String(value);
  one.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
};
const begin = async (): Promise<void> => {
  hear({
    t: "layout",
    channels: [
      {
        name: "a",
        label: "left chest",
        muscle: "pectoralis_major",
        side: "left",
        role: "target",
        unit: "%MVC",
      },
    ],
    rate_hz: 50,
    unit: "%MVC",
    simulated: true,
    raw_channels: ["a"],
    raw_rate_hz: 50,
    pace: 1,
  });
  stand({ knobs: AT_FIRST, commands: ["stop"] });
  await page.settle();
};

beforeEach(async () => {
  fresh();
  n = 0;
  server = { skill: 0.2, placement_mm: 0 };
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  asked = serve({
    ...KNOWN,
    "GET /api/lab/knobs": () => knobsNow(),
    "POST /api/lab/knobs": ({ body }: Asked) => {
      const { name, value } = body as { name: string; value: number };
      if (name === "placement_mm" && value > 30)
        return json({ what: "no", text: "Not so far. Turn it less." }, 400);
      server[name] = value;
      return knobsNow();
    },
    "POST /api/lab": standing({ simulated: true }),
    "POST /api/session/command": standing({ stage: "done", title: "Done", now_s: 999 }),
  });
  page = show(LabPage, {});
  hear({ t: "hello", run: "r", standing: null, clock_s: null, layout: null });
  await page.settle();
});
afterEach(async () => {
  await page.close();
  vi.unstubAllGlobals();
});

describe("the lab", () => {
  it("says what is seen and that it is a model, and begins with an exercise and a seed", async () => {
    expect(page.text()).toContain("Turn a knob, and see at once what electrodes");
    expect(page.text()).toContain("It is a model");
    const seed = page.root.querySelector<HTMLInputElement>("input[inputmode=numeric]")!;
    seed.value = "-3";
    seed.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    expect(page.text()).toContain("A whole number from 0");
    page.press("Start");
    expect(asked.some((one) => one.path === "/api/lab")).toBe(false);
    seed.value = "7";
    seed.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    page.press("Start");
    await page.settle();
    expect(asked.find((one) => one.path === "/api/lab")?.body).toEqual({
      exercise: "pec_isolation",
      seed: 7,
    });
  });

  it("shows a slider for each knob, with its value, unit and what it does", async () => {
    await begin();
    expect(page.root.querySelectorAll("input[type=range]")).toHaveLength(2);
    const one = slider("Misplacement");
    expect([one.min, one.max, one.value]).toEqual(["0", "40", "0"]);
    expect(one.getAttribute("aria-valuetext")).toBe("0.0\u00a0mm");
    const what = page.root.querySelector(`#${one.getAttribute("aria-describedby")}`);
    expect(what?.textContent).toBe(SHIFT.what);
    expect(page.text()).toContain("SIMULATED");
    expect(page.text()).toContain("Set 1. The athlete works");
  });

  it("sends what is turned, shows it at once, and turns it back", async () => {
    await begin();
    move("Skill", 0.9);
    expect(page.text()).toContain("was 0.20");
    expect(slider("Skill").getAttribute("aria-valuetext")).toBe("0.90");
    await page.settle();
    expect(turns()).toEqual([{ name: "skill", value: 0.9 }]);
    page.press("Back to where it was");
    await page.settle();
    expect(turns()).toEqual([
      { name: "skill", value: 0.9 },
      { name: "skill", value: 0.2 },
    ]);
    expect(page.text()).not.toContain("was 0.20");
  });

  it("follows what another page turned", async () => {
    await begin();
    stand({ knobs: [{ name: "skill", value: 0.7, began: 0.2 }, AT_FIRST[1]!] });
    expect(slider("Skill").value).toBe("0.7");
    expect(turns()).toEqual([]);
  });

  it("says what was refused, and shows where the knob really is", async () => {
    await begin();
    move("Misplacement", 40);
    await page.settle();
    expect(page.text()).toContain("Not so far. Turn it less.");
    expect(slider("Misplacement").value).toBe("0");
  });

  it("has no sliders for a session with nothing to turn", async () => {
    stand({ knobs: [], door: "kit" });
    expect(page.text()).toContain("nothing to turn");
    expect(page.button("Back to the session").getAttribute("href")).toBe("#/live");
    expect(page.root.querySelector("input[type=range]")).toBeNull();
  });

  it("leads to the report when it was stopped", async () => {
    await begin();
    page.press("Stop");
    await page.settle();
    expect(page.text()).toContain("The report is being made.");
    n += 1;
    hear({ t: "ended", n, session: "s1", report: "/api/sessions/s1/report" });
    await page.settle();
    expect(page.button("Open the report").getAttribute("href")).toBe("#/report/s1");
    expect(page.button("Start")).toBeTruthy();
  });
});

describe("a knob whose values have names", () => {
  it("is a choice of them, and says what it was", async () => {
    const turned: number[] = [];
    const knob = { ...FOCUS, value: 1, names: ["nothing", "the muscle", "the effect"] };
    const one = show(Named, { knob, began: 0, onturn: (value: number) => turned.push(value) });
    const choices = [...one.root.querySelectorAll<HTMLInputElement>("input[type=radio]")];
    expect(one.root.querySelector("legend")?.textContent).toBe("Focus");
    expect(choices.map((each) => each.labels?.[0]?.textContent?.trim())).toEqual(knob.names);
    expect(choices.map((each) => each.checked)).toEqual([false, true, false]);
    expect(one.text()).toContain("was nothing");
    choices[2]!.click();
    flushSync();
    expect(turned).toEqual([2]);
    await one.close();
  });
});

describe("knobs", () => {
  it("sends of many wishes for one knob the first and the newest", async () => {
    const knobs = new Knobs();
    await knobs.ask();
    for (const value of [0.3, 0.4, 0.5, 0.6]) knobs.turn("skill", value);
    await vi.waitFor(() => expect(turns()).toHaveLength(2));
    expect(turns()).toEqual([
      { name: "skill", value: 0.3 },
      { name: "skill", value: 0.6 },
    ]);
    await vi.waitFor(() => expect(knobs.all[0]?.value).toBe(0.6));
  });

  it("is not thrown back by what the session said before the wish came to it", async () => {
    vi.useFakeTimers();
    const knobs = new Knobs();
    await knobs.ask();
    knobs.follow(AT_FIRST);
    knobs.turn("skill", 0.9);
    knobs.follow(AT_FIRST);
    expect(knobs.all[0]?.value).toBe(0.9);
    await vi.advanceTimersByTimeAsync(1000);
    expect(knobs.all[0]?.value).toBe(0.2); // it said so to the end: somebody turned it back
    knobs.close();
    vi.useRealTimers();
  });

  it("names the two most active others", () => {
    const of = (name: string, level: number): { name: string; level: number } => ({ name, level });
    expect(mostOf([of("A", 3.4), of("B", NaN), of("C", 12.6), of("D", 1)], "%")).toBe(
      "C 13\u00a0%, A 3\u00a0%",
    );
    expect(mostOf([of("B", NaN)], "%")).toBe("–");
  });

  it("writes values as exactly as they can be turned", () => {
    expect(valueWords(SKILL, 0.5)).toBe("0.50");
    expect(valueWords(SHIFT, 12.4)).toBe("12.4\u00a0mm");
    expect(valueWords(FOCUS, 2)).toBe("2");
    expect(valueWords({ ...SKILL, low: -1 }, -0.3)).toBe("−0.30");
    expect([stepOf(SKILL), stepOf(SHIFT), stepOf(FOCUS)]).toEqual([0.01, 0.4, 1]);
    expect(same(SKILL, 0.2, 0.2000001)).toBe(true);
    expect(same(SKILL, 0.2, 0.21)).toBe(false);
    expect(doesWords("break")).toContain("rests");
  });
});
