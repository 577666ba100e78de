import { describe, expect, it } from "vitest";
import type { TrainingLog, Workout, WorkoutSet } from "../lib/types";
import { session } from "../testing/server";
import {
  again,
  draftOf,
  emptyDraft,
  emptySet,
  lastTime,
  numberOf,
  OTHER,
  stepped,
  turnedTo,
  workoutOf,
  wrongIn,
} from "./draft";
import {
  answerWords,
  byDay,
  grouped,
  loadText,
  loadWords,
  localTime,
  setFacts,
  strengthWords,
} from "./log";

const SET: WorkoutSet = {
  name: "Bench press",
  exercise: "bench_press",
  kind: "working",
  reps: 8,
  load_kg: 60,
  duration_s: null,
  distance_m: null,
  rpe: 8,
  rir: 2,
  tempo: "3-1-1-0",
  note: "",
};

function workout(id: string, started_at: string, sets: WorkoutSet[] = [SET]): Workout {
  const source = { source: "strong", source_key: `strong:${id}`, session: null };
  return { id, person: "p1", started_at, ended_at: null, name: "Push", note: "", sets, ...source };
}

const nameOf = (key: string): string => key.toUpperCase();

describe("a set in words", () => {
  it("says what was written down, in the person's unit", () => {
    const plain = (unit: "kg" | "lb") => setFacts(SET, unit).join(", ").replaceAll("\u00a0", " ");
    expect(plain("kg")).toBe("8 × 60 kg, RPE 8, 2 left in reserve, tempo 3-1-1-0");
    expect(plain("lb")).toContain("8 × 132.28 lb");
  });

  it("says where there are no numbers", () => {
    const none = { ...SET, reps: null, load_kg: null, rpe: null, rir: null, tempo: "" };
    expect(setFacts(none, "kg")).toEqual(["no numbers"]);
    expect(setFacts({ ...none, duration_s: 30 }, "kg")).toEqual(["30\u00a0s"]);
    expect(setFacts({ ...none, reps: 5, load_kg: 0 }, "kg")).toEqual(["5 repetitions"]);
  });

  it("names forces in newtons and as a scale shows them", () => {
    expect(strengthWords(196.133)).toBe("196\u00a0N (20\u00a0kgf)");
  });

  it("tells the answers of a session", () => {
    const told = { label: "focus.before", value: 7, unit: "1", text: "" };
    expect(answerWords(told)).toBe("focus before: 7");
    expect(answerWords({ ...told, value: null, text: "the elbow" })).toBe(
      "focus before: the elbow",
    );
    expect(answerWords({ ...told, value: null })).toBe("focus before: no answer");
  });

  it("groups what follows each other", () => {
    const other = { ...SET, name: "Row" };
    expect(grouped([SET, SET, other, SET]).map((one) => [one.name, one.sets.length])).toEqual([
      ["Bench press", 2],
      ["Row", 1],
      ["Bench press", 1],
    ]);
  });
});

