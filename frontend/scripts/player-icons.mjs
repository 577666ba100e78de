// The icon of the player as PNG files, drawn from the same figures as public/icon.svg.
import { crc32, deflateSync } from "node:zlib";

const GROUND = [0x10, 0x13, 0x18];
const LINE = [0xf1, 0xb7, 0x3b];
const BOX = 32; // the view box of icon.svg
const HALF = 1.2; // half the width of its line
const PATH = [
  [4, 17], [9, 17], [11, 13], [14, 24], [18, 6], [21, 20], [23, 17], [28, 17],
]; // prettier-ignore

/** The icon, so many pixels wide, to the edge on all sides as home screens want it. */
export function icon(size) {
  const rows = Buffer.alloc(size * (1 + 4 * size));
  const zoom = BOX / (size * 0.8); // a margin, for some systems cut the corners off
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const at = [(x + 0.5 - size / 2) * zoom + BOX / 2, (y + 0.5 - size / 2) * zoom + BOX / 2];
      const share = Math.min(Math.max((HALF - distance(at)) / zoom + 0.5, 0), 1);
      const colour = GROUND.map((low, of) => Math.round(low + share * (LINE[of] - low)));
      rows.set([...colour, 255], y * (1 + 4 * size) + 1 + 4 * x);
    }
  return png(size, rows);
}

function distance([x, y]) {
  const parts = PATH.slice(1).map(([toX, toY], of) => {
    const [fromX, fromY] = PATH[of];
    const [dx, dy] = [toX - fromX, toY - fromY];
    const along = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy);
    const part = Math.min(Math.max(along, 0), 1);
    return Math.hypot(x - fromX - part * dx, y - fromY - part * dy);
  });
  return Math.min(...parts);
}

function png(size, rows) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", "")];
  return Buffer.concat([signature, ...chunks]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), Buffer.from(data)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
