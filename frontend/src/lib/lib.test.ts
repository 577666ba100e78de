import { describe, expect, it } from "vitest";
import { BRIDGE, channel, CHEST, DEADLIFT, MUSCLES, session } from "../testing/server";
import {
  askable,
  barred,
  fits,
  known,
  maps,
  measurable,
  mend,
  nextOpen,
  pick,
  targetsIn,
  twice,
} from "./channels";
import { sift as siftClaims, summary, verdictWords, VERDICTS } from "./evidence";
import { EVERYBODY, exercisesIn, firstOf, sift } from "./history";
import { athletes } from "./demo";
import { rate, recallSaid, rememberSaid } from "./reading";
import { routeOf, to } from "./router";
import { plot, ticks } from "./trend";
import type { Claim } from "./types";
import {
  alphabetical,
  count,
  duration,
  headlineOf,
  list,
  muscleWords,
  number,
  rowFacts,
  size,
  targetsOf,
  withUnit,
} from "./words";

describe("words", () => {
  it("names muscles with their side", () => {
    expect(muscleWords("biceps_brachii", "left", MUSCLES)).toBe("left biceps brachii");
    expect(muscleWords("new_muscle", null)).toBe("new muscle");
  });

  it("joins lists", () => {
    expect(list([])).toBe("");
    expect(list(["a"])).toBe("a");
    expect(list(["a", "b", "c"])).toBe("a, b and c");
    expect(list(["a", "b"], "or")).toBe("a or b");
  });

  it("says how long", () => {
    expect(duration(null)).toBe("–");
    expect(duration(59.4)).toBe("59\u00a0s");
    expect(duration(59.6)).toBe("1\u00a0min");
    expect(duration(125)).toBe("2\u00a0min 5\u00a0s");
    expect(duration(7200)).toBe("2\u00a0h");
  });

  it("writes numbers with their units", () => {
    expect(number(66.04)).toBe("66");
    expect(number(-0.25)).toBe("\u22120.25");
    expect(number(100)).toBe("100");
    expect(number(null)).toBe("–");
    expect(withUnit(44, "%MVC")).toBe("44\u00a0% MVC");
    expect(withUnit(6, "1")).toBe("6");
    expect(size(48_211_033)).toBe("48.2\u00a0MB");
    expect(size(12)).toBe("12\u00a0B");
    expect(count(1, "session")).toBe("1\u00a0session");
    expect(count(0, "session")).toBe("0\u00a0sessions");
  });

  it("tells no fact twice in a row", () => {
    const facts = (more: Parameters<typeof session>[1]) => rowFacts(session("a", more));
    expect(facts({})).toEqual(["EMG kit", "1\u00a0min 5\u00a0s", "8\u00a0repetitions"]);
    expect(facts({ reps: 1 }).at(-1)).toBe("1\u00a0repetition");
    expect(facts({ headline: "8 repetitions, target share 60 %" })).toEqual([
      "EMG kit",
      "1\u00a0min 5\u00a0s",
    ]);
    expect(facts({ headline: "65 s recorded", reps: null })).toEqual(["EMG kit"]);
    expect(facts({ door: "demo", simulated: true, reps: null })).toEqual(["1\u00a0min 5\u00a0s"]);
    expect(headlineOf(session("a", { headline: "1 repetitions, target share 60 %" }))).toBe(
      "1 repetition, target share 60 %",
    );
    expect(headlineOf(session("a", { headline: "11 repetitions" }))).toBe("11 repetitions");
  });

  it("sorts by what is shown", () => {
    const things = [{ title: "soleus" }, { title: "Biceps" }, { title: "deltoid" }];
    const titles = alphabetical(things, (one) => one.title).map((one) => one.title);
    expect(titles).toEqual(["Biceps", "deltoid", "soleus"]);
  });

  it("lists the virtual athlete without asking the network", () => {
    expect(athletes([BRIDGE, CHEST]).map((one) => [one.source, one.title])).toEqual([
      ["simulator:pec_isolation", "virtual athlete: pec isolation"],
      ["simulator:glute_bridge", "virtual athlete: glute bridge"],
    ]);
  });

  it("asks one side only where the exercise does", () => {
    expect(targetsOf(CHEST, "left")).toEqual([{ muscle: "pectoralis_major", side: "left" }]);
    expect(targetsOf(BRIDGE, "left")).toEqual([{ muscle: "gluteus_maximus", side: null }]);
  });
});