describe("a draft", () => {
  it("keeps exactly what was not touched, whatever the unit", () => {
    for (const unit of ["kg", "lb"] as const) {
      for (const kilograms of [60, 61.2345, 0.1, 102.058283]) {
        const before = workout("w1", "2026-11-01T10:00:07", [{ ...SET, load_kg: kilograms }]);
        const after = workoutOf(draftOf(before, unit), "p1", unit, nameOf);
        const { id: _, ...kept } = before;
        expect(after).toEqual(kept);
      }
    }
  });

  it("takes a comma for a point, and pounds for pounds", () => {
    const draft = {
      ...emptyDraft(new Date()),
      sets: [{ ...emptySet("back_squat"), load: "100,5" }],
    };
    expect(workoutOf(draft, null, "kg", nameOf).sets[0]?.load_kg).toBe(100.5);
    expect(workoutOf(draft, null, "lb", nameOf).sets[0]?.load_kg).toBeCloseTo(45.586, 3);
    expect(workoutOf(draft, null, "kg", nameOf).sets[0]?.name).toBe("BACK_SQUAT");
    expect(numberOf(" ")).toBeNull();
  });

  it("names an exercise of one's own", () => {
    const draft = { ...emptyDraft(new Date()), sets: [emptySet(OTHER, " Sled ")] };
    expect(workoutOf(draft, null, "kg", nameOf).sets[0]).toMatchObject({
      name: "Sled",
      exercise: null,
    });
  });

  it("repeats a set without what was felt in it", () => {
    const last = { ...emptySet("back_squat"), reps: "5", load: "100", rpe: "9", note: "hard" };
    expect(again(last)).toMatchObject({ reps: "5", load: "100", rpe: "", note: "" });
    expect(again(last).row).not.toBe(last.row);
  });

  it("begins with the numbers of the last time, where none stand there yet", () => {
    const earlier = [
      workout("w2", "2026-11-03T10:00:00", [SET, { ...SET, reps: 6, load_kg: 62.5 }]),
      workout("w1", "2026-11-01T10:00:00", [{ ...SET, exercise: "back_squat", load_kg: null }]),
    ];
    const turn = (set = emptySet(), key = "bench_press") =>
      turnedTo(set, key, lastTime(earlier, key), "kg");
    expect(turn()).toMatchObject({ exercise: "bench_press", reps: "6", load: "62.5", rpe: "" });
    expect(turn(emptySet(), "back_squat")).toMatchObject({ reps: "8", load: "" });
    expect(turn({ ...emptySet(), reps: "3" })).toMatchObject({ reps: "3", load: "" });
    expect(turn(emptySet(), "deadlift")).toMatchObject({ exercise: "deadlift", reps: "" });
  });

  it("says what cannot stay", () => {
    const fine = {
      ...emptySet("back_squat"),
      reps: "5",
      load: "62,5",
      rpe: "8.5",
      tempo: "3-1-1-0",
    };
    expect(wrongIn(fine, "kg")).toEqual({});
    expect(wrongIn(emptySet(), "kg")).toEqual({ exercise: "Choose an exercise." });
    expect(Object.keys(wrongIn(emptySet(OTHER), "kg"))).toEqual(["exercise"]);
    const bad = { ...fine, reps: "5.5", load: "many", rpe: "11", rir: "-1", tempo: "slow" };
    expect(Object.keys(wrongIn(bad, "kg"))).toEqual(["reps", "load", "rpe", "rir", "tempo"]);
  });

  it("steps, and never below nothing", () => {
    expect(stepped("", 2.5)).toBe("2.5");
    expect(stepped("60", -2.5)).toBe("57.5");
    expect(stepped("1", -2.5)).toBe("0");
    expect(stepped("x", 1)).toBe("1");
    expect(stepped("", 0.5, 7)).toBe("7");
    expect(stepped("7", 0.5, 7)).toBe("7.5");
  });

  it("begins now, by the clock of this computer", () => {
    const now = new Date(2026, 10, 26, 9, 5);
    expect(emptyDraft(now).startedAt).toBe("2026-11-26T09:05");
    expect(localTime(new Date(Number.NaN))).toBe("");
    expect(loadText(60, "kg")).toBe("60");
    expect(loadWords(60, "kg")).toBe("60\u00a0kg");
  });
});

describe("the days", () => {
  const log: TrainingLog = {
    workouts: [workout("w2", "2026-11-03T10:00:00"), workout("w1", "2026-11-01T10:00:00")],
    more: false,
    soreness: [],
    readings: [],
    notes: [
      { id: "n1", person: null, at: "2026-11-03T20:00:00", text: "slept well" },
      { id: "n0", person: null, at: "2026-10-01T20:00:00", text: "long ago" },
    ],
    played: [],
    asks: [],
  };

  it("come newest first, with all that was on them", () => {
    const days = byDay(log, [session("s1", { started_at: "2026-11-02T10:00:00" })]);
    expect(days.map((one) => one.day)).toEqual([
      "2026-11-03",
      "2026-11-02",
      "2026-11-01",
      "2026-10-01",
    ]);
    expect(days[0]?.items.map((one) => one.kind)).toEqual(["note", "workout"]);
  });

  it("end at the oldest workout while more are left", () => {
    const days = byDay({ ...log, more: true }, []);
    expect(days.map((one) => one.day)).toEqual(["2026-11-03", "2026-11-01"]);
  });
});
