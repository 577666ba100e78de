// The kit's questions, one a page: their order, what each needs, and what comes of the answers.

import { askable, barred, maps, mend, targetsIn, type Answers } from "./channels";
import { against, allWell, only, questionsOf } from "./safety";
import type {
  Exercise,
  FoundSource,
  Probe,
  Safety,
  SafetyAnswers,
  Settings,
  Setup,
  Side,
} from "./types";

export const STEPS = ["safety", "source", "channels", "exercise", "effort", "start"] as const;
export type Step = (typeof STEPS)[number];

export interface Wizard {
  /** Answers to the safety questions. */
  safety: SafetyAnswers;
  /** The rules for electrodes are read and kept. */
  heeded: boolean;
  virtual: boolean;
  source: FoundSource | null;
  probe: Probe | null;
  channels: Answers;
  exercise: string | null;
  side: Side | null;
  calibration: Setup["calibration"] | null;
  load: string;
}

/** A wizard with nothing answered. */
export function blank(): Wizard {
  return {
    safety: {},
    heeded: false,
    virtual: false,
    source: null,
    probe: null,
    channels: {},
    exercise: null,
    side: null,
    calibration: null,
    load: "",
  };
}

/** The load in kilograms; null where none was told, undefined where it is no load. */
export function load(text: string): number | null | undefined {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  const value = Number(plain);
  return Number.isFinite(value) && value >= 0 && value <= 1000 ? value : undefined;
}

export interface Rules {
  safety: Safety;
  exercise: Exercise | null;
}

/** What is still missing at a step, in words; empty where one can go on. */
export function missing(step: Step, wizard: Wizard, rules: Rules): string {
  switch (step) {
    case "safety": {
      if (wizard.virtual) return "";
      const asked = questionsOf(rules.safety, "session", "electrodes");
      if (against(asked, wizard.safety).length > 0) return "Not with this answer: see above.";
      if (!allWell(asked, wizard.safety)) return "Answer every question first.";
      return wizard.heeded ? "" : "Read the rules, and say that you keep them.";
    }
    case "source":
      if (!wizard.source) return "Choose a source first.";
      return wizard.probe ? "" : "Wait until the source has answered.";
    case "channels":
      return wizard.probe
        ? mend(askable(wizard.probe.streams), wizard.channels)
        : "Choose a source first.";
    case "exercise":
      return barred(rules.exercise, wizard.side, wizard.channels);
    case "effort":
      if (simulated(wizard)) return "";
      if (!wizard.calibration) return "Choose one of the three.";
      if (wizard.calibration !== "maximal") return "";
      return allWell(questionsOf(rules.safety, "maximal"), wizard.safety)
        ? ""
        : "Answer the questions with no, or choose one of the others.";
    case "start":
      return load(wizard.load) === undefined ? "Write the load as a number of kilograms." : "";
  }
}

/** The furthest step that may be opened: the first one with something missing. */
export function furthest(wizard: Wizard, rules: Rules): Step {
  return STEPS.find((step) => missing(step, wizard, rules) !== "") ?? "start";
}

/** The step that an address means, or the furthest one before it that is allowed. */
export function allowed(wanted: string, wizard: Wizard, rules: Rules): Step {
  const index = STEPS.findIndex((step) => step === wanted);
  const most = STEPS.indexOf(furthest(wizard, rules));
  return STEPS[Math.min(Math.max(index, 0), most)] as Step;
}

/** The step before and the step after. */
export function beside(step: Step): { before: Step | null; after: Step | null } {
  const index = STEPS.indexOf(step);
  return { before: STEPS[index - 1] ?? null, after: STEPS[index + 1] ?? null };
}

/** Whether the chosen source is the virtual athlete. */
export function simulated(wizard: Wizard): boolean {
  return wizard.source?.simulated ?? false;
}

/** What 100 percent is; the virtual athlete brings maximal trials of its own, whatever was said. */
export function reference(wizard: Wizard): Setup["calibration"] | null {
  return simulated(wizard) ? "maximal" : wizard.calibration;
}

/** The virtual athlete wanted: no electrodes, so no question about them; a real source is left. */
export function asVirtual(wizard: Wizard): Wizard {
  const kept = simulated(wizard) ? {} : { source: null, probe: null, channels: {} };
  return { ...wizard, ...kept, virtual: true };
}

/** Another source chosen: what was said of the old one's channels is forgotten; what the virtual
 * athlete does is known; a real one asks the questions about electrodes. */
export function withSource(wizard: Wizard, source: FoundSource): Wizard {
  if (wizard.source?.source === source.source) return wizard;
  const does = source.simulated ? source.source.split(/[:?]/)[1] : undefined;
  return {
    ...wizard,
    virtual: wizard.virtual && source.simulated,
    source,
    probe: null,
    channels: {},
    exercise: does ?? wizard.exercise,
  };
}

/** What the server makes the session from. */
export function setup(wizard: Wizard, exercise: Exercise, settings: Settings): Setup {
  const channels = wizard.probe ? askable(wizard.probe.streams) : [];
  return {
    source: wizard.source?.source ?? "",
    exercise: exercise.key,
    maps: maps(channels, wizard.channels),
    targets: targetsIn(exercise, wizard.side, wizard.channels),
    calibration: reference(wizard) ?? "none",
    person: simulated(wizard) ? null : settings.person,
    load_kg: load(wizard.load) ?? null,
    feedback: settings.feedback,
    threshold_percent: settings.threshold_percent,
    big: settings.big,
    pace: null,
  };
}

/** The answers that this session was asked for; a simulated one asks nothing. */
export function answers(wizard: Wizard, safety: Safety): SafetyAnswers {
  if (simulated(wizard)) return {};
  const asked = questionsOf(safety, "session", "electrodes");
  const more = wizard.calibration === "maximal" ? questionsOf(safety, "maximal") : [];
  return only([...asked, ...more], wizard.safety);
}

const KEY = "innervate.kit";

/** The answers of this tab, so that a reload loses nothing. */
export function recall(storage: Pick<Storage, "getItem"> = sessionStorage): Wizard {
  try {
    const text = storage.getItem(KEY);
    return text ? { ...blank(), ...(JSON.parse(text) as Partial<Wizard>) } : blank();
  } catch {
    return blank();
  }
}

/** Keep the answers; a browser that keeps nothing only forgets on reload. */
export function remember(wizard: Wizard, storage: Pick<Storage, "setItem"> = sessionStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify(wizard));
  } catch {
    // Nothing is lost but the comfort.
  }
}

/** Forget them, once a session has begun. */
export function forget(storage: Pick<Storage, "removeItem"> = sessionStorage): void {
  try {
    storage.removeItem(KEY);
  } catch {
    // As above.
  }
}
