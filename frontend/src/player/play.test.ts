import { describe, expect, it } from "vitest";
import { beat, question, score } from "./made";
import { clockWords, lengthWords, nowOf } from "./moment";
import {
  allowed,
  begin,
  command,
  elapsed,
  holds,
  readAnswer,
  Refusal,
  resumesAt,
  to,
  type Act,
  type Do,
  type Moved,
} from "./play";
import type { Gate, Score, Sound } from "./score";

const sound = (at_s: number, text: string): Sound => ({ at_s, kind: "say", text, tone: "" });
const gate = (more: Partial<Gate>): Gate => ({
  label: "felt",
  at_least: null,
  at_most: null,
  says: "",
  negated: false,
  ...more,
});
const beats = (acts: readonly Act[]): number[] =>
  acts.flatMap((one) => (one.act === "beat" ? [one.index] : []));
const words = (acts: readonly Act[]): string[] =>
  acts.flatMap((one) => (one.act === "cue" ? [one.text] : []));

/** A random number from 0 to 1, the same in every run. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const WHOLE = score([
  { kind: "show", say: "Hello.", title: "Hello" },
  { kind: "hold", seconds: 10, grain_s: 10, phase: "hold", sounds: [sound(2, "a"), sound(4, "b")] },
  { kind: "ask", question: question() },
  { kind: "work", seconds: 3, gates: [gate({ at_least: 7 })], phase: "more" },
  { kind: "rest", seconds: 5, sounds: [sound(1, "c")] },
]);

describe("a session", () => {
  it("goes through its beats by time and by answers", () => {
    let moved = begin(WHOLE, 0);
    expect(words(moved.acts)).toEqual(["Hello."]);
    moved = command(WHOLE, moved.place, "continue", 1);
    moved = to(WHOLE, moved.place, 20);
    expect(words(moved.acts)).toEqual(["a", "b"]);
    expect(moved.place.index).toBe(2);
    moved = command(WHOLE, moved.place, "answer", 21, 8);
    expect(beats(moved.acts)).toEqual([3]);
    moved = to(WHOLE, moved.place, 100);
    expect(beats(moved.acts)).toEqual([4]);
    expect(moved.acts.at(-1)).toEqual({ act: "over", at_s: 29, why: "done" });
  });

  it("passes over what an answer does not call for", () => {
    const asked = to(WHOLE, command(WHOLE, begin(WHOLE, 0).place, "continue", 0).place, 10).place;
    expect(beats(command(WHOLE, asked, "answer", 12, 6).acts)).toEqual([4]);
    expect(beats(command(WHOLE, asked, "skip", 12).acts)).toEqual([4]);
  });

  it("tells the same however time is cut", () => {
    const draw = draws(5);
    for (let run = 0; run < 50; run += 1) {
      const start = command(WHOLE, begin(WHOLE, 0).place, "continue", 0).place;
      const whole = to(WHOLE, start, 9.9).acts;
      const parts: Act[] = [];
      let { place } = to(WHOLE, start, 0);
      for (let at_s = 0; at_s < 9.9; at_s = Math.min(at_s + draw(), 9.9)) {
        const moved: Moved = to(WHOLE, place, at_s);
        parts.push(...moved.acts);
        place = moved.place;
      }
      parts.push(...to(WHOLE, place, 9.9).acts);
      expect(parts).toEqual(whole);
    }
  });

  it("never gets stuck, and never refuses to end", () => {
    const draw = draws(11);
    const all: Do[] = ["continue", "answer", "pause", "resume", "back", "skip"];
    for (let run = 0; run < 200; run += 1) {
      let { place } = begin(WHOLE, 0);
      let at_s = 0;
      for (let step = 0; step < 20; step += 1) {
        at_s += 4 * draw();
        const what = all[Math.floor(draw() * all.length)] ?? "skip";
        const can = allowed(WHOLE, to(WHOLE, place, at_s).place).includes(what);
        const press = (): Moved => command(WHOLE, place, what, at_s, 5);
        if (!can) expect(press).toThrow(Refusal);
        else place = press().place;
      }
      for (const last of ["stop", "pain", "urgent"] as const)
        expect(command(WHOLE, place, last, at_s).place.over).not.toBeNull();
      while (!place.over) {
        at_s += 20;
        place = to(WHOLE, place, at_s).place;
        const [next] = allowed(WHOLE, place).filter((one) => one !== "pause" && one !== "back");
        place = command(WHOLE, place, next ?? "stop", at_s, 5).place;
      }
    }
  });

  it("says why it ends", () => {
    const one = score([
      {
        kind: "ask",
        question: question({
          answer: "yes_no",
          options: ["yes", "no"],
          must: true,
          halts: [{ at_least: null, at_most: null, says: "yes", words: "Rest.", urgent: true }],
        }),
      },
    ]);
    const { place } = begin(one, 0);
    expect(allowed(one, place)).not.toContain("skip");
    const moved = command(one, place, "answer", 1, null, "Yes");
    expect(moved.acts).toContainEqual({ act: "warn", at_s: 1, words: "Rest. Call for help." });
    expect(moved.place.over).toBe("urgent");
    expect(command(one, place, "answer", 1, 0).place.over).toBe("done");
    const hurt = command(one, place, "pain", 2);
    expect(hurt.acts).toContainEqual({ act: "warn", at_s: 2, words: "Put it down." });
  });
});

describe("a pause", () => {
  const paused = (one: Score, at_s: number): Moved =>
    command(one, begin(one, 0).place, "pause", at_s);

  it("stands still, and goes on where it was", () => {
    const one = score([{ seconds: 10, phase: "work" }]);
    const { place } = paused(one, 4);
    expect(to(one, place, 1000).acts).toEqual([]);
    const again = command(one, place, "resume", 1000).place;
    expect(elapsed(again, 1000)).toBe(4);
    const later = to(one, again, 1010).acts;
    expect(later).toContainEqual({ act: "phase", at_s: 1000, label: "work" });
    expect(later.at(-1)).toEqual({ act: "over", at_s: 1006, why: "done" });
  });

  it("begins a hold anew, counted down to", () => {
    const one = score([{ kind: "hold", seconds: 10, grain_s: 10, phase: "hold" }]);
    const moved = command(one, paused(one, 9).place, "resume", 100);
    expect(words(moved.acts)).toEqual(["3", "2", "1"]);
    expect(to(one, moved.place, 200).acts.at(-1)?.at_s).toBe(113);
    expect(to(one, moved.place, 102.9).acts).toEqual([]);
  });

  it("goes on from the last repetition that was whole", () => {
    const reps = beat({ lead_s: 3, grain_s: 4 });
    expect([0, 2, 6.9, 7, 14.9, 15].map((at_s) => resumesAt(reps, at_s))).toEqual([
      0, 0, 0, 7, 11, 15,
    ]);
    // As Python has it: 0.3 // 0.1 is 2.
    expect(resumesAt(beat({ grain_s: 0.1 }), 0.3)).toBe(0.2);
  });
});

describe("a session that was cut off", () => {
  it("is taken up with its answers", () => {
    const taken = { index: 3, elapsed_s: 2, answers: { felt: { value: 9, text: "" } } };
    const { place } = begin(WHOLE, 50, taken);
    expect([place.index, elapsed(place, 50)]).toEqual([3, 2]);
    expect(to(WHOLE, place, 51).place.index).toBe(4);
  });

  it("passes over what no longer fits", () => {
    expect(begin(WHOLE, 0, { index: 3, elapsed_s: 0, answers: {} }).place.index).toBe(4);
    const over = begin(score([{ gates: [gate({ says: "x" })] }]), 0);
    expect(over.place.over).toBe("done");
  });
});

describe("an answer", () => {
  it("is read as it was meant", () => {
    const choice = question({ answer: "choice", options: ["in front", "behind"] });
    expect(readAnswer(choice, 2, "")).toEqual({ value: 2, text: "behind" });
    expect(readAnswer(choice, null, " In  FRONT ")).toEqual({ value: 1, text: "in front" });
    expect(readAnswer(question({ answer: "text" }), null, " so\nso ")).toEqual({
      value: null,
      text: "so so",
    });
    expect(() => readAnswer(question(), 11, "")).toThrow("Give a number from 0 to 10.");
    expect(() => readAnswer(question(), null, "")).toThrow(Refusal);
    expect(() => readAnswer(question({ answer: "text" }), null, "  ")).toThrow("or skip");
    expect(() => readAnswer(choice, 3, "")).toThrow("Choose in front, behind.");
  });

  it("opens and closes gates", () => {
    const felt = { felt: { value: 5, text: "" } };
    expect(holds(gate({ at_least: 5, at_most: 5 }), felt)).toBe(true);
    expect(holds(gate({ at_least: 6 }), felt)).toBe(false);
    expect(holds(gate({ at_least: 6, negated: true }), felt)).toBe(true);
    expect(holds(gate({ at_least: 0 }), {})).toBe(false);
    expect(holds(gate({ says: "x", negated: true }), {})).toBe(true);
    expect(holds(gate({ label: "toString", at_least: 0 }), {})).toBe(false);
  });

  it("counts no more when its question is asked again", () => {
    const after = begin(WHOLE, 0, {
      index: 2,
      elapsed_s: 0,
      answers: { felt: { value: 9, text: "" } },
    });
    expect(after.place.answers).toEqual({});
  });
});

describe("a moment", () => {
  it("shows the word and the number that hold now", () => {
    const tone = (at_s: number, text: string): Sound => ({ at_s, kind: "tone", text, tone: "top" });
    const one = beat({
      seconds: 10,
      sounds: [{ at_s: 3, kind: "count", text: "1", tone: "" }, tone(3, "up"), tone(5, "")],
    });
    expect(nowOf(one, 2)).toMatchObject({ word: "", count: "", left_s: 8, part: 0.2 });
    expect(nowOf(one, 6)).toMatchObject({ word: "up", count: "1", left_s: 4 });
    expect(nowOf(one, 12)).toMatchObject({ left_s: 0, part: 1 });
    const breath = beat({ seconds: 30, breath: [4, 6] });
    expect([0, 2, 4, 10, 12].map((at_s) => nowOf(breath, at_s).breath)).toEqual([
      0, 0.5, 1, 0, 0.5,
    ]);
    expect(nowOf(beat(), 7)).toMatchObject({ left_s: null, part: null, breath: null });
  });

  it("is told in words", () => {
    expect([0, 0.2, 59.2, 60, 605].map(clockWords)).toEqual([
      "0:00",
      "0:01",
      "1:00",
      "1:00",
      "10:05",
    ]);
    expect(lengthWords([beat({ seconds: 70 })])).toBe("about 1 minute");
    expect(lengthWords([beat({ seconds: 700 }), beat()])).toBe("about 12 minutes");
    expect(lengthWords([beat()])).toBe("at your own pace");
  });
});
