import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../lib/api";
import { now } from "../lib/now.svelte";
import { fresh, show, write, type Shown } from "../testing/page";
import { CHEST, KNOWN, serve, session, SETTINGS, standing } from "../testing/server";
import Data from "../parts/Data.svelte";
import Unfinished from "../parts/Unfinished.svelte";
import Evidence from "./Evidence.svelte";
import Nothing from "./Nothing.svelte";
import Report from "./Report.svelte";
import Sessions from "./Sessions.svelte";

let page: Shown | null = null;

beforeEach(fresh);
afterEach(async () => {
  await page?.close();
  page = null;
  vi.unstubAllGlobals();
});

describe("the door with nothing", () => {
  it("begins with a muscle, a side and the questions answered, and not before", async () => {
    const asked = serve({ ...KNOWN, "POST /api/session": standing({ door: "nothing" }) });
    page = show(Nothing, {});
    await page.settle();
    const begun = () => asked.filter((one) => one.method === "POST");

    page.press("Begin");
    expect(page.text()).toContain("Choose a muscle first.");
    const list = page.root.querySelector("select");
    if (!list) throw new Error("no list of muscles");
    list.value = "gluteus_maximus";
    list.dispatchEvent(new Event("change", { bubbles: true }));
    await page.settle();
    expect(page.text()).toContain("Say which side.");
    page.choose("Side", "Left");
    expect(page.text()).toContain("Answer the questions first.");
    page.choose("Does anything hurt?", "Yes");
    expect(page.text()).toContain("Not with pain.");
    page.press("Begin");
    expect(begun()).toEqual([]);

    page.choose("Does anything hurt?", "No");
    page.press("Begin");
    await page.settle();
    expect(begun()).toHaveLength(1);
    expect(begun()[0]?.body).toMatchObject({
      source: "none",
      exercise: null,
      targets: [{ muscle: "gluteus_maximus", side: "left" }],
      safety: { pain: false },
    });
    expect(location.hash).toBe("#/live");
  });
});

describe("an unfinished session", () => {
  it("can be gone on with", async () => {
    serve({ "POST /api/sessions/s9/resume": standing({ session: "s9" }) });
    const sessions = [session("s9", { state: "interrupted" })];
    page = show(Unfinished, { sessions, exercises: [CHEST] });
    expect(page.text()).toContain("A session was cut off: One side of the chest at a time");
    page.press("Go on");
    await page.settle();
    expect(location.hash).toBe("#/live");
    expect(now.standing?.session).toBe("s9");
  });

  it("can be finished into a report", async () => {
    const job = { id: "j", state: "done", progress: 1, words: "", session: "s9", error: null };
    serve({ "POST /api/sessions/s9/close": job });
    const sessions = [session("s9", { state: "interrupted" })];
    page = show(Unfinished, { sessions, exercises: [CHEST] });
    page.press("Finish it");
    await page.settle();
    expect(location.hash).toBe("#/report/s9");
  });

  it("is not offered while one runs", () => {
    now.standing = standing({ title: "Set 1" });
    page = show(Unfinished, {
      sessions: [session("s9", { state: "interrupted" })],
      exercises: [],
    });
    expect(page.button("Back to the session").getAttribute("href")).toBe("#/live");
    expect(page.text()).not.toContain("cut off");
  });
});

