import { describe, expect, it } from "vitest";
import type { CommandName, Layout, Measure, SetMessage, Standing } from "../lib/types";
import { meaningOf } from "./keys";
import { beatAt, tempoWords, type Tempo } from "./pacing";
import {
  beforeOf,
  intervalOf,
  isolationOf,
  labelOf,
  rowsOf,
  sameIn,
  summaryOf,
  valueOf,
} from "./results";
import { faulty, kindOf, stillTrue, together, verdictNow } from "./verdicts";
import {
  bigWords,
  commandWords,
  courseWords,
  faceOf,
  held,
  instructionsOf,
  left,
  mainCommand,
  saidOf,
  STOPPED,
} from "./words";

const standing = (part: Partial<Standing>): Standing =>
  ({
    stage: "set",
    door: "kit",
    title: "",
    paused: false,
    feedback: "full",
    commands: [],
    set: null,
    trial: null,
    trials: null,
    exercise: null,
    ...part,
  }) as Standing;

describe("keys", () => {
  const press = (key: string, more: object = {}): Parameters<typeof meaningOf>[0] => ({
    key,
    target: document.body,
    repeat: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    ...more,
  });

  it("mean what the page says", () => {
    const meanings = [" ", "Enter", "Escape", "p", "P", "s", "x"].map((key) =>
      meaningOf(press(key), true),
    );
    expect(meanings).toEqual(["pause", "main", "stop", "pain", "pain", "sound", null]);
  });
  it("mean nothing as letters once letters are off", () => {
    expect(meaningOf(press("p"), false)).toBeNull();
    expect(meaningOf(press("Escape"), false)).toBe("stop");
  });
  it("are left to what has the focus", () => {
    const [button, input] = [document.createElement("button"), document.createElement("input")];
    expect(meaningOf(press(" ", { target: button }), true)).toBeNull();
    expect(meaningOf(press("Enter", { target: button }), true)).toBeNull();
    expect(meaningOf(press("p", { target: button }), true)).toBe("pain");
    expect(meaningOf(press("p", { target: input }), true)).toBeNull();
  });
  it("mean nothing when held down or pressed with others", () => {
    expect(meaningOf(press(" ", { repeat: true }), true)).toBeNull();
    expect(meaningOf(press("p", { ctrlKey: true }), true)).toBeNull();
    expect(meaningOf(press("s", { defaultPrevented: true }), true)).toBeNull();
  });
});

describe("the main command", () => {
  const main = (commands: CommandName[], paused = false): CommandName | null =>
    mainCommand(standing({ commands, paused }));

  it("is the one that leads on", () => {
    expect(main(["pause", "continue", "stop"])).toBe("continue");
    expect(main(["start_set", "stop"])).toBe("start_set");
    expect(main(["end_set", "pause"])).toBe("end_set");
  });
  it("is going on, while it is paused, and nothing else", () => {
    expect(main(["end_set", "resume"], true)).toBe("resume");
    expect(main(["end_set"], true)).toBeNull();
  });
  it("never gives up the calibration, stops, or speaks of pain", () => {
    expect(main(["skip", "repeat", "stop", "pain", "pause"])).toBeNull();
    expect(mainCommand(null)).toBeNull();
  });
  it("names the set that it starts", () => {
    expect(commandWords("start_set", standing({ stage: "break", set: 2 }))).toBe("Start set 3");
    expect(commandWords("start_set", standing({ stage: "ready" }))).toBe("Start the set");
  });
});

describe("faces", () => {
  const face = (part: Partial<Standing>, channels = 4): string => faceOf(standing(part), channels);
  it("are one for each stage", () => {
    expect(face({ stage: "check" })).toBe("check");
    for (const stage of ["rest", "maximal", "hold", "pause"] as const)
      expect(face({ stage })).toBe("calibrate");
    for (const stage of ["practice", "ready", "set"] as const) expect(face({ stage })).toBe("work");
    for (const stage of ["break", "feel", "done"] as const) expect(face({ stage })).toBe(stage);
  });
  it("show nothing to look at under load", () => {
    expect(face({ stage: "set", feedback: "sound_only" })).toBe("unseen");
    expect(face({ stage: "set", feedback: "off" })).toBe("unseen");
    expect(face({ stage: "practice", feedback: "sound_only" })).toBe("work");
  });
  it("pace where there is no sensor", () => {
    expect(face({ stage: "set", door: "nothing", feedback: "sound_only" }, 0)).toBe("pacer");
    expect(face({ stage: "check", door: "nothing" }, 0)).toBe("pacer");
  });
});