describe("routes", () => {
  it("reads addresses", () => {
    expect(routeOf("")).toEqual({ page: "home", rest: "", path: "" });
    expect(routeOf("#/")).toMatchObject({ page: "home" });
    expect(routeOf("#/report/a%20b")).toMatchObject({ page: "report", rest: "a b" });
    expect(routeOf("#/kit/source")).toMatchObject({ page: "kit", rest: "source" });
    expect(routeOf("#/nowhere")).toMatchObject({ page: "lost" });
    expect(routeOf("#/home")).toMatchObject({ page: "lost" });
    expect(routeOf("#/report/%zz")).toMatchObject({ rest: "%zz" });
  });

  it("writes what it reads", () => {
    expect(to("home")).toBe("#/");
    expect(routeOf(to("recordings", "a b/exercise"))).toMatchObject({
      page: "recordings",
      rest: "a b/exercise",
    });
  });
});

describe("channels", () => {
  const emg = channel("EMG1", { muscle: "biceps_brachii", side: "left" });
  const open = channel("EMG2", { candidates: ["pectoralis_major"] });
  const streams = [
    { id: "a", rate_hz: 1000, channels: [emg, open, channel("X", { kind: "acc" })] },
  ];

  it("asks about muscles alone, or about unknown ones where there is no muscle", () => {
    expect(askable(streams)).toEqual([emg, open]);
    const other = channel("A", { kind: "other" });
    expect(askable([{ id: "b", rate_hz: null, channels: [other, other] }])).toEqual([other]);
  });

  it("knows what is sure and keeps earlier answers", () => {
    expect(known([emg, open])).toEqual({ EMG1: { muscle: "biceps_brachii", side: "left" } });
    const before = { EMG1: { muscle: null, side: null }, gone: { muscle: null, side: null } };
    expect(known([emg, open], before)).toEqual({ EMG1: { muscle: null, side: null } });
  });

  it("goes round the open ones", () => {
    const answers = known([emg, open]);
    expect(nextOpen([emg, open], answers, "EMG2")).toBe("EMG2");
    expect(nextOpen([emg, open], answers, null)).toBe("EMG2");
    expect(nextOpen([emg], answers, "EMG1")).toBeNull();
  });

  it("says what to mend", () => {
    expect(mend([emg, open], known([emg, open]))).toMatch(/1\u00a0channel left/);
    expect(mend([open], { EMG2: { muscle: null, side: null } })).toMatch(/No channel is a muscle/);
    expect(mend([emg], known([emg]))).toBe("");
  });

  it("sees the same muscle twice", () => {
    const both = { muscle: "biceps_brachii", side: "left" as const };
    expect(twice([emg, open], { EMG1: both, EMG2: both })).toEqual([["EMG1", "EMG2"]]);
    expect(twice([emg, open], { EMG1: both, EMG2: { ...both, side: "right" } })).toEqual([]);
  });

  it("hands the answers over", () => {
    expect(maps([emg, open], known([emg, open]))).toEqual([
      { channel: "EMG1", muscle: "biceps_brachii", side: "left" },
    ]);
  });

  it("finds an exercise's muscles among them", () => {
    expect(fits(CHEST, known([emg]))).toEqual({
      there: [],
      missing: ["pectoralis_major"],
      watched: ["biceps_brachii"],
    });
  });
});

describe("the targets of an exercise", () => {
  const on = (muscle: string, side: "left" | "right" | null = "right") => ({ muscle, side });
  const thigh = { A: on("biceps_femoris"), B: on("gluteus_maximus"), C: on("erector_spinae") };
  const chest = { A: on("pectoralis_major") };

  it("are asked for only where a channel measures them", () => {
    expect(targetsIn(DEADLIFT, null, thigh)).toEqual([
      { muscle: "gluteus_maximus", side: null },
      { muscle: "biceps_femoris", side: null },
    ]);
    expect(targetsIn(CHEST, "left", chest)).toEqual([]);
    expect(targetsIn(CHEST, "right", chest)).toEqual([on("pectoralis_major")]);
    expect(targetsIn(CHEST, null, chest)).toEqual([{ muscle: "pectoralis_major", side: null }]);
  });

  it("choose what can be done with these channels", () => {
    expect([CHEST, BRIDGE, DEADLIFT].map((one) => measurable(one, thigh))).toEqual([
      false,
      true,
      true,
    ]);
    expect(pick([CHEST, BRIDGE], "glute_bridge", thigh)).toBe(BRIDGE);
    expect(pick([CHEST, BRIDGE], "pec_isolation", thigh)).toBeNull();
  });

  it("bar, in words, what cannot be judged", () => {
    expect(barred(null, null, thigh)).toBe("Choose an exercise first.");
    expect(barred(DEADLIFT, null, thigh)).toBe("");
    expect(barred(CHEST, "left", thigh)).toMatch(/^Nothing records pectoralis major\. Choose/);
    expect(barred(CHEST, null, chest)).toBe("Say which side works.");
    expect(barred(CHEST, null, chest, true)).toBe("");
    expect(barred(CHEST, "left", chest)).toMatch(/^Nothing records left pectoralis major\. .*side/);
  });
});

