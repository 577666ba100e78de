// Which muscle is meant: by an arrow key from another one, or by a finger that missed a little.

const REACHES_PX = [6, 12, 18, 24];
const AHEAD_PX = 2;

function middle(shape: Element): [number, number] {
  const box = shape.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** The nearest place in the direction of an arrow key, across all pictures; Home and End too. */
export function next<T extends Element>(key: string, from: T, places: readonly T[]): T | null {
  if (key === "Home") return places[0] ?? null;
  if (key === "End") return places[places.length - 1] ?? null;
  const turn = { ArrowRight: 0, ArrowDown: 1, ArrowLeft: 2, ArrowUp: 3 }[key];
  if (turn === undefined) return null;
  const [x, y] = middle(from);
  let best: T | null = null;
  let least = Infinity;
  for (const place of places) {
    const [px, py] = middle(place);
    const [dx, dy] = [px - x, py - y];
    const ahead = [dx, dy, -dx, -dy][turn] ?? 0;
    const aside = Math.abs(turn % 2 === 0 ? dy : dx);
    if (place === from || ahead < AHEAD_PX) continue;
    const far = ahead + 2 * aside;
    if (far < least) [best, least] = [place, far];
  }
  return best;
}

/** The place nearest to a point that is on none, looking a little around it. */
export function nearby(clientX: number, clientY: number): SVGGElement | null {
  for (const reach of REACHES_PX)
    for (let eighth = 0; eighth < 8; eighth++) {
      const angle = (eighth * Math.PI) / 4;
      const x = clientX + reach * Math.cos(angle);
      const hit = document.elementFromPoint(x, clientY + reach * Math.sin(angle));
      const place = hit?.closest<SVGGElement>("g[data-place]");
      if (place) return place;
    }
  return null;
}
