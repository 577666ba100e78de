import { describe, expect, it } from "vitest";
import type { Layout, LayoutChannel, Standing } from "../lib/types";
import { ClockOffset } from "./clock";
import { audible, bigOf, emptyGlance, glanceOf, muscleOf, ofSet } from "./glance";
import { bridge, History } from "./history";
import { add, emptyBudget, perSecond, quantile, summary } from "./latency";
import { RawStrip } from "./raw";
import type { Frame } from "./wire";

const frameOf = (part: Partial<Frame>): Frame => ({
  k: 1,
  at_s: 0,
  stamps: [0, 0, 0, 0],
  start: 0,
  envelope: new Float32Array(0),
  raw: null,
  level: new Float32Array(0),
  flaws: new Uint8Array(0),
  share: null,
  isolation: null,
  reps: 0,
  held_s: 0,
  above: false,
  received_ms: 0,
  ...part,
});

describe("the clock", () => {
  it("believes the answer that came back soonest", () => {
    const clock = new ClockOffset();
    clock.answer(1000, 11.2, 1300); // a slow way there: says 10.05
    clock.answer(2000, 12.005, 2010); // says 10.0
    clock.answer(3000, 12.9, 3400);
    expect(clock.offset_s).toBeCloseTo(10.0);
    expect(clock.within_ms).toBeCloseTo(5);
    expect(clock.session_s(5000)).toBeCloseTo(15);
  });
  it("takes the host's word until there is an answer", () => {
    const clock = new ClockOffset();
    expect(clock.session_s(0)).toBeNull();
    clock.guess(7, 1000);
    expect(clock.session_s(2000)).toBeCloseTo(8);
    expect(clock.within_ms).toBeNull();
    clock.forget();
    expect(clock.offset_s).toBeNull();
  });
  it("does not believe an answer from before its question, nor one without a time", () => {
    const clock = new ClockOffset();
    clock.answer(2000, 5, 1000);
    clock.answer(1000, null, 1001);
    expect(clock.offset_s).toBeNull();
  });
});

describe("the history", () => {
  const rows = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, at) => from + at);

  it("is the same however the rows were cut into frames", () => {
    const cuts = [[100], [1, 99], [33, 33, 34], [7, 50, 43]];
    const made = cuts.map((cut) => {
      const history = new History(1, 100, 2);
      let start = 0;
      for (const count of cut) {
        history.push({ start, envelope: Float32Array.from(rows(start, count)) });
        start += count;
      }
      return history.last(1, [0]);
    });
    for (const each of made) expect(each).toEqual(made[0]);
    const [times, values] = made[0] ?? [[], []];
    expect(times.at(-1)).toBeCloseTo(0);
    expect(values?.at(-1)).toBeCloseTo(98.5); // rows 98 and 99 in one bucket of two
  });
  it("keeps channels apart", () => {
    const history = new History(2, 50, 1);
    history.push({ start: 0, envelope: Float32Array.from([1, 10, 2, 20]) });
    const [, second, first] = history.last(1, [1, 0]);
    expect(second?.at(-1)).toBe(20);
    expect(first?.at(-1)).toBe(2);
  });
  it("draws over a skipped frame and shows a lost signal as a hole", () => {
    const history = new History(1, 50, 4);
    history.push({ start: 0, envelope: Float32Array.from(rows(0, 10)) });
    history.push({ start: 14, envelope: Float32Array.from(rows(14, 10)) });
    history.push({ start: 100, envelope: Float32Array.from([5, 5]) });
    const [, column] = history.last(2, [0]);
    const at = (row: number): number | null | undefined =>
      column?.[column.length - 1 - (101 - row)];
    expect(at(12)).toBeCloseTo(12);
    expect(at(60)).toBeNull();
    expect(at(101)).toBe(5);
  });
  it("forgets what is older than it keeps", () => {
    const history = new History(1, 50, 1);
    history.push({ start: 0, envelope: Float32Array.from(rows(0, 50)) });
    history.push({ start: 1000, envelope: Float32Array.from([7]) });
    const [, column] = history.last(1, [0]);
    expect(column?.filter((each) => each !== null)).toEqual([7]);
  });
  it("shows nothing before the first row, and bridges no open end", () => {
    const history = new History(1, 50, 1);
    expect(history.newest_s).toBeNull();
    history.push({ start: 500, envelope: Float32Array.from([7, 8]) });
    expect(
      history
        .last(1, [0])[1]
        ?.slice(0, -2)
        .every((each) => each === null),
    ).toBe(true);
    const column = [null, 1, null, null, 4, null];
    bridge(column, 2);
    expect(column).toEqual([null, 1, 2, 3, 4, null]);
  });
});

