// Guided protocols as a person looks for them: by what they are for.

import type { GuidedProtocol, Sensor } from "../lib/types";
import { list } from "../lib/words";

export interface Family {
  key: string;
  title: string;
  protocols: readonly GuidedProtocol[];
}

const TITLES: readonly (readonly [string, string])[] = [
  ["centre", "Arrive"],
  ["prime", "Wake a muscle"],
  ["feel", "Feel a muscle"],
  ["train", "Train"],
  ["imagery", "Imagine"],
  ["automatic", "Do without watching"],
  ["run", "Run"],
  ["balance", "Balance"],
  ["every_day", "Every day"],
  ["measure", "Find out"],
];

/** By families; one that is new to this page comes last, under its own name. */
export function families(protocols: readonly GuidedProtocol[]): Family[] {
  const known = TITLES.map(([key]) => key);
  const others = [...new Set(protocols.map((one) => one.family))].filter(
    (key) => !known.includes(key),
  );
  return [...TITLES, ...others.map((key) => [key, key.replaceAll("_", " ")] as const)]
    .map(([key, title]) => ({
      key,
      title,
      protocols: protocols.filter((one) => one.family === key),
    }))
    .filter((family) => family.protocols.length > 0);
}

const SENSORS: Record<Sensor, string> = {
  emg: "EMG",
  eeg: "EEG",
  motion: "a motion sensor",
  camera: "a camera",
  microphone: "a microphone",
  heart: "a heart-rate strap",
  force: "a force sensor",
};

/** What must be there: "Needs nothing.", "Cannot be done without EEG and EMG." */
export function needsWords(protocol: GuidedProtocol): string {
  if (protocol.requires.length > 0)
    return `Cannot be done without ${list(protocol.requires.map((one) => SENSORS[one]))}.`;
  return "Needs nothing.";
}

/** What makes it better; empty where nothing does. */
export function helpsWords(protocol: GuidedProtocol): string {
  if (protocol.helps.length === 0) return "";
  return `Better with ${list(
    protocol.helps.map((one) => SENSORS[one]),
    "or",
  )}.`;
}