describe("the tempo", () => {
  const tempo: Tempo = [3, 1, 1, 0];
  const at = (now_s: number) => beatAt(tempo, "concentric", 10, now_s);

  it("goes up, down and waits, from the tone that was heard", () => {
    expect(at(9.9)).toBeNull();
    expect(at(10.5)).toMatchObject({ phase: "concentric", gone: 0.5, height: 0.5, left_s: 0.5 });
    expect(at(12.5)).toMatchObject({ phase: "eccentric", gone: 0.5, height: 0.5 });
    expect(at(14.5)).toMatchObject({ phase: "pause", height: 0 });
    expect(at(15.25)).toMatchObject({ phase: "concentric", gone: 0.25 });
  });
  it("passes over a phase without length", () => {
    expect(at(11)).toMatchObject({ phase: "eccentric", height: 1 });
  });
  it("is nothing where there is none", () => {
    expect(beatAt([0, 0, 0, 0], "top", 0, 1)).toBeNull();
    expect(tempoWords(tempo)).toBe("3-1-1-0");
  });
});

describe("electrodes", () => {
  it("are bad where nothing can be measured, doubtful where it is worse than it could be", () => {
    expect(
      ["good", "waiting", "unplugged", "flat line", "clipped", "mains hum"].map(kindOf),
    ).toEqual(["good", "waiting", "bad", "bad", "bad", "doubt"]);
  });
  it("are told together in one sentence", () => {
    expect(together(["good", "good"])).toBe("All 2 are good.");
    expect(together(["bad", "doubt", "good"])).toBe("1 of 3 needs mending before you go on.");
    expect(together(["doubt", "good"])).toBe("1 of 2 could be better. You can go on.");
    expect(together(["waiting", "waiting"])).toBe("Listening to the electrodes.");
    expect(together(["waiting", "good"])).toBe("Good so far.");
  });
});

describe("remarks on electrodes", () => {
  const layout = {
    channels: ["Left biceps", "Right biceps", "Deltoid"].map((label, at) => ({
      name: `ch${at}`,
      label,
    })),
  } as Layout;
  const remark = "Left biceps: no signal: check this electrode.";

  it("are judged by the newest frame: good and not judged are no fault", () => {
    expect(faulty(Uint8Array.from([32, 0, 128]), layout)).toEqual(["ch0", "Left biceps"]);
    expect(faulty(new Uint8Array(0), layout)).toEqual([]);
    expect(faulty(Uint8Array.from([32]), null)).toEqual([]);
  });
  it("are shown only while they are true; others always", () => {
    expect(stillTrue(remark, ["ch0", "Left biceps"])).toBe(true);
    expect(stillTrue(remark, ["Right biceps"])).toBe(false);
    expect(stillTrue(remark, [])).toBe(false);
    expect(stillTrue("The last trial was the strongest.", [])).toBe(true);
    const verdict = "no signal: check this electrode";
    expect(verdictNow(verdict, "Left biceps", ["Left biceps"])).toBe(verdict);
    expect(verdictNow(verdict, "Left biceps", [])).toBe("no strength was measured");
    expect(verdictNow("a first mark", "Left biceps", [])).toBe("a first mark");
  });
});

describe("a session broken off", () => {
  const done = standing({ stage: "done", title: "Done", instruction: "Well done." });
  it("is not praised, and says what is there", () => {
    expect(instructionsOf(done, "stop")).toEqual([STOPPED]);
    expect(saidOf("Well done. Your report is ready in a moment.", "stop")).toBe(STOPPED);
    expect(saidOf("Well done. Rest.", null)).toBe("Well done. Rest.");
    expect(saidOf("Stop now.", "pain")).toBe("Stop now.");
    expect(instructionsOf(done, null)).toEqual(["Well done."]);
  });
  it("keeps what to do about pain, also after the page was opened anew", () => {
    const hurts = { ...done, title: "Stopped", instruction: "Do no more today." };
    for (const broken of ["pain", null] as const)
      expect(instructionsOf(hurts, broken)).toEqual(["Do no more today.", STOPPED]);
    expect(instructionsOf(standing({ instruction: "Up." }), "stop")).toEqual(["Up."]);
  });
});

describe("words", () => {
  it("count down to nothing", () => {
    expect([61.2, 60, 4.01, 4, 0.2, 0, -3].map(left)).toEqual([
      "1:02",
      "1:00",
      "5",
      "4",
      "1",
      "0",
      "0",
    ]);
    expect(held(4.249)).toBe("4.2\u00a0s");
  });
  it("say what the number is", () => {
    const target = [{ muscle: "pectoralis_major", side: "left" as const }];
    expect(bigWords("share", target)).toBe("Share of left pectoralis major in all that works");
    expect(bigWords("level", target)).toBe("Left pectoralis major");
    expect(bigWords("isolation", [])).toBe("Isolation of the target");
  });
  it("do not say the set twice", () => {
    const exercise = { key: "", name: "Bench press", internal: "", external: "", caveat: "" };
    expect(courseWords(standing({ title: "Set 2", set: 2, exercise }))).toEqual(["Bench press"]);
    expect(courseWords(standing({ title: "Ready", set: 2, exercise }))).toEqual([
      "Bench press",
      "Set 2",
    ]);
    expect(courseWords(standing({ trial: 1, trials: 3 }))).toEqual(["Trial 1 of 3"]);
  });
});