describe("the raw strip", () => {
  it("gives pairs back from the newest on, and no more than it holds", () => {
    const strip = new RawStrip(2, 2, 2);
    for (let row = 0; row < 6; row++)
      strip.push(Float32Array.from([-row, row, -10 * row, 10 * row]));
    expect(strip.pair(0, 0)).toEqual([-5, 5]);
    expect(strip.pair(1, 3)).toEqual([-20, 20]);
    expect(strip.pair(0, 4)).toBeNull();
    expect(strip.reach(0)).toEqual({ middle: 0, reach: 5 });
    expect(new RawStrip(1, 2).reach(0)).toBeNull();
  });
  it("keeps every peak of what it thins, however it was cut", () => {
    const rows = Array.from({ length: 8 }, (_, row) => [row === 3 ? -9 : -1, row === 5 ? 7 : 1]);
    const [whole, cut] = [new RawStrip(1, 300), new RawStrip(1, 300)];
    whole.push(Float32Array.from(rows.flat()));
    for (const row of rows) cut.push(Float32Array.from(row));
    for (const strip of [whole, cut]) {
      expect(strip.pair(0, 1)).toEqual([-9, 1]);
      expect(strip.pair(0, 0)).toEqual([-1, 7]);
    }
  });
});

describe("the latency budget", () => {
  it("splits the way from the sample to the screen into its parts", () => {
    const budget = emptyBudget();
    const clock = new ClockOffset();
    clock.answer(0, 100, 0);
    const frame = frameOf({ stamps: [100.0, 100.01, 100.015, 100.016], received_ms: 20 });
    add(budget, frame, 32, clock);
    const parts = Object.fromEntries(summary(budget).map((each) => [each.part, each.p50]));
    expect(parts["block"]).toBeCloseTo(10);
    expect(parts["chain"]).toBeCloseTo(5);
    expect(parts["transport"]).toBeCloseTo(5);
    expect(parts["paint"]).toBeCloseTo(12);
    expect(parts["total"]).toBeCloseTo(32);
  });
  it("claims nothing of the way here while the clocks are not compared", () => {
    const budget = emptyBudget();
    const clock = new ClockOffset();
    clock.guess(100, 0);
    add(budget, frameOf({ received_ms: 5 }), 10, clock);
    expect(budget.transport).toEqual([]);
    expect(budget.paint).toEqual([5]);
  });
  it("stays within bounds", () => {
    const budget = emptyBudget();
    const clock = new ClockOffset();
    clock.answer(0, 0, 0);
    for (let at = 0; at < 5000; at++) add(budget, frameOf({}), at, clock);
    for (const values of Object.values(budget))
      if (Array.isArray(values)) expect(values.length).toBe(2000);
    expect(budget.paint.at(-1)).toBe(4999);
    expect(perSecond(budget, 4999, 1000)).toBe(1000);
  });
  it("has quantiles", () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5);
  });
});

