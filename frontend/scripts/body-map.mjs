// Builds src/innervate/body/drawing.json: the muscles of the product on the drawn body.
//
// The drawing is that of the npm package react-native-body-highlighter (MIT). Its parts are named
// after what a person trains; here each part gets the muscle that lies there. Only the parts on the
// left of the picture are used, the others are their mirror image, as the package orders and draws
// the two halves differently.
//
//   node frontend/scripts/body-map.mjs [where the JSON goes]

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { closed, cut, polygon, read, write } from "./path.mjs";
import { PICTURES } from "./muscles.mjs";

const PACKAGE = "react-native-body-highlighter";
const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "../../src/innervate/body/drawing.json");

const home = dirname(require.resolve(`${PACKAGE}/package.json`));

function view(picture) {
  const parts = Object.values(require(join(home, "dist/assets", picture.parts))).find(
    Array.isArray,
  );
  const path = (slug, index = 0, side = "left") => {
    const found = parts.find((part) => part.slug === slug)?.path[side]?.[index];
    if (!found) throw new Error(`${picture.parts} has no ${side} ${slug} ${index}`);
    return read(found);
  };
  const outside = ["hair", "head"]
    .filter((slug) => parts.some((part) => part.slug === slug))
    .map((slug) => path(slug, 0, "common"));
  return {
    view: picture.view,
    body: picture.body,
    viewbox: picture.viewbox,
    outline: [outline(picture), ...outside].map((one) => write(closed(polygon(one), 0.4), 0)),
    shapes: picture.muscles.flatMap((one) => pair(picture, one, path)),
  };
}

function outline({ wrapper, view }) {
  const source = readFileSync(join(home, "dist/components", wrapper), "utf8");
  const found = source.match(new RegExp(`side === "${view}" && \\(<[^>]*? d="([^"]+)"`));
  if (!found) throw new Error(`${wrapper} has no outline of the ${view}`);
  return read(found[1]);
}

/** A muscle twice: as drawn on the picture's left, and mirrored. */
function pair(picture, { muscle, of = [], drawn, lines = [], deep = false }, path) {
  const whole = drawn ? [read(drawn)] : of.map(([slug, index]) => path(slug, index));
  const shapes = lines.length
    ? whole.map((one) => closed(lines.reduce((points, line) => cut(points, line), polygon(one))))
    : whole;
  const d = shapes.map((one) => write(one));
  const sides = picture.view === "front" ? ["right", "left"] : ["left", "right"];
  return sides.map((side, index) => ({
    muscle,
    side,
    d,
    clip: null,
    transform: index ? `matrix(-1 0 0 1 ${2 * picture.middle} 0)` : "",
    deep,
  }));
}

const drawing = {
  licence: `${PACKAGE} ${require(`${PACKAGE}/package.json`).version}\n\n${readFileSync(join(home, "LICENSE"), "utf8")}`,
  views: PICTURES.map(view),
};
writeFileSync(target, `${JSON.stringify(drawing)}\n`);
console.log(`${target}: ${drawing.views.length} views, ${JSON.stringify(drawing).length} bytes`);