describe("evidence", () => {
  const claims: Claim[] = [
    {
      key: "A1",
      claim: "Squats work",
      verdict: "supported",
      truth: "Yes.",
      sources: ["Lee 2018"],
      where: [],
      owed: "",
    },
    {
      key: "A2",
      claim: "Bridges prime",
      verdict: "contradicted as usually worded",
      truth: "No.",
      sources: [],
      where: [],
      owed: "",
    },
  ];

  it("counts and sifts", () => {
    expect(summary(claims)).toBe("2 claims: 1 supported, 1 contradicted");
    expect(siftClaims(claims, "supported", "")).toEqual([claims[0]]);
    expect(siftClaims(claims, null, "LEE squats")).toEqual([claims[0]]);
    expect(siftClaims(claims, "supported", "prime")).toEqual([]);
  });

  it("has a sign for each verdict, all different", () => {
    expect(new Set(VERDICTS.map((one) => one.sign)).size).toBe(VERDICTS.length);
    expect(verdictWords("something new").short).toBe("something new");
  });
});

describe("history", () => {
  const all = [
    session("a"),
    session("b", { person: "p2", exercise: "bench_press" }),
    session("c", { simulated: true, person: null }),
    session("d", { exercise: "" }),
  ];
  const ids = (person: string, exercise = "", simulated = true): string[] =>
    sift(all, { person, exercise, simulated }).map((one) => one.id);

  it("sifts by person, exercise and kind", () => {
    expect(ids(EVERYBODY)).toEqual(["a", "b", "c", "d"]);
    expect(ids("p1")).toEqual(["a", "c", "d"]);
    expect(ids("p1", "", false)).toEqual(["a", "d"]);
    expect(ids("p2", "bench_press")).toEqual(["b"]);
    expect(ids("")).toEqual(["c"]);
  });

  it("begins with the person who trains only where they have sessions", () => {
    expect(firstOf(all, "p2")).toBe("p2");
    expect(firstOf(all, "new")).toBe(EVERYBODY);
    expect(firstOf(all, null)).toBe(EVERYBODY);
  });

  it("lists exercises, the usual one first", () => {
    expect(exercisesIn(all)).toEqual(["pec_isolation", "bench_press"]);
  });
});

describe("trend", () => {
  const frame = { width: 200, height: 100, left: 0, right: 0, top: 0, bottom: 0 };
  const point = (value: number | null, low: number | null = null, high: number | null = null) => ({
    session: String(value),
    at: "2026-11-01T00:00:00Z",
    value,
    low,
    high,
  });

  it("chooses round ticks that cover everything", () => {
    expect(ticks(54, 75)).toEqual([50, 60, 70, 80]);
    expect(ticks(5, 5)).toEqual([4, 5, 6]);
    expect(ticks(1, 9)[0]).toBe(0);
  });

  it("puts higher values higher, in the order of sessions", () => {
    const drawn = plot([point(10, 8, 12), point(null), point(20, 18, 22)], frame);
    expect(drawn.marks).toHaveLength(2);
    const [first, second] = drawn.marks;
    expect(first && second && first.y > second.y && first.x < second.x).toBe(true);
    expect(first?.low).toBeGreaterThan(first?.high ?? Infinity);
  });

  it("draws nothing of nothing", () => {
    expect(plot([point(null)], frame)).toEqual({ marks: [], ticks: [], line: "" });
  });
});

describe("what was said of a recording", () => {
  it("reads a rate as people write it", () => {
    expect(rate(" 1000 ")).toBe(1000);
    expect(rate("1111,1")).toBe(1111.1);
    for (const text of ["", "fast", "0", "-5", "2e9"]) expect(rate(text)).toBeUndefined();
  });

  it("survives a reload, and a storage that fails", () => {
    const said = { channels: { A: { muscle: null, side: null } }, exercise: "x", side: null };
    rememberSaid("r1", said);
    expect(recallSaid("r1")).toEqual(said);
    expect(recallSaid("r2").exercise).toBeNull();
    const broken = {
      getItem: () => "{",
      setItem: () => {
        throw new Error("full");
      },
    };
    expect(recallSaid("r1", broken).channels).toEqual({});
    expect(() => rememberSaid("r1", said, broken)).not.toThrow();
  });
});
