import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { recall, remember, blank } from "../lib/wizard";
import { fresh, show, write, type Shown } from "../testing/page";
import { BRIDGE, channel, CHEST, KNOWN, serve, standing } from "../testing/server";
import SourceChoice from "../parts/SourceChoice.svelte";
import Kit from "./Kit.svelte";

let page: Shown | null = null;

beforeEach(fresh);
afterEach(async () => {
  await page?.close();
  page = null;
  vi.unstubAllGlobals();
});

describe("the kit", () => {
  const ready = {
    ...blank(),
    safety: { pain: false, implant: false },
    heeded: true,
    source: { source: "lsl:x", title: "Trigno", detail: "", simulated: false },
    probe: {
      streams: [{ id: "a", rate_hz: 2000, channels: [channel("A"), channel("B")] }],
      notes: [],
    },
  };

  it("asks about safety first and does not let one past it", async () => {
    serve(KNOWN);
    page = show(Kit, { rest: "exercise" });
    await page.settle();
    expect(page.text()).toContain("Before electrodes go on");
    page.press("Go on");
    await page.settle();
    expect(page.text()).toContain("Answer every question first.");
    expect(location.hash).not.toContain("source");

    const focused = () => document.activeElement?.closest("[data-open]")?.textContent ?? "";
    expect(focused()).toContain("Does anything hurt?");
    expect(page.root.querySelectorAll("[data-open]")).toHaveLength(3);
    page.choose("Does anything hurt?", "No");
    page.press("Go on");
    await page.settle();
    expect(focused()).toContain("Do you have an implant?");
    page.choose("Do you have an implant?", "No");
    page.press("Go on");
    await page.settle();
    expect(focused()).toContain("I keep to these rules.");
  });

  it("goes on where a reload left it, and names channels by list and by button", async () => {
    remember({ ...ready, channels: { A: { muscle: "pectoralis_major", side: "left" } } });
    serve(KNOWN);
    page = show(Kit, { rest: "channels" });
    await page.settle();
    expect(page.text()).toContain("Where is B?");
    page.press("Go on");
    expect(page.text()).toContain("1 channel left");
    page.press("Not a muscle");
    page.press("Go on");
    expect(location.hash).toBe("#/kit/exercise");
    expect(recall().channels["B"]).toEqual({ muscle: null, side: null });
  });

  it("offers no exercise of which nothing is recorded, and says why", async () => {
    remember({
      ...ready,
      channels: {
        A: { muscle: "pectoralis_major", side: "left" },
        B: { muscle: null, side: null },
      },
      exercise: BRIDGE.key,
    });
    serve(KNOWN);
    page = show(Kit, { rest: "exercise" });
    await page.settle();
    const radios = [...page.root.querySelectorAll<HTMLInputElement>("input[type=radio]")];
    expect(radios.map((one) => one.disabled)).toEqual([false, true]);
    expect(radios.some((one) => one.checked)).toBe(false);
    expect(page.text()).toContain("Cannot be chosen: nothing records gluteus maximus.");
    radios[0]?.click();
    await page.settle();
    page.press("Go on");
    await page.settle();
    expect(page.text()).toContain("Say which side works.");
    expect(document.activeElement?.closest("fieldset")?.textContent).toContain("Which side works?");
    page.choose("Which side works?", "Right");
    page.press("Go on");
    await page.settle();
    expect(page.text()).toContain("Nothing records right pectoralis major.");
  });

  it("offers the virtual athlete its own maximal trials alone", async () => {
    remember({
      ...ready,
      source: { source: "simulator:pec_isolation", title: "x", detail: "", simulated: true },
      channels: {
        A: { muscle: "pectoralis_major", side: "left" },
        B: { muscle: null, side: null },
      },
      exercise: CHEST.key,
      side: "left",
      calibration: "none",
    });
    serve(KNOWN);
    page = show(Kit, { rest: "effort" });
    await page.settle();
    expect(page.root.querySelectorAll("input[type=radio]")).toHaveLength(1);
    expect(page.text()).toContain("brings maximal trials of its own");
    await page.close();
    page = show(Kit, { rest: "start" });
    await page.settle();
    expect(page.text()).not.toContain("one by one");
  });

  it("bars maximal effort after a yes and offers the gentle hold", async () => {
    remember({
      ...ready,
      channels: {
        A: { muscle: "pectoralis_major", side: "left" },
        B: { muscle: null, side: null },
      },
      exercise: CHEST.key,
      side: "left",
      calibration: "maximal",
    });
    const asked = serve({ ...KNOWN, "POST /api/session": standing() });
    page = show(Kit, { rest: "effort" });
    await page.settle();
    page.choose("Do you have a heart condition?", "Yes");
    page.press("Go on");
    expect(page.text()).toContain("choose one of the others");
    page.press("Take the gentle hold");
    page.press("Go on");
    expect(location.hash).toBe("#/kit/start");
    await page.close();

    page = show(Kit, { rest: "start" });
    await page.settle();
    page.press("Start the session");
    await page.settle();
    expect(asked.at(-1)?.body).toMatchObject({
      calibration: "submaximal",
      safety: { pain: false, implant: false },
      maps: [
        { channel: "A", muscle: "pectoralis_major", side: "left" },
        { channel: "B", muscle: null, side: null },
      ],
    });
    expect(recall()).toEqual(blank());
    expect(location.hash).toBe("#/live");
  });
});

describe("sources", () => {
  it("are looked for, probed when chosen, and can be given by address", async () => {
    const probe = { streams: [{ id: "a", rate_hz: 1, channels: [channel("A")] }], notes: [] };
    const found = { source: "lsl:x", title: "Trigno", detail: "7 channels", simulated: false };
    const asked = serve({
      ...KNOWN,
      "GET /api/sources": { found: [found], problems: [] },
      "POST /api/sources/probe": probe,
      "GET /api/kits": { statement: "Not tried.", kits: [] },
    });
    const onsource = vi.fn();
    const onprobe = vi.fn();
    page = show(SourceChoice, { source: null, probe: null, virtual: false, onsource, onprobe });
    expect(page.text()).toContain("Looking for sources");
    await page.settle();
    page.choose("Found", "Trigno 7 channels");
    await page.settle();
    expect(onsource).toHaveBeenCalledWith(found);
    expect(onprobe).toHaveBeenCalledWith(probe);

    const field = page.root.querySelector<HTMLInputElement>("form input");
    if (!field) throw new Error("no field for the address");
    write(field, "cyton");
    page.press("Try this address");
    expect(page.text()).toContain("Write it as DEVICE:ADDRESS");
    write(field, "brainflow:cyton");
    page.press("Try this address");
    await page.settle();
    expect(asked.at(-1)?.body).toEqual({ source: "brainflow:cyton" });
  });
});

describe("the virtual athlete as a source", () => {
  it("is listed at once; amplifiers are looked for on demand", async () => {
    const asked = serve({
      ...KNOWN,
      "GET /api/sources": { found: [], problems: [] },
      "GET /api/kits": { statement: "", kits: [] },
    });
    const nothing = vi.fn();
    page = show(SourceChoice, {
      source: null,
      probe: null,
      virtual: true,
      onsource: nothing,
      onprobe: nothing,
    });
    await page.settle();
    expect(page.text()).toContain("virtual athlete: glute bridge");
    const looked = () => asked.filter((one) => one.path.startsWith("/api/sources")).length;
    expect(looked()).toBe(0);
    page.press("Look for amplifiers");
    await page.settle();
    expect(looked()).toBe(1);
  });
});
