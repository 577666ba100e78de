import { describe, expect, it } from "vitest";
import { channel, CHEST, SAFETY, SETTINGS } from "../testing/server";
import type { FoundSource } from "./types";
import {
  allowed,
  answers,
  asVirtual,
  beside,
  blank,
  forget,
  furthest,
  load,
  missing,
  recall,
  reference,
  remember,
  setup,
  STEPS,
  withSource,
  type Wizard,
} from "./wizard";

const real: FoundSource = { source: "lsl:Trigno", title: "Trigno", detail: "", simulated: false };
const made: FoundSource = { source: "simulator:x", title: "x", detail: "", simulated: true };
const rules = { safety: SAFETY, exercise: CHEST };
const probe = {
  streams: [
    {
      id: "a",
      rate_hz: 2000,
      channels: [channel("EMG1", { muscle: "pectoralis_major", side: "left" })],
    },
  ],
  notes: [],
};
const whole: Wizard = {
  ...blank(),
  safety: { pain: false, implant: false, heart: false },
  heeded: true,
  source: real,
  probe,
  channels: { EMG1: { muscle: "pectoralis_major", side: "left" } },
  exercise: "pec_isolation",
  side: "left",
  calibration: "maximal",
  load: "12,5",
};

describe("steps", () => {
  it("stand in an order, with a way back from each", () => {
    expect(beside("safety")).toEqual({ before: null, after: "source" });
    expect(beside("start")).toEqual({ before: "effort", after: null });
  });

  it("open one after the other", () => {
    expect(furthest(blank(), { safety: SAFETY, exercise: null })).toBe("safety");
    expect(furthest(whole, rules)).toBe("start");
    expect(furthest({ ...whole, side: null }, rules)).toBe("exercise");
    expect(furthest({ ...whole, channels: {} }, rules)).toBe("channels");
  });

  it("cannot be jumped to by the address", () => {
    expect(allowed("start", blank(), { safety: SAFETY, exercise: null })).toBe("safety");
    expect(allowed("nonsense", whole, rules)).toBe("safety");
    for (const step of STEPS) expect(allowed(step, whole, rules)).toBe(step);
  });
});

describe("safety", () => {
  it("is passed only with every question answered with no and the rules kept", () => {
    expect(missing("safety", blank(), rules)).toMatch(/every question/);
    expect(missing("safety", { ...whole, heeded: false }, rules)).toMatch(/rules/);
    const implant = { ...whole, safety: { ...whole.safety, implant: true } };
    expect(missing("safety", implant, rules)).toMatch(/Not with this answer/);
    expect(furthest(implant, rules)).toBe("safety");
  });

  it("keeps a heart condition from maximal effort, not from a gentle hold", () => {
    const heart = { ...whole, safety: { ...whole.safety, heart: true } };
    expect(missing("effort", heart, rules)).not.toBe("");
    expect(missing("effort", { ...whole, calibration: null }, rules)).toBe(
      "Choose one of the three.",
    );
    expect(missing("effort", { ...heart, calibration: "submaximal" }, rules)).toBe("");
    expect(answers({ ...heart, calibration: "submaximal" }, SAFETY)).toEqual({
      pain: false,
      implant: false,
    });
  });

  it("cannot be dodged: the virtual athlete leaves a real source behind", () => {
    const virtual = asVirtual(whole);
    expect(virtual.source).toBeNull();
    expect(missing("source", virtual, rules)).not.toBe("");
    expect(asVirtual({ ...whole, source: made }).source).toEqual(made);
    expect(answers({ ...whole, source: made }, SAFETY)).toEqual({});
    const turned = withSource({ ...asVirtual(blank()), source: made }, real);
    expect(missing("safety", turned, rules)).toMatch(/every question/);
    expect(withSource(asVirtual(blank()), made).virtual).toBe(true);
  });
});

describe("answers", () => {
  it("of the channels are forgotten with another source, kept with the same", () => {
    expect(withSource(whole, real)).toBe(whole);
    expect(withSource(whole, made)).toMatchObject({ probe: null, channels: {}, source: made });
    const bridge = { ...made, source: "simulator:glute_bridge?seed=2" };
    expect(withSource(whole, bridge).exercise).toBe("glute_bridge");
  });

  it("become a setup", () => {
    expect(setup(whole, CHEST, SETTINGS)).toEqual({
      source: "lsl:Trigno",
      exercise: "pec_isolation",
      maps: [{ channel: "EMG1", muscle: "pectoralis_major", side: "left" }],
      targets: [{ muscle: "pectoralis_major", side: "left" }],
      calibration: "maximal",
      person: "p1",
      load_kg: 12.5,
      feedback: "full",
      threshold_percent: 40,
      big: "share",
      pace: null,
    });
  });

  it("of the virtual athlete belong to nobody", () => {
    expect(setup({ ...whole, source: made }, CHEST, SETTINGS).person).toBeNull();
  });

  it("never choose what 100 percent is for the virtual athlete", () => {
    const virtual = { ...whole, source: made, calibration: "none" as const };
    expect(reference(virtual)).toBe("maximal");
    expect(missing("effort", { ...virtual, calibration: null }, rules)).toBe("");
    expect(setup(virtual, CHEST, SETTINGS).calibration).toBe("maximal");
    expect(reference({ ...whole, calibration: "none" })).toBe("none");
  });

  it("read a load as people write it", () => {
    expect(load("")).toBeNull();
    expect(load(" 40 ")).toBe(40);
    expect(load("12,5")).toBe(12.5);
    expect(load("heavy")).toBeUndefined();
    expect(load("-1")).toBeUndefined();
    expect(missing("start", { ...whole, load: "heavy" }, rules)).toMatch(/number of kilograms/);
  });

  it("survive a reload until a session has begun", () => {
    remember(whole);
    expect(recall()).toEqual(whole);
    forget();
    expect(recall()).toEqual(blank());
    expect(recall({ getItem: () => "not JSON" })).toEqual(blank());
  });
});
