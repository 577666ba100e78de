// SVG path data: read, written short, drawn as a polygon, cut along a line.

const ARGUMENTS = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const FLAG = /[01]/y;
const STEPS = 12;

/** The commands of a path with absolute coordinates: [letter, ...numbers][]. */
export function read(text) {
  const commands = [];
  let at = 0;
  let letter = "";
  let here = [0, 0];
  let start = [0, 0];
  const skip = () => {
    while (/[\s,]/.test(text[at] ?? "")) at += 1;
  };
  const take = (pattern) => {
    skip();
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) throw new Error(`not a path at ${at}: ${text.slice(at, at + 20)}`);
    at = pattern.lastIndex;
    return Number(found[0]);
  };
  for (skip(); at < text.length; skip()) {
    if (/[a-z]/i.test(text[at])) letter = text[at++];
    else if (letter.toUpperCase() === "M") letter = letter === "m" ? "l" : "L";
    const name = letter.toUpperCase();
    const count = ARGUMENTS[name];
    if (count === undefined) throw new Error(`there is no path command ${letter}`);
    const values = Array.from({ length: count }, (_, index) =>
      take(name === "A" && (index === 3 || index === 4) ? FLAG : NUMBER),
    );
    const command = [name, ...absolute(name, values, letter === name ? [0, 0] : here)];
    commands.push(command);
    here = end(command, here, start);
    if (name === "M") start = here;
  }
  return commands;
}

/** The path as short text: relative commands, coordinates rounded without the error adding up. */
export function write(commands, digits = 1) {
  const scale = 10 ** digits;
  const round = (value) => Math.round(value * scale) / scale;
  let here = [0, 0];
  let start = [0, 0];
  let text = "";
  let last = "";
  for (const [name, ...values] of commands) {
    const back = here.map((value) => -value);
    const numbers = absolute(name, absolute(name, values, [0, 0]).map(round), back).map(round);
    const letter = name === "M" ? "M" : name.toLowerCase();
    const written = name === "M" ? values.map(round) : numbers;
    text += letter === last && name !== "M" ? joined(written, true) : letter + joined(written);
    last = letter;
    here = end([name, ...values.map(round)], here, start);
    if (name === "M") start = here;
  }
  return text;
}

/** The first outline of a path as a polygon [[x, y], …]; arcs, tiny in these drawings, as chords. */
export function polygon(path) {
  const next = path.findIndex(([name], index) => index && name === "M");
  const commands = next < 0 ? path : path.slice(0, next);
  const points = [];
  let here = [0, 0];
  let handle = null;
  for (const [name, ...v] of commands) {
    if (name === "Z") continue;
    const to = end([name, ...v], here, here);
    const mirrored = handle ? here.map((value, axis) => 2 * value - handle[axis]) : here;
    const handles = {
      C: () => [v.slice(0, 2), v.slice(2, 4)],
      S: () => [mirrored, v.slice(0, 2)],
      Q: () => [v.slice(0, 2)],
      T: () => [mirrored],
    }[name]?.();
    if (handles) {
      for (let step = 1; step <= STEPS; step += 1)
        points.push(curve([here, ...handles, to], step / STEPS));
      handle = handles.at(-1);
    } else {
      points.push(to);
      handle = null;
    }
    here = to;
  }
  return points;
}

/** The part of a polygon on one side of the line from a to b: the left as one walks on screen. */
export function cut(points, [a, b]) {
  const side = ([x, y]) => (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
  const kept = [];
  points.forEach((point, index) => {
    const next = points[(index + 1) % points.length];
    const [here, there] = [side(point), side(next)];
    if (here <= 0) kept.push(point);
    if (here < 0 !== there < 0 && here !== there) {
      const part = here / (here - there);
      kept.push(point.map((value, axis) => value + part * (next[axis] - value)));
    }
  });
  return kept;
}

/** A polygon as commands, without the points that lie within `off` of the line past them. */
export function closed(points, off = 0.1) {
  const kept = [];
  let from = 0;
  for (let at = 1; at < points.length; at += 1) {
    const skipped = points.slice(from + 1, at + 1);
    const past = points[(at + 1) % points.length];
    if (!skipped.some((point) => distance(point, points[from], past) > off)) continue;
    kept.push(points[at]);
    from = at;
  }
  const ring = [points[0], ...kept];
  return [...ring.map((point, index) => [index ? "L" : "M", ...point]), ["Z"]];
}

function distance([x, y], from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  if (!length) return Math.hypot(x - from[0], y - from[1]);
  return Math.abs(dx * (y - from[1]) - dy * (x - from[0])) / length;
}

function absolute(name, values, [x, y]) {
  if (name === "H") return [values[0] + x];
  if (name === "V") return [values[0] + y];
  if (name === "A") return [...values.slice(0, 5), values[5] + x, values[6] + y];
  return values.map((value, index) => value + (index % 2 ? y : x));
}

function end([name, ...values], [x, y], start) {
  if (name === "Z") return start;
  if (name === "H") return [values[0], y];
  if (name === "V") return [x, values[0]];
  return values.slice(-2);
}

function curve(points, part) {
  if (points.length === 1) return points[0];
  const nearer = points
    .slice(1)
    .map((point, index) => point.map((v, axis) => points[index][axis] * (1 - part) + v * part));
  return curve(nearer, part);
}

function joined(values, goesOn = false) {
  return values.reduce((text, value, index) => {
    const word = String(value).replace(/^(-?)0\./, "$1.");
    const apart = (index || goesOn) && !word.startsWith("-");
    return text + (apart ? " " : "") + word;
  }, "");
}
