import { expect, it } from "vitest";
import { readFromTheTop } from "./arrival";

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function page(content: string): HTMLElement {
  document.body.innerHTML = `<button>b</button><main tabindex="-1">${content}</main>`;
  return document.querySelector("main") as HTMLElement;
}

it("focuses the heading that is there", () => {
  const main = page('<h1 tabindex="-1">A</h1>');
  readFromTheTop(main);
  expect(document.activeElement?.textContent).toBe("A");
});

it("waits for a heading that comes with its data", async () => {
  const main = page("");
  readFromTheTop(main);
  expect(document.activeElement).toBe(main);
  main.innerHTML = '<div><h1 tabindex="-1">Late</h1></div>';
  await turn();
  expect(document.activeElement?.textContent).toBe("Late");
});

it("leaves a person alone who has gone elsewhere meanwhile", async () => {
  const main = page("");
  readFromTheTop(main);
  const button = document.querySelector("button");
  button?.focus();
  main.innerHTML = '<h1 tabindex="-1">Late</h1>';
  await turn();
  expect(document.activeElement).toBe(button);
});
