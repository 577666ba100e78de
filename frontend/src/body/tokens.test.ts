import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { contrast, difference, linear, oklab, seen, type Triple, type Vision } from "./colour";

const css = readFileSync("src/tokens.css", "utf8");
type Tokens = Map<string, string>;

/** The custom properties of the first rule behind `selector`. */
function tokens(selector: string): Tokens {
  const at = css.indexOf(selector);
  const rule = css.slice(css.indexOf("{", at) + 1, css.indexOf("}", at));
  const found = rule.matchAll(/(--[\w-]+):\s*([^;]+);/g);
  return new Map([...found].map(([, name, value]) => [name ?? "", (value ?? "").trim()]));
}

const LIGHT = tokens(":root {");
const DARK = new Map([...LIGHT, ...tokens(':root[data-theme="dark"] {')]);
const DARK_BY_SYSTEM = tokens(':root:not([data-theme="light"]) {');
const THEMES: [string, Tokens][] = [
  ["light", LIGHT],
  ["dark", DARK],
];
const BLIND: Vision[] = ["protanopia", "deuteranopia", "tritanopia"];

const colour = (theme: Tokens, name: string): Triple => linear(theme.get(`--${name}`) ?? "");
const ramp = (theme: Tokens): Triple[] =>
  Array.from({ length: 11 }, (_, step) => colour(theme, `act-${step}`));
const steps = (values: number[]): number[] =>
  values.slice(1).map((value, at) => value - (values[at] ?? NaN));

describe("the two dark blocks", () => {
  it("say the same", () => {
    expect(DARK_BY_SYSTEM.size).toBeGreaterThan(20);
    const chosen = tokens(':root[data-theme="dark"] {');
    expect(Object.fromEntries(DARK_BY_SYSTEM)).toEqual(Object.fromEntries(chosen));
  });
});

describe.each(THEMES)("the activation ramp in the %s theme", (name, theme) => {
  const direction = name === "light" ? -1 : 1;
  const lightness = (colours: Triple[]): number[] => colours.map((each) => oklab(each)[0]);

  it("is even in lightness: no step more than a fifth from the mean step", () => {
    const sizes = steps(lightness(ramp(theme))).map((size) => size * direction);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(0.04);
    for (const size of sizes) expect(Math.abs(size - mean)).toBeLessThan(0.2 * mean);
  });

  it.each(BLIND)("stays in order and each step can be told from the next under %s", (vision) => {
    const colours = ramp(theme).map((each) => seen(each, vision));
    for (const size of steps(lightness(colours))) expect(size * direction).toBeGreaterThan(0.025);
    colours
      .slice(1)
      .forEach((each, at) => expect(difference(each, colours[at] ?? each)).toBeGreaterThan(0.03));
  });

  it("has a body line that is seen against the page", () => {
    expect(contrast(colour(theme, "body-line"), colour(theme, "card"))).toBeGreaterThan(2.7);
  });
});

describe.each(THEMES)("text in the %s theme has the contrast of WCAG AA", (_name, theme) => {
  const pairs: [string, string][] = [
    ...["paper", "card", "sunk"].flatMap((ground): [string, string][] =>
      ["ink", "soft", "target", "watched", "other", "good", "doubt", "bad"].map((text) => [
        text,
        ground,
      ]),
    ),
    ["on-target", "target"],
    ["on-bad", "bad"],
    ["on-banner", "banner"],
    ["ink", "good-soft"],
    ["ink", "doubt-soft"],
    ["ink", "bad-soft"],
    ["good", "good-soft"],
    ["doubt", "doubt-soft"],
    ["bad", "bad-soft"],
  ];
  it.each(pairs)("%s on %s", (text, ground) => {
    expect(contrast(colour(theme, text), colour(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["paper", "card"])("edges of what can be pressed are seen on %s", (ground) => {
    expect(contrast(colour(theme, "edge"), colour(theme, ground))).toBeGreaterThanOrEqual(3);
  });
});

describe("colour arithmetic", () => {
  it("knows black and white", () => {
    expect(contrast(linear("#000000"), linear("#ffffff"))).toBeCloseTo(21);
    expect(oklab(linear("#ffffff"))[0]).toBeCloseTo(1, 4);
  });
  it("refuses what is no colour", () => {
    expect(() => linear("red")).toThrow("not a colour");
  });
  it("keeps grey grey under every vision", () => {
    for (const vision of BLIND) {
      const grey = linear("#808080");
      seen(grey, vision).forEach((part, at) => expect(part).toBeCloseTo(grey[at] ?? NaN, 2));
    }
  });
});
