import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { meant, pagesOf, shapeOf, usesOf } from "../lib/atlas";
import Atlas from "../pages/Atlas.svelte";
import { fresh, show, type Shown } from "../testing/page";
import { CHEST, KNOWN, MUSCLES, serve } from "../testing/server";
import Exercises from "../pages/Exercises.svelte";
import { byFamily, loadWords, tempoWords } from "./exercise";
import { STEPS, stepAt, TOTAL_S } from "./feeling";

let page: Shown | null = null;

beforeEach(fresh);
afterEach(async () => {
  await page?.close();
  page = null;
  vi.unstubAllGlobals();
});

describe("the atlas", () => {
  const [chest, biceps, glute] = MUSCLES;
  if (!chest || !biceps || !glute) throw new Error("three muscles are needed");
  const deep = { ...biceps, key: "transversus", drawn_as: "rectus", deep: "No sensor shows it." };
  const named = { ...glute, key: "named", atlas: false, anatomy: null, feel: null };

  it("means the muscle of the shape, or those drawn in its place", () => {
    const rectus = { ...chest, key: "rectus" };
    const all = [chest, deep, rectus, named];
    expect(pagesOf(all)).not.toContain(named);
    expect(meant(all, chest.key)).toEqual([chest]);
    expect(meant(all, "rectus").map((one) => one.key)).toEqual(["rectus", "transversus"]);
    expect(meant(all, "named")).toEqual([]);
    expect(shapeOf(deep)).toBe("rectus");
    expect(shapeOf(chest)).toBe(chest.key);
  });

  it("knows what trains a muscle", () => {
    expect(usesOf([CHEST], "pectoralis_major").target).toEqual([CHEST]);
    expect(usesOf([CHEST], "biceps_brachii")).toEqual({ target: [], helps: [CHEST] });
  });

  it("says where a muscle is, what it does and what trains it", async () => {
    serve({ ...KNOWN });
    page = show(Atlas, { rest: "pectoralis_major/left" });
    await page.settle();
    expect(page.text()).toContain("Left pectoralis major");
    for (const words of ["bone one", "bone two", "bends the joint", "a nerve", "A finger on its"]) {
      expect(page.text()).toContain(words);
    }
    expect(page.text()).toContain("One side of the chest at a time");
  });

  it("says so where a muscle is not known", async () => {
    serve({ ...KNOWN });
    page = show(Atlas, { rest: "wing" });
    await page.settle();
    expect(page.root.querySelector("[role=alert]")?.textContent).toContain("no muscle “wing”");
  });
});

describe("the task", () => {
  it("is 20 s of looking, 20 s with closed eyes, and three light flexes", () => {
    expect(TOTAL_S).toBe(70);
    expect(stepAt(0)?.title).toBe("Look");
    expect(stepAt(20)?.title).toBe("Eyes closed");
    expect(stepAt(40)?.title).toBe("Light flex 1 of 3");
    expect(STEPS.filter((one) => one.title.startsWith("Light flex"))).toHaveLength(3);
    expect(stepAt(69.9)?.title).toBe("Let go");
    expect(stepAt(70)).toBeNull();
  });
});

describe("the exercises", () => {
  it("are listed by family, with every way of doing them in words", () => {
    const walk = { ...CHEST, key: "walk", family: "gait" };
    const groups = byFamily([walk, CHEST]).map((one) => one.title);
    expect(groups).toEqual(["Chest", "Walking and running"]);
    expect(tempoWords("3-1-2-0")).toBe("3-1-2-0 (3 s lowering, 1 s pause, 2 s lifting)");
    const load = { kind: "barbell", percent: null, status: "ours", source: "" };
    expect(loadWords(load)).toBe("barbell");
    expect(loadWords({ ...load, percent: [20, 60] })).toContain("20 to 60 %");
  });

  it("each say who is asked for and what to think of", async () => {
    serve({ ...KNOWN });
    page = show(Exercises, { rest: CHEST.key });
    await page.settle();
    expect(page.text()).toContain(CHEST.name);
    expect(page.text()).toContain(`“${CHEST.cue.internal}”`);
    expect(page.button("pectoralis major").getAttribute("href")).toBe("#/atlas/pectoralis_major");
  });

  it("say so where one is not known", async () => {
    serve({ ...KNOWN });
    page = show(Exercises, { rest: "flying" });
    await page.settle();
    expect(page.root.querySelector("[role=alert]")?.textContent).toContain("no exercise “flying”");
  });
});
