// The choices of the person who trains, kept by the server; the theme is applied to the page.

import { api } from "./api";
import type { Person, Settings, Theme } from "./types";

const THEME_KEY = "innervate.theme";

export const DEFAULTS: Settings = {
  person: null,
  theme: "auto",
  sound: "pitch",
  sound_of: "share",
  big: "share",
  threshold_percent: 40,
  body: "female",
  feedback: "full",
};

/** Put the theme on the page; "auto" follows the computer. */
export function wear(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** The theme last worn here, so that the page does not flash before the server answers. */
export function wearLast(): void {
  const last = read(THEME_KEY);
  if (last === "light" || last === "dark") wear(last);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still works; it only flashes.
  }
}

class Chosen {
  value = $state<Settings>({ ...DEFAULTS });
  people = $state<Person[]>([]);
  loaded = $state(false);

  get person(): Person | null {
    return this.people.find((one) => one.id === this.value.person) ?? null;
  }

  nameOf(key: string | null): string {
    if (key === null) return "Nobody";
    return this.people.find((one) => one.id === key)?.name ?? "Someone removed";
  }

  async load(): Promise<void> {
    const [settings, people] = await Promise.all([api.settings(), api.people()]);
    this.value = { ...DEFAULTS, ...settings };
    this.people = people;
    this.loaded = true;
    this.#apply();
  }

  async loadPeople(): Promise<void> {
    this.people = await api.people();
    if (this.value.person && !this.person) this.value = { ...this.value, person: null };
  }

  /** Change some choices at once on the page, then on the server; undone where it refuses. */
  async save(change: Partial<Settings>): Promise<void> {
    const before = this.value;
    this.value = { ...before, ...change };
    this.#apply();
    try {
      await api.saveSettings(this.value);
    } catch (error) {
      this.value = before;
      this.#apply();
      throw error;
    }
  }

  #apply(): void {
    wear(this.value.theme);
    keep(THEME_KEY, this.value.theme);
  }
}

export const settings = new Chosen();
