// Where in a repetition the tempo is now.

export type Tempo = readonly [eccentric: number, pause: number, concentric: number, top: number];
export type Phase = "eccentric" | "pause" | "concentric" | "top";

const PHASES: readonly Phase[] = ["eccentric", "pause", "concentric", "top"];

export interface Beat {
  phase: Phase;
  /** How far the phase has gone, 0 to 1. */
  gone: number;
  /** Seconds of it that are left. */
  left_s: number;
  /** Where the weight is: 1 at the top, 0 at the bottom. */
  height: number;
}

/**
 * The beat at `now_s`, counted from the start of `phase` at `from_s`.
 *
 * Null before that and where the tempo has no length. A phase of no length is passed over.
 */
export function beatAt(tempo: Tempo, phase: Phase, from_s: number, now_s: number): Beat | null {
  const period_s = tempo.reduce((sum, each) => sum + each, 0);
  let passed_s = now_s - from_s;
  if (!(period_s > 0) || !(passed_s >= 0)) return null;
  passed_s %= period_s;
  const first = PHASES.indexOf(phase);
  for (let turn = 0; turn < PHASES.length; turn++) {
    const at = (first + turn) % PHASES.length;
    const length_s = tempo[at] ?? 0;
    const name = PHASES[at] ?? "eccentric";
    if (passed_s < length_s) {
      const gone = passed_s / length_s;
      return { phase: name, gone, left_s: length_s - passed_s, height: heightOf(name, gone) };
    }
    passed_s -= length_s;
  }
  return null;
}

function heightOf(phase: Phase, gone: number): number {
  if (phase === "eccentric") return 1 - gone;
  if (phase === "pause") return 0;
  return phase === "concentric" ? gone : 1;
}

/** Whether a tone begins a phase of a repetition. */
export function isPhase(tone: string): tone is Phase {
  return (PHASES as readonly string[]).includes(tone);
}

export const PHASE_WORDS: Record<Phase, string> = {
  eccentric: "Down: let go slowly",
  pause: "Pause",
  concentric: "Up: tense",
  top: "Hold",
};

/** "3-1-1-0" */
export function tempoWords(tempo: Tempo): string {
  return tempo.map((each) => String(each)).join("-");
}
