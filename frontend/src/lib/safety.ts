// What must be so before electrodes go on, and before a muscle gives all it has.

import type { Question } from "./wizard";

export const ELECTRODES: readonly Question[] = [
  {
    key: "isolated",
    text: "Does the amplifier run on its own battery, or is it a medically isolated one?",
    good: true,
    else: "Use an amplifier with its own battery. Never join your skin to something that is plugged into the wall.",
  },
  {
    key: "charging",
    text: "Is the amplifier, or a computer joined to it by a cable, charging?",
    good: false,
    else: "Pull the charger out first.",
  },
  {
    key: "skin",
    text: "Is the skin where the electrodes go whole: no wound, rash or sunburn?",
    good: true,
    else: "Choose another place, or wait until the skin has healed.",
  },
  {
    key: "implant",
    text: "Do you have a pacemaker or another electronic implant?",
    good: false,
    else: "Ask your clinician before you use electrodes. You can practise without sensors meanwhile.",
  },
];

export const EFFORT: readonly Question[] = [
  {
    key: "pain",
    text: "Does the muscle, or a joint near it, hurt today?",
    good: false,
    else: "Leave the maximal effort out today; choose one of the others below.",
  },
  {
    key: "injury",
    text: "Was it injured or operated on in the last months, or are you told not to strain it?",
    good: false,
    else: "Ask the person who treats you first; choose one of the others below.",
  },
  {
    key: "heart",
    text: "Do you have a heart condition, high blood pressure that is not treated, or a hernia?",
    good: false,
    else: "Holding at full strength raises the blood pressure. Ask a clinician first; choose one of the others below.",
  },
];

export const FEEL: readonly Question[] = [
  {
    key: "pain",
    text: "Does this muscle, or a joint near it, hurt today?",
    good: false,
    else: "Choose another muscle, or wait for another day.",
  },
];
