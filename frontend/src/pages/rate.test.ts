import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fresh, show, write, type Shown } from "../testing/page";
import Upload from "../parts/Upload.svelte";

let page: Shown | null = null;

beforeEach(fresh);
afterEach(async () => {
  await page?.close();
  page = null;
  vi.unstubAllGlobals();
});

describe("a file that does not say its rate", () => {
  class Sent {
    static asked: string[] = [];
    upload = {};
    status = 0;
    responseText = "";
    onload = (): void => undefined;
    #path = "";
    open(_method: string, path: string): void {
      this.#path = path;
    }
    setRequestHeader(): void {}
    abort(): void {}
    send(): void {
      Sent.asked.push(this.#path);
      const said = this.#path.includes("rate_hz");
      this.status = said ? 200 : 400;
      this.responseText = JSON.stringify(
        said
          ? { id: "r1" }
          : { what: "x", text: "x does not say its sampling rate. To mend it: use --rate." },
      );
      queueMicrotask(() => this.onload());
    }
  }

  it("is asked for on the page and sent again with the answer", async () => {
    vi.stubGlobal("XMLHttpRequest", Sent);
    const ondone = vi.fn();
    page = show(Upload, { ondone });
    const input = page.root.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) throw new Error("no field for a file");
    const file = new File(["1,2"], "x.csv");
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await page.settle();
    expect(page.text()).not.toContain("--rate");
    const field = page.root.querySelector<HTMLInputElement>("form input");
    if (!field) throw new Error("no field for the rate");
    expect(document.activeElement).toBe(field);
    page.press("Read it with this");
    expect(page.text()).toContain("Write a number of samples per second");
    write(field, "1000");
    page.press("Read it with this");
    await page.settle();
    expect(Sent.asked).toEqual([
      "/api/recordings?name=x.csv",
      "/api/recordings?name=x.csv&rate_hz=1000",
    ]);
    expect(ondone).toHaveBeenCalledWith({ id: "r1" });
  });
});