describe("the results of a set", () => {
  const measure = (metric: string, rep: number | null, value: number | null = 1): Measure =>
    ({ metric, value, subject: { rep, phase: null } }) as Measure;
  it("are few, of the whole set, the share first", () => {
    const all = [
      measure("activation", null),
      measure("onset", null),
      measure("target_share", 1),
      measure("isolation", null, null),
      measure("target_share", null),
    ];
    expect(summaryOf(all).map((each) => each.metric)).toEqual(["target_share", "activation"]);
  });
  it("are said as a reader says them", () => {
    const share = { ...measure("target_share", null, 0.674), unit: "1" };
    expect(labelOf(share)).toBe("Share of the target");
    expect(valueOf(share)).toBe("67\u00a0%");
    expect(valueOf({ ...measure("isolation", null, 71), unit: "1" })).toBe("71 of 100");
    expect(valueOf({ ...measure("activation", null, 52.34), unit: "%MVC" })).toContain("% MVC");
    expect(labelOf(measure("fatigue.slope", null))).toBe("fatigue slope");
  });
  const of = (metric: string, muscle: string | null, side: string | null, other = ""): Measure =>
    ({
      metric,
      value: 0.5,
      unit: "1",
      subject: { muscle, side, channel: muscle, other, rep: null, phase: null },
      uncertainty: { low: null, high: null },
    }) as Measure;
  it("are one row for each muscle, with share and activation, up to twelve", () => {
    const others = Array.from({ length: 13 }, (_, at) => `m${at}`);
    const rows = rowsOf([
      ...others.map((each) => of("activation", each, "left")),
      of("activation", "biceps_brachii", "left"),
      of("isolation", "biceps_brachii", "left"),
      of("compensation", "m0", "left"),
      of("target_share", "biceps_brachii", "left"),
    ]);
    expect(rows).toHaveLength(12);
    expect(rows[0]?.subject.muscle).toBe("biceps_brachii");
    expect(rows[0]?.share?.metric).toBe("target_share");
    expect(rows[0]?.activation?.metric).toBe("activation");
    expect(rows[1]?.share?.metric).toBe("compensation");
    expect(rows[1]?.activation?.subject.muscle).toBe("m0");
    expect(rows[2]?.share).toBeNull();
    expect(rowsOf([])).toEqual([]);
  });
  it("stand beside the latest earlier set that asked for the same, or beside none", () => {
    const set = (number: number, ...measures: Measure[]): SetMessage =>
      ({ t: "set", n: number, set: number, success: 0.5, measures }) as SetMessage;
    const left = (number: number): SetMessage =>
      set(number, of("target_share", "biceps_brachii", "left", "a | b"));
    const right = (number: number): SetMessage =>
      set(number, of("target_share", "biceps_brachii", "right", "b | a"));
    const sets = [left(1), right(2), left(3), right(4)];
    expect(beforeOf(sets, right(4))?.set).toBe(2);
    expect(beforeOf([...sets].reverse(), left(5))?.set).toBe(3);
    expect(beforeOf(sets, right(2))).toBeUndefined();
    expect(beforeOf([set(1)], set(2))).toBeUndefined();
    const two = (number: number, other: string): SetMessage =>
      set(number, of("target_share", null, null, other));
    expect(beforeOf([two(1, "a, b | c")], two(2, "a, b | c"))?.set).toBe(1);
    expect(beforeOf([two(1, "a, b | c")], two(2, "c, b | a"))).toBeUndefined();
  });
  it("give isolation always of 100", () => {
    const one = {
      ...of("isolation", "a", "left"),
      value: 71,
      uncertainty: { low: 66, high: 75 },
    } as Measure;
    expect(isolationOf([one])).toBe(one);
    expect(valueOf(one)).toBe("71 of 100");
    expect(intervalOf(one)).toBe("66 to 75 of 100");
  });
  it("find themselves in another set", () => {
    const one = measure("isolation", null, 5);
    expect(sameIn([measure("target_share", null), measure("isolation", null, 7)], one)?.value).toBe(
      7,
    );
    expect(sameIn([measure("isolation", 1)], one)).toBeUndefined();
  });
});
