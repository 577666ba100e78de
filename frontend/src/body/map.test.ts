import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BodyDrawing, BodyShape, MuscleSide, Role, Side } from "../lib/types";
import BodyMap from "./BodyMap.svelte";
import {
  aligned,
  closeUp,
  fillOf,
  FILLS,
  keyOf,
  measuredIn,
  STEPS,
  stepOf,
  views,
} from "./drawing";

const shape = (muscle: string, side: Side | null, y: number, deep = false): BodyShape => ({
  muscle,
  side,
  d: [`M10 ${y}h5v5z`, `M20 ${y}h5v5z`],
  clip: null,
  transform: side === "left" ? "matrix(-1 0 0 1 100 0)" : "",
  deep,
});

const DRAWING: BodyDrawing = {
  licence: "",
  views: [
    {
      view: "back",
      body: "female",
      viewbox: [100, 0, 100, 200],
      outline: ["M0 0h1"],
      shapes: [shape("soleus", "left", 160), shape("soleus", "right", 160)],
    },
    {
      view: "front",
      body: "female",
      viewbox: [0, 0, 100, 200],
      outline: ["M0 0h1"],
      shapes: [
        shape("transversus", null, 90, true),
        shape("biceps_brachii", "left", 60),
        shape("biceps_brachii", "right", 60),
        shape("pectoralis_major", "left", 40),
        shape("pectoralis_major", "left", 42),
      ],
    },
    { view: "front", body: "male", viewbox: [0, 0, 1, 1], outline: [], shapes: [] },
  ],
};

beforeEach(() => {
  vi.stubGlobal("fetch", (path: string) =>
    Promise.resolve(new Response(JSON.stringify(path.includes("body-map") ? DRAWING : []))),
  );
});
afterEach(() => vi.unstubAllGlobals());

describe("the drawing", () => {
  it("is gathered by muscle and side, front first, from head to foot, deep ones last", () => {
    const [front, back] = views(DRAWING, "female", "both");
    expect(front?.view).toBe("front");
    expect(back?.view).toBe("back");
    expect(front?.muscles.map((each) => each.key)).toEqual([
      "pectoralis_major left",
      "biceps_brachii left",
      "biceps_brachii right",
      "transversus",
    ]);
    expect(front?.muscles[0]?.shapes).toHaveLength(2);
    expect(views(DRAWING, "male", "front")).toHaveLength(1);
    expect(views(DRAWING, "female", "back").map((each) => each.view)).toEqual(["back"]);
  });
  it("draws front and back at one scale, with the feet on one line", () => {
    const boxes = aligned([
      [-50, -40, 734, 1538],
      [756, 0, 774, 1448],
    ]);
    expect(boxes).toEqual([
      [-70, -40, 774, 1538],
      [756, -40, 774, 1538],
    ]);
    const [front, back] = views(
      {
        ...DRAWING,
        views: DRAWING.views.map((each) =>
          each.view === "back" ? { ...each, viewbox: [90, 10, 120, 180] } : each,
        ),
      },
      "female",
      "both",
    );
    expect(front?.viewbox).toBe("-10 0 120 200");
    expect(back?.viewbox).toBe("90 0 120 200");
    expect(views(DRAWING, "female", "front")[0]?.viewbox).toBe("0 0 100 200");
  });
  it("shows only views in which something is measured, and all where nothing is", () => {
    const all = views(DRAWING, "female", "both");
    expect(measuredIn(all, new Set(["soleus left"])).map((each) => each.view)).toEqual(["back"]);
    expect(measuredIn(all, new Set(["masseter left"]))).toHaveLength(2);
  });
  it("comes close at one scale, about the midline, inside the body's own box", () => {
    const covers = [
      { viewbox: "0 0 100 200", left: 40, right: 70, top: 50, bottom: 70 },
      { viewbox: "100 0 100 200", left: 140, right: 160, top: 60, bottom: 90 },
    ];
    const boxes = closeUp(covers).map((box) => box.split(" ").map(Number));
    const [front = [], back = []] = boxes;
    expect(front[2]).toBe(back[2]);
    expect(front[3]).toBe(back[3]);
    expect((front[0] ?? 0) + (front[2] ?? 0) / 2).toBeCloseTo(50);
    expect(front[1]).toBe(0); // the head is near
    expect((front[1] ?? 0) + (front[3] ?? 0)).toBeGreaterThan(90);
    const legs = closeUp([{ viewbox: "0 0 100 200", left: 5, right: 95, top: 150, bottom: 199 }]);
    const [x = 0, y = 0, wide = 0, tall = 0] = (legs[0] ?? "").split(" ").map(Number);
    expect([x, wide]).toEqual([0, 100]);
    expect(y).toBeGreaterThan(90);
    expect(y + tall).toBeCloseTo(200);
    expect(closeUp([])).toEqual([]);
  });
});