describe("the glance", () => {
  const channel = (role: LayoutChannel["role"], muscle: string): LayoutChannel => ({
    name: muscle,
    label: muscle,
    muscle,
    side: "left",
    role,
    unit: "",
  });
  const layout = (unit: string): Layout => ({
    channels: [channel("target", "a"), channel("watched", "b"), channel("other", "c")],
    rate_hz: 100,
    unit,
    simulated: false,
    raw_channels: [],
    raw_rate_hz: 100,
    pace: 1,
  });
  const level = Float32Array.from([60, 30, NaN]);

  it("watches the target that a set of the other side does not ask for", () => {
    const both: Layout = {
      ...layout("%MVC"),
      channels: [channel("target", "a"), { ...channel("target", "a"), side: "right" }],
    };
    expect(ofSet(both, "a left")?.channels.map((one) => one.role)).toEqual(["target", "watched"]);
    expect(ofSet(both, "a")?.channels.map((one) => one.role)).toEqual(["target", "target"]);
    expect(ofSet(both, "")).toBe(both);
    expect(ofSet(both, "b left")).toBe(both);
    expect(muscleOf(null, "left")).toBe("");
  });

  it("lights by percent where there is a reference", () => {
    const got = glanceOf(frameOf({ level, share: 0.6 }), layout("%MVC"), null, emptyGlance());
    expect([...got.lit]).toEqual([60, 30, NaN]);
    expect(got.target).toBe(60);
    expect(got.share).toBe(60);
    expect(got.percent).toBe(true);
  });
  it("lights by the most so far where there is none, in µV", () => {
    const volts = (value: number): Frame =>
      frameOf({ level: Float32Array.from([value, value / 2, NaN]) });
    const first = glanceOf(volts(200e-6), layout("V"), null, emptyGlance());
    const second = glanceOf(volts(100e-6), layout("V"), null, first);
    expect(second.levels[0]).toBeCloseTo(100, 3);
    expect(second.lit[0]).toBeCloseTo(50, 3);
    expect(second.best).toBeCloseTo(200, 3);
  });
  it("does not take noise for work before anything was done", () => {
    const rest = frameOf({ level: Float32Array.from([2e-6, 1e-6, 1e-6]) });
    const got = glanceOf(rest, layout("V"), null, emptyGlance());
    expect(got.lit[0]).toBeLessThan(15);
  });
  it("follows the muscle that the stage asks for", () => {
    const standing = { muscle: "b", side: "left" } as Standing;
    const got = glanceOf(frameOf({ level }), layout("%MVC"), standing, emptyGlance());
    expect(got.asked).toBe(30);
    expect(got.best).toBe(30);
  });
  it("shows the number that was chosen, and a level where muscles cannot be compared", () => {
    const full = glanceOf(
      frameOf({ level, share: 0.6, isolation: 71 }),
      layout("%MVC"),
      null,
      emptyGlance(),
    );
    expect(bigOf(full, "share")).toMatchObject({ value: 60, unit: "%" });
    expect(bigOf(full, "isolation")).toMatchObject({ value: 71, unit: "of 100" });
    expect(bigOf(full, "level")).toMatchObject({ value: 60, unit: "%" });
    const volts = frameOf({ level: Float32Array.from([50e-6, 0, 0]) });
    const bare = bigOf(glanceOf(volts, layout("V"), null, emptyGlance()), "share");
    expect(bare).toMatchObject({ kind: "level", unit: "µV" });
    expect(bare.value).toBeCloseTo(50, 3);
    expect(bare.full).toBeCloseTo(50, 3);
    const hardly = frameOf({ level: Float32Array.from([5e-6, 0, 0]) });
    expect(bigOf(glanceOf(hardly, layout("V"), null, emptyGlance()), "share").full).toBe(20);
    const idle = glanceOf(frameOf({ level }), layout("%MVC"), null, emptyGlance());
    expect(bigOf(idle, "share").value).toBeNull();
  });
  it("is heard by share or by level, and not at all where nobody works", () => {
    const got = glanceOf(frameOf({ level, share: 0.6 }), layout("%MVC"), null, emptyGlance());
    expect(audible(got, "share")).toBeCloseTo(0.6);
    expect(audible(got, "level")).toBeCloseTo(0.6);
    const idle = glanceOf(frameOf({ level }), layout("%MVC"), null, emptyGlance());
    expect(audible(idle, "share")).toBeNull();
  });
});
