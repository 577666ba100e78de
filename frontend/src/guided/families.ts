// Guided protocols as a person looks for them: by what they are for.

import { familyTitles } from "../lib/families";
import type { GuidedProtocol, Sensor } from "../lib/types";
import { list } from "../lib/words";

export interface Family {
  key: string;
  title: string;
  protocols: readonly GuidedProtocol[];
}

/** The protocols by families. */
export function families(protocols: readonly GuidedProtocol[]): Family[] {
  return familyTitles(protocols.map((one) => one.family))
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