describe("a report", () => {
  const routes = {
    ...KNOWN,
    "GET /api/sessions/s2": session("s2", { simulated: true, person: null }),
    "GET /api/sessions/s3": session("s3", { started_at: "2026-11-22T10:00:00Z", door: "nothing" }),
    "GET /api/sessions": [
      session("s3", { started_at: "2026-11-22T10:00:00Z" }),
      session("later", { started_at: "2026-11-23T10:00:00Z" }),
      session("s1"),
      session("other", { exercise: "bench_press" }),
      session("made", { simulated: true }),
    ],
    "GET /api/sessions/s3/analysis": {
      measures: [
        { metric: "felt", value: 6, subject: { muscle: "gluteus_maximus", side: "left" } },
        { metric: "target_share", value: 60, subject: { muscle: null, side: null } },
      ],
    },
  };

  // The report is a document of its own; here only its address matters, and nothing is fetched.
  beforeEach(() => {
    const { happyDOM } = window as unknown as { happyDOM: { settings: { fetch: object } } };
    const beforeAsyncRequest = () => Promise.resolve(new Response("<p>report</p>"));
    Object.assign(happyDOM.settings.fetch, { interceptor: { beforeAsyncRequest } });
  });

  it("marks a simulated session on the page, and no other afterwards", async () => {
    serve(routes);
    page = show(Report, { rest: "s2" });
    await page.settle();
    expect(now.simulated).toBe(true);
    await page.close();
    page = null;
    expect(now.simulated).toBe(false);
  });

  it("shows the rating, and lays the last earlier session of the same kind over it", async () => {
    serve(routes);
    page = show(Report, { rest: "s3" });
    await page.settle();
    expect(page.text()).toContain("6 of 10");
    const frame = page.root.querySelector("iframe");
    expect(frame?.getAttribute("sandbox")).toBe("");
    expect(frame?.getAttribute("src")).toBe("/api/sessions/s3/report?over=s1");
    const select = page.root.querySelector("select");
    if (!select) throw new Error("no choice of an earlier session");
    expect([...select.options].map((one) => one.value)).toEqual(["", "s1"]);
    select.value = "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await page.settle();
    expect(frame?.getAttribute("src")).toBe("/api/sessions/s3/report");
  });

  it("is deleted only after a second word", async () => {
    const asked = serve({ ...routes, "DELETE /api/sessions/s3": null });
    page = show(Report, { rest: "s3" });
    await page.settle();
    page.press("Delete");
    expect(asked.some((one) => one.method === "DELETE")).toBe(false);
    page.press("Delete for good");
    await page.settle();
    expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: "/api/sessions/s3" });
  });
});

describe("sessions", () => {
  it("show a trend only for a person and an exercise", async () => {
    const asked = serve({
      ...KNOWN,
      "GET /api/sessions": [session("s1")],
      "GET /api/trend": {
        metric: "target_share",
        unit: "%",
        subject: "",
        points: [],
        words: "Not enough sessions to speak of a change: 1 of 4.",
      },
    });
    page = show(Sessions, {});
    await page.settle();
    expect(page.text()).toContain("Choose a person and an exercise");
    const exercise = page.root.querySelectorAll("select")[1];
    if (!exercise) throw new Error("no choice of exercise");
    exercise.value = CHEST.key;
    exercise.dispatchEvent(new Event("change", { bubbles: true }));
    await page.settle();
    expect(page.text()).toContain("Not enough sessions to speak of a change");
    expect(asked.at(-1)?.path).toBe(
      "/api/trend?person=p1&exercise=pec_isolation&metric=target_share",
    );
  });
});

describe("evidence", () => {
  it("is filtered by verdict and by words, and says how many are left", async () => {
    serve(KNOWN);
    page = show(Evidence, {});
    await page.settle();
    expect(page.text()).toContain("2 claims: 1 supported, 0 contradicted");
    page.choose("Verdict", "Not supported: 1");
    expect(page.text()).toContain("Bridges prime");
    expect(page.text()).not.toContain("Squats work");
    const search = page.root.querySelector<HTMLInputElement>("input[type=search]");
    if (!search) throw new Error("no search");
    write(search, "squats");
    expect(page.text()).toContain("0 claims shown.");
  });
});

describe("importing", () => {
  it("tells of a wrong file by its own name", async () => {
    const text = "passing-0af1.zip is no whole export: found File is not a zip file.";
    const error = { what: "", given: "", found: "", fix: "", text };
    const job = { id: "j", state: "failed" as const, progress: 0, words: "", session: null, error };
    vi.spyOn(api, "importAll").mockResolvedValue(job);
    page = show(Data, {});
    const input = page.root.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) throw new Error("no field for a file");
    Object.defineProperty(input, "files", { value: [new File(["x"], "letter.zip")] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await page.settle();
    expect(page.root.querySelector("[role=alert]")?.textContent).toContain(
      "letter.zip is no whole export",
    );
  });
});

describe("erasing everything", () => {
  it("wants the words written", async () => {
    const asked = serve({
      "POST /api/erase": null,
      "GET /api/settings": SETTINGS,
      "GET /api/people": [],
    });
    page = show(Data, {});
    page.press("Erase everything …");
    const field = page.root.querySelector<HTMLInputElement>("dialog input");
    if (!field) throw new Error("no field");
    write(field, "erase");
    page.press("Erase");
    await page.settle();
    expect(asked).toEqual([]);
    write(field, "erase everything");
    page.press("Erase");
    await page.settle();
    expect(asked[0]).toMatchObject({ path: "/api/erase", body: { confirm: "erase everything" } });
    expect(page.text()).toContain("Everything is erased.");
  });
});
