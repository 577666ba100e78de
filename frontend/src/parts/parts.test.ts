import { expect, it } from "vitest";
import type { BodyDrawing, BodyShape, View } from "../lib/types";
import { bestView, rolesOf } from "./MuscleMap.svelte";

const shape = (muscle: string, d: string): BodyShape => ({
  muscle,
  side: "left",
  d: [d],
  clip: null,
  transform: "",
  deep: false,
});
const view = (name: View, shapes: BodyShape[]): BodyDrawing["views"][number] => ({
  view: name,
  body: "female",
  viewbox: [0, 0, 1, 1],
  outline: [],
  shapes,
});

it("turns to the side of the body that shows most of a muscle", () => {
  const all: BodyDrawing = {
    licence: "",
    views: [
      view("front", [shape("latissimus_dorsi", "M0 0"), shape("pectoralis_major", "M0 0h9v9z")]),
      view("back", [shape("latissimus_dorsi", "M0 0h9v9h9z")]),
    ],
  };
  expect(bestView(all, "female", "latissimus_dorsi")).toBe("back");
  expect(bestView(all, "female", "pectoralis_major")).toBe("front");
  expect(bestView(all, "female", "soleus")).toBeNull();
});

it("gives a part without a side to both", () => {
  expect(
    rolesOf([
      { muscle: "a", side: null, role: "watched" },
      { muscle: "b", side: "left", role: "target" },
    ]),
  ).toEqual({ "a left": "watched", "a right": "watched", a: "watched", "b left": "target" });
});
