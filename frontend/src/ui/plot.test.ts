import { afterEach, beforeEach, expect, it } from "vitest";
import TrendPlot from "../parts/TrendPlot.svelte";
import { fresh, show, type Shown } from "../testing/page";

let page: Shown | null = null;

beforeEach(fresh);
afterEach(async () => {
  await page?.close();
  page = null;
});

it("draws marks, whiskers and dates that a browser shows", () => {
  const point = { session: "s1", at: "2026-01-02T10:00:00Z", value: 0.5, low: 0.4, high: 0.6 };
  const trend = { metric: "target_share", unit: "1", subject: "", points: [point] };
  page = show(TrendPlot as never, { trend, label: "Share" });
  const marks = [...page.root.querySelectorAll(".mark, .whisker, .line, .tick, .guide")];
  expect(marks.length).toBeGreaterThan(4);
  const spaces = new Set(marks.map((one) => one.namespaceURI));
  expect([...spaces]).toEqual(["http://www.w3.org/2000/svg"]);
  expect(page.text()).toContain("Share");
});
