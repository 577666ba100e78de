import { describe, expect, it } from "vitest";
import type { GuidedStanding } from "../lib/types";
import type { Question } from "../player/score";
import { standing } from "../testing/server";
import { bobAt, breathAt, feedsBack, keyed, partOf } from "./guided";
import { commandWords, courseWords, faceOf } from "./words";

export const BEAT: GuidedStanding = {
  protocol: "centre",
  name: "Centre",
  dose: "Five minutes.",
  kind: "breathe",
  index: 3,
  of: 5,
  question: null,
  lead_s: 0,
  first: "up",
  breath: [5, 5],
  pulse_hz: null,
  shown: [],
  eyes_closed: true,
};

const ask = (more: Partial<Question>): Question => ({
  label: "focus",
  answer: "scale",
  options: [],
  low: 0,
  high: 10,
  low_words: "",
  high_words: "",
  unit: "1",
  halts: [],
  must: false,
  ...more,
});

describe("the breath", () => {
  it("fills and empties at its own pace, again and again", () => {
    expect(breathAt([4, 6], 1)).toEqual({ word: "Breathe in", left_s: 3, full: 0.25 });
    expect(breathAt([4, 6], 7)).toEqual({ word: "Breathe out", left_s: 3, full: 0.5 });
    expect(breathAt([4, 6], 104)).toMatchObject({ word: "Breathe out", full: 1 });
  });
});

describe("the metronome", () => {
  it("is at an end with every beat, and in the middle between two", () => {
    for (const beat of [0, 1, 2, 3]) expect(Math.abs(bobAt(2, beat / 2))).toBeCloseTo(1);
    expect(bobAt(2, 0.25)).toBeCloseTo(0);
  });
});

describe("a beat", () => {
  it("is over as much as its time has passed, and knows no part where the person ends it", () => {
    const lasting = standing({ began_s: 10, ends_s: 20 });
    expect(partOf(lasting, 15)).toBe(0.5);
    expect(partOf(lasting, 99)).toBe(1);
    expect(partOf(standing(), 15)).toBeNull();
  });

  it("has its own face, words and buttons", () => {
    const now = standing({ stage: "guided", guided: BEAT, door: "nothing" });
    expect(faceOf(now, 0)).toBe("guided");
    expect(courseWords(now)).toEqual(["Step 3 of 5"]);
    expect(commandWords("skip", now)).toBe("Skip");
    expect(commandWords("pain", now)).toBe("Something hurts");
    const reps = standing({ guided: { ...BEAT, kind: "reps" } });
    expect(commandWords("continue", reps)).toBe("Done");
    expect(commandWords("skip", standing())).toBe("Skip calibration");
  });

  it("feeds back only in the repetitions that are to have it", () => {
    const reps = { ...BEAT, kind: "reps" as const, shown: [1, 3] };
    const at = (reps_done: number) => standing({ feedback: "full", guided: reps, reps_done });
    expect([0, 1, 2, 3].map((done) => feedsBack(at(done)))).toEqual([true, false, true, false]);
    expect(feedsBack(standing({ feedback: "off", guided: BEAT }))).toBe(false);
    expect(feedsBack(standing({ feedback: "full" }))).toBe(false);
    expect(feedsBack(null)).toBe(false);
  });
});

describe("keys", () => {
  it("answer a scale by digits; a 1 waits for a 0", () => {
    expect(keyed(ask({}), "7", false)).toEqual({ value: 7, text: "" });
    expect(keyed(ask({}), "1", false)).toBe("wait");
    expect(keyed(ask({}), "0", true)).toEqual({ value: 10, text: "" });
    expect(keyed(ask({}), "4", true)).toEqual({ value: 4, text: "" });
    expect(keyed(ask({ high: 5 }), "1", false)).toEqual({ value: 1, text: "" });
    expect(keyed(ask({ high: 5 }), "7", false)).toBeNull();
    expect(keyed(ask({}), "x", false)).toBeNull();
  });

  it("answer by yes and no, and by the number of an option", () => {
    expect(keyed(ask({ answer: "yes_no" }), "N", false)).toEqual({ value: null, text: "no" });
    const choice = ask({ answer: "choice", options: ["left", "right"] });
    expect(keyed(choice, "2", false)).toEqual({ value: null, text: "right" });
    expect(keyed(choice, "3", false)).toBeNull();
    expect(keyed(ask({ answer: "number" }), "3", false)).toBeNull();
  });
});
