// A page on a screen that is not there: find things as a person does, by role and words.

import { now } from "../lib/now.svelte";
import { settings } from "../lib/settings.svelte";
import { SETTINGS } from "./server";
import { flushSync, mount, unmount, type Component } from "svelte";

export interface Shown {
  root: HTMLElement;
  text(): string;
  button(words: string | RegExp): HTMLElement;
  choose(legend: string | RegExp, label: string): void;
  press(words: string | RegExp): void;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Show a component; `settle` waits until what was asked of the server is on the page. */
export function show<P extends Record<string, unknown>>(component: Component<P>, props: P): Shown {
  document.body.innerHTML = "";
  const root = document.createElement("div");
  document.body.append(root);
  const made = mount(component, { target: root, props });
  flushSync();

  const fits = (element: Element, words: string | RegExp): boolean => {
    const text = (element.textContent ?? "").replace(/\s+/g, " ").trim();
    return typeof words === "string" ? text === words : words.test(text);
  };

  const button = (words: string | RegExp): HTMLElement => {
    const all = [...root.querySelectorAll<HTMLElement>("button, a")];
    const found = all.find((one) => fits(one, words));
    if (!found) throw new Error(`no button ${String(words)} in: ${root.textContent}`);
    return found;
  };

  return {
    root,
    text: () => (root.textContent ?? "").replace(/\s+/g, " "),
    button,
    choose(legend, label) {
      const sets = [...root.querySelectorAll("fieldset")];
      const set = sets.find((one) => {
        const head = one.querySelector("legend");
        return head !== null && fits(head, legend);
      });
      const option = [...(set?.querySelectorAll("label") ?? [])].find((one) => fits(one, label));
      const input = option?.querySelector("input");
      if (!input) throw new Error(`no choice ${String(legend)}: ${label}`);
      input.click();
      flushSync();
    },
    press(words) {
      button(words).click();
      flushSync();
    },
    async settle() {
      for (let turn = 0; turn < 20; turn += 1) {
        await new Promise<void>((resolve) => queueMicrotask(resolve));
        await Promise.resolve();
        flushSync();
      }
    },
    async close() {
      await unmount(made);
    },
  };
}

/** Write into a field. */
export function write(field: HTMLInputElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

/** A browser in which nothing has happened yet. */
export function fresh(): void {
  location.hash = "";
  sessionStorage.clear();
  settings.value = { ...SETTINGS };
  now.standing = null;
}
