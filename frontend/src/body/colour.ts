// Colour arithmetic: enough of it to prove that the activation ramp can be read by everyone.

export type Triple = readonly [number, number, number];

/** `#rrggbb` as linear-light red, green and blue, 0 to 1. */
export function linear(hex: string): Triple {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex.trim())?.[1];
  if (digits === undefined) throw new Error(`"${hex}" is not a colour like #1d6b45`);
  const part = (at: number): number => {
    const value = parseInt(digits.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(0), part(2), part(4)];
}

/** Linear light as OKLab (Ottosson 2020): lightness 0 to 1, and two axes of hue. */
export function oklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** How far apart two colours look, in OKLab. */
export function difference(one: Triple, other: Triple): number {
  const [a, b] = [oklab(one), oklab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The contrast ratio of WCAG 2, 1 to 21. */
export function contrast(one: Triple, other: Triple): number {
  const luminance = ([r, g, b]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

export type Vision = "protanopia" | "deuteranopia" | "tritanopia";

// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light.
const SEEN: Record<Vision, readonly [Triple, Triple, Triple]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** What a person without one kind of cone sees. */
export function seen(colour: Triple, vision: Vision): Triple {
  const row = ([x, y, z]: Triple): number =>
    Math.min(1, Math.max(0, x * colour[0] + y * colour[1] + z * colour[2]));
  const [r, g, b] = SEEN[vision];
  return [row(r), row(g), row(b)];
}
