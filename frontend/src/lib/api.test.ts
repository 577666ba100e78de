import { afterEach, describe, expect, it, vi } from "vitest";
import { json, serve } from "../testing/server";
import { api, ApiError, asksRate, at, calledOff, follow, problemOf, words } from "./api";
import type { Job } from "./types";

afterEach(() => vi.unstubAllGlobals());

const job = (state: Job["state"], more: Partial<Job> = {}): Job => ({
  id: "j1",
  state,
  progress: 0,
  words: "reading",
  session: null,
  error: null,
  ...more,
});

describe("calls", () => {
  it("send JSON and read it", async () => {
    const asked = serve({ "POST /api/people": { id: "p1", name: "Anna", created_at: "" } });
    expect((await api.addPerson("Anna")).id).toBe("p1");
    expect(asked[0]).toEqual({ method: "POST", path: "/api/people", body: { name: "Anna" } });
  });

  it("tell the words of a refusal", async () => {
    const problem = { what: "no exercise", given: "x", found: "", fix: "choose", text: "Choose." };
    serve({ "POST /api/demo": () => json(problem, 400) });
    const error: unknown = await api.demo("x").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, problem });
    expect(words(error)).toBe("Choose.");
  });

  it("say what to do where no server answers", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(api.about()).rejects.toThrow(/does not answer.*reload this page/);
  });

  it("keep a calling off apart from a failure", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("no", "AbortError")));
    const error: unknown = await api.sources(1).catch((thrown: unknown) => thrown);
    expect(calledOff(error)).toBe(true);
  });

  it("make words of a body that has none", () => {
    expect(problemOf(500, "<html>").text).toBe("innervate could not do that (500).");
    expect(problemOf(400, { error: { text: "Inner." } }).text).toBe("Inner.");
  });

  it("hide the app's own faults from the person", () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(words(new TypeError("x is undefined"))).toMatch(/Reload/);
    expect(told).toHaveBeenCalledOnce();
  });

  it("tell no options of the command line", () => {
    const told = (what: string, fix: string, more = {}): string =>
      words(
        new ApiError(400, {
          what,
          given: "",
          found: "",
          fix,
          text: `${what}. To mend it: ${fix}.`,
          ...more,
        }),
      );
    expect(told("a.csv does not say its sampling rate", "state it with --rate")).toBe(
      "a.csv does not say its sampling rate.",
    );
    expect(
      told("the target was not recorded", "ask for one of these, or say with --map which", {
        found: "soleus",
      }),
    ).toBe("the target was not recorded: found soleus. To mend it: ask for one of these.");
    expect(told("times go back", "mend the column, or state the rate (--rate)")).toBe(
      "times go back. To mend it: mend the column, or state the rate.",
    );
    expect(told("an odd -- thing", "leave it")).toBe("an odd -- thing. To mend it: leave it.");
  });

  it("can ask what a file does not say, and send it along", () => {
    const problem = { what: "", given: "", found: "", fix: "", text: "no sampling rate" };
    expect(asksRate(new ApiError(400, problem))).toBe(true);
    expect(asksRate(new ApiError(400, { ...problem, text: "empty" }))).toBe(false);
    expect(asksRate(new Error("sampling rate"))).toBe(false);
    expect(at.bring("a b.csv")).toBe("/api/recordings?name=a+b.csv");
    expect(at.bring("a.csv", { rate_hz: 1000, unit: null })).toBe(
      "/api/recordings?name=a.csv&rate_hz=1000",
    );
    expect(at.bring("a.csv", { rate_hz: 1111.5, unit: "uV" })).toBe(
      "/api/recordings?name=a.csv&rate_hz=1111.5&unit=uV",
    );
  });

  it("write ids so that they stay one part of the address", () => {
    expect(at.report("a/b", "previous")).toBe("/api/sessions/a%2Fb/report?over=previous");
    expect(at.report("a")).toBe("/api/sessions/a/report");
  });

  it("leave out what was not chosen", async () => {
    const asked = serve({ "GET /api/trend": { points: [] } });
    await api.trend({ person: "p1", exercise: "e", metric: "felt", muscle: null });
    expect(asked[0]?.path).toBe("/api/trend?person=p1&exercise=e&metric=felt");
  });
});

describe("jobs", () => {
  it("are followed to their end", async () => {
    const left = [job("running", { progress: 0.5 }), job("done", { session: "s1" })];
    serve({ "GET /api/jobs/j1": () => left.shift() });
    const told: number[] = [];
    const end = await follow(job("waiting"), (one) => told.push(one.progress), undefined, 0);
    expect(end.session).toBe("s1");
    expect(told).toEqual([0, 0.5, 0]);
  });

  it("fail with their own words", async () => {
    const error = { what: "", given: "", found: "", fix: "", text: "The file is damaged." };
    serve({ "GET /api/jobs/j1": job("failed", { error }) });
    await expect(follow(job("running"), () => undefined, undefined, 0)).rejects.toThrow(
      "The file is damaged.",
    );
  });

  it("are cancelled on the server when called off", async () => {
    const asked = serve({ "DELETE /api/jobs/j1": job("cancelled") });
    const abort = new AbortController();
    abort.abort();
    const error: unknown = await follow(job("running"), () => undefined, abort.signal, 0).catch(
      (thrown: unknown) => thrown,
    );
    expect(calledOff(error)).toBe(true);
    expect(asked.map((one) => one.method)).toEqual(["DELETE"]);
  });
});
