import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { entryOf, families } from "./families";
import { Keep } from "./keep";
import { Live } from "./live.svelte";
import { offer, question, score } from "./made";
import { finished, resultsName, resultsText, started, uuid } from "./results";
import type { Shelf, Sound } from "./score";

class Box {
  readonly held = new Map<string, string>();
  full = false;
  getItem(key: string): string | null {
    return this.held.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new Error("no room");
    this.held.set(key, value);
  }
  removeItem(key: string): void {
    this.held.delete(key);
  }
}

class Ears {
  readonly said: string[] = [];
  readonly played: { tone: string; after_s: number }[] = [];
  say(text: string): void {
    this.said.push(text);
  }
  play(tone: string, after_s = 0): void {
    this.played.push({ tone, after_s });
  }
}

const START_MS = Date.parse("2026-11-26T18:00:00Z");
const tick = (at_s: number): Sound => ({ at_s, kind: "tone", text: "", tone: "count" });
const ONE = score([
  { kind: "show", title: "Hello", say: "Hello." },
  { kind: "pulse", seconds: 2, say: "Go.", sounds: [0, 0.5, 1, 1.5].map(tick), phase: "pulse" },
  { kind: "ask", title: "Felt?", question: question() },
  { kind: "hold", seconds: 60, grain_s: 60, phase: "hold" },
]);

let box: Box;
let ears: Ears;
let live: Live | null;
const keep = (): Keep => new Keep(box);
const pass = (ms: number): void => void vi.advanceTimersByTime(ms);

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
  box = new Box();
  ears = new Ears();
  live = null;
});
afterEach(() => {
  live?.leave();
  vi.useRealTimers();
});

function begun(): Live {
  live = Live.begin(offer(ONE), keep(), ears);
  return live;
}

describe("a session on the page", () => {
  it("hands each tone to the sound card once, a little ahead", () => {
    const one = begun();
    expect(ears.said).toEqual(["Hello."]);
    pass(1000);
    one.press("continue");
    pass(2050);
    expect(ears.played.filter(({ tone }) => tone === "count")).toHaveLength(4);
    for (const { after_s } of ears.played) expect(after_s).toBeLessThan(0.4);
    expect(ears.said).toEqual(["Hello.", "Go."]);
    expect(one.beat.title).toBe("Felt?");
  });

  it("is silent about what passed while the phone slept", () => {
    const one = begun();
    one.press("continue");
    vi.setSystemTime(START_MS + 60_000);
    one.tick();
    expect(one.beat.title).toBe("Felt?");
    expect(ears.played.length).toBeLessThan(2);
  });

  it("does not run backwards when the clock is set back", () => {
    const one = begun();
    pass(10_000);
    vi.setSystemTime(START_MS - 3_600_000);
    one.press("continue");
    pass(2_100);
    expect(one.beat.title).toBe("Felt?");
    expect(one.now_s).toBeGreaterThan(11);
    expect(one.now_s).toBeLessThan(13);
  });

  it("refuses in words and goes on", () => {
    const one = begun();
    one.press("resume");
    expect(one.refusal).toContain("cannot resume");
    one.press("continue");
    expect(one.refusal).toBe("");
  });

  it("counts down after a pause, and is silent while it is paused", () => {
    const one = begun();
    one.press("skip");
    one.press("skip");
    one.press("answer", 3);
    pass(5_000);
    one.press("pause");
    one.press("resume");
    pass(1_100);
    one.press("pause");
    pass(5_000);
    expect(ears.said.slice(-2)).toEqual(["3", "2"]);
  });
});

describe("what is kept", () => {
  it("is there after every answer, and gone on with", () => {
    const one = begun();
    one.press("skip");
    one.press("skip");
    one.press("answer", 7);
    pass(20_000);
    const found = keep().running;
    expect(found?.running.session.answers).toMatchObject([{ label: "felt", value: 7 }]);
    expect(found?.running.elapsed_s).toBeGreaterThan(14);
    one.leave();
    pass(3_600_000);
    const again = keep().running;
    if (!again) throw new Error("nothing was kept");
    live = Live.goOn(again.running, again.score, keep(), ears);
    expect(live.place.index).toBe(3);
    pass(61_000);
    expect(live.place.over).toBe("done");
    const [over] = keep().over;
    expect(over?.session.answers).toHaveLength(1);
    expect(over?.session.beats.map((beat) => beat.index)).toEqual([0, 1, 2, 3, 3]);
    expect(over?.session.why).toBe("done");
    expect(keep().running).toBeNull();
  });

  it("can be closed without going on", () => {
    begun().press("skip");
    pass(6_000);
    live?.leave();
    const found = keep().running;
    if (!found) throw new Error("nothing was kept");
    pass(100_000);
    Live.close(found.running, keep());
    expect(keep().running).toBeNull();
    const [over] = keep().over;
    expect(over?.session.why).toBe("ended");
    expect(Date.parse(over?.session.ended_at ?? "") - START_MS).toBeLessThan(10_000);
  });

  it("survives a crash between the two writings of an end", () => {
    const one = begun();
    const before = new Map(box.held);
    one.press("stop");
    for (const [key, value] of before) if (!key.endsWith("over")) box.held.set(key, value);
    expect(keep().running).toBeNull();
    expect(keep().over).toHaveLength(1);
  });

  it("is marked when handed back, and deleted when asked for", () => {
    begun().press("stop");
    const one = keep();
    const ids = one.over.map((kept) => kept.session.id);
    one.handed(ids);
    expect(one.over.map((kept) => kept.handed)).toEqual([true]);
    one.remove(ids);
    expect(one.over).toEqual([]);
  });

  it("says when there is no room, and damaged storage counts as empty", () => {
    box.full = true;
    const full = keep();
    live = Live.begin(offer(ONE), full, ears);
    expect(full.sound).toBe(false);
    box.full = false;
    box.held.set("innervate.player.over", "{");
    expect(keep().over).toEqual([]);
  });

  it("plays the scores of an offer in turn", () => {
    const two = offer(ONE, { ...ONE, seed: 1 });
    const seeds = [0, 1, 2].map(() => {
      const one = Live.begin(two, keep(), ears);
      one.press("stop");
      return one.score.seed;
    });
    expect(seeds).toEqual([0, 1, 0]);
  });
});

describe("the file", () => {
  it("holds the sessions, with times and a name of its own", () => {
    const session = finished(started(ONE, START_MS), "done", 61.5);
    expect(session.ended_at).toBe("2026-11-26T18:01:01.500Z");
    const file: unknown = JSON.parse(resultsText([session], START_MS, "a phone"));
    expect(file).toMatchObject({ form: "innervate-results-1", sessions: [{ why: "done" }] });
    expect(resultsName(START_MS)).toBe("innervate-results-2026-11-26-18-00.json");
  });

  it("names sessions so that no two are alike", () => {
    const ids = Array.from({ length: 100 }, uuid);
    expect(new Set(ids).size).toBe(100);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("the shelf", () => {
  const shelf: Shelf = {
    form: "innervate-player-1",
    version: "1",
    offers: [
      { ...offer(ONE), key: "a" },
      { ...offer(ONE), key: "b" },
      { ...offer(score([], { protocol: "other" })), family: "new" },
    ],
  };

  it("lists each protocol once, with all its offers", () => {
    const found = families(shelf);
    expect(found.map((one) => one.title)).toEqual(["Feel a muscle", "new"]);
    expect(found[0]?.entries.map((one) => one.offers.length)).toEqual([2]);
    expect(entryOf(shelf, "nothing")).toBeNull();
  });
});