describe("the ramp", () => {
  it("has a step for each percentage, and none where nothing is measured", () => {
    expect([0, 50, 100, 130, -5].map(stepOf)).toEqual([0, STEPS / 2, STEPS, STEPS, 0]);
    expect(stepOf(null)).toBe(-1);
    expect(stepOf(NaN)).toBe(-1);
  });
  it("meets the tokens and lies between them elsewhere", () => {
    expect(fillOf(0)).toBe("var(--act-0)");
    expect(fillOf(STEPS)).toBe("var(--act-10)");
    expect(fillOf(5)).toBe("color-mix(in oklab, var(--act-1), var(--act-2) 25%)");
    expect(new Set(FILLS).size).toBe(STEPS + 1);
  });
});

describe("the body map", () => {
  interface Props {
    selectable?: boolean;
    roles?: Record<string, Role>;
    levels?: Record<string, number | null>;
    onselect?: (chosen: MuscleSide) => void;
  }
  async function drawn(props: Props) {
    const target = document.createElement("div");
    document.body.append(target);
    const map = mount(BodyMap, { target, props });
    await vi.waitFor(() => {
      flushSync();
      expect(target.querySelector("svg")).not.toBeNull();
    });
    const at = (key: string): SVGGElement =>
      target.querySelector<SVGGElement>(`g[data-key="${key}"]`) as SVGGElement;
    return { target, map, at, end: () => unmount(map) };
  }

  it("lights a muscle, and touches the page only when its colour changes", async () => {
    const { map, at, end } = await drawn({});
    const { style } = at("pectoralis_major left");
    const set = vi.spyOn(style, "setProperty");
    map.light("pectoralis_major", "left", 50);
    map.light("pectoralis_major", "left", 50.4);
    map.light("pectoralis_major", "left", 49.9);
    expect(set.mock.calls).toEqual([["fill", "var(--act-5)"]]);
    map.light("pectoralis_major", "left", 80);
    expect(set).toHaveBeenCalledTimes(2);
    map.light("pectoralis_major", "left", null);
    expect(style.getPropertyValue("fill")).toBe("");
    await end();
  });
  it("lights both sides where the side is not known, and only the one that is meant elsewhere", async () => {
    const { map, at, end } = await drawn({});
    map.light("biceps_brachii", null, 100);
    const fill = (key: string): string => at(key).style.getPropertyValue("fill");
    expect(fill("biceps_brachii left")).toBe("var(--act-10)");
    expect(fill("biceps_brachii right")).toBe("var(--act-10)");
    map.light("biceps_brachii", "right", 0);
    expect(fill("biceps_brachii left")).toBe("var(--act-10)");
    expect(fill("biceps_brachii right")).toBe("var(--act-0)");
    await end();
  });
  it("shows levels and roles that it is given", async () => {
    const key = keyOf("soleus", "right");
    const { at, end } = await drawn({ levels: { [key]: 100 }, roles: { [key]: "target" } });
    expect(at(key).style.getPropertyValue("fill")).toBe("var(--act-10)");
    expect(at(key).classList.contains("target")).toBe(true);
    await end();
  });
  it("is a picture with a name where nothing can be chosen", async () => {
    const { target, end } = await drawn({});
    const svg = target.querySelector("svg");
    expect(svg?.getAttribute("role")).toBe("img");
    expect(svg?.getAttribute("aria-label")).toBe("Body map, front");
    expect(target.querySelector("[tabindex]")).toBeNull();
    expect(target.querySelector("button")).toBeNull();
    await end();
  });
  it("is chosen from by hand and by key, with one stop for Tab, and never a deep muscle", async () => {
    const chosen: MuscleSide[] = [];
    const { target, at, end } = await drawn({
      selectable: true,
      onselect: (one) => chosen.push(one),
    });
    const places = [...target.querySelectorAll("g[data-place]")];
    expect(places).toHaveLength(5);
    expect(places.filter((each) => each.getAttribute("tabindex") === "0")).toHaveLength(1);
    for (const place of places) expect(place.getAttribute("aria-label")).toMatch(/, \w+ view$/);
    expect(at("transversus").hasAttribute("data-place")).toBe(false);
    at("biceps_brachii left").dispatchEvent(new MouseEvent("click", { bubbles: true }));
    const key = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    at("soleus right").dispatchEvent(key);
    expect(chosen).toEqual([
      { muscle: "biceps_brachii", side: "left" },
      { muscle: "soleus", side: "right" },
    ]);
    await end();
  });
  it("offers the same choice as a list of buttons", async () => {
    const chosen: MuscleSide[] = [];
    const { target, end } = await drawn({
      selectable: true,
      onselect: (one) => chosen.push(one),
    });
    const buttons = [...target.querySelectorAll("button")];
    expect(buttons.map((each) => each.textContent)).toContain("Left pectoralis major");
    buttons.find((each) => each.textContent === "Right soleus")?.click();
    expect(chosen).toEqual([{ muscle: "soleus", side: "right" }]);
    await end();
  });
});
