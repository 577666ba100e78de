/** The icon as a PNG file, so many pixels wide. */
export function icon(size: number): Uint8Array;
