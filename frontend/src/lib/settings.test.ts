import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { json, serve, SETTINGS } from "../testing/server";
import { settings, wear, wearLast } from "./settings.svelte";

const ANNA = { id: "p1", name: "Anna", created_at: "" };

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.unstubAllGlobals();
  wear("auto");
});

describe("settings", () => {
  it("come from the server and dress the page", async () => {
    serve({ "GET /api/settings": { ...SETTINGS, theme: "dark" }, "GET /api/people": [ANNA] });
    await settings.load();
    expect(settings.person?.name).toBe("Anna");
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    wear("auto");
    wearLast();
    expect(document.documentElement.dataset["theme"]).toBe("dark");
  });

  it("are undone where the server refuses", async () => {
    const routes: Record<string, unknown> = {
      "GET /api/settings": SETTINGS,
      "GET /api/people": [],
    };
    serve(routes);
    await settings.load();
    routes["PUT /api/settings"] = () => json({ text: "No." }, 400);
    await expect(settings.save({ theme: "dark" })).rejects.toThrow("No.");
    expect(settings.value.theme).toBe("auto");
    expect(document.documentElement.dataset["theme"]).toBeUndefined();
  });

  it("forget a person who was erased", async () => {
    const routes: Record<string, unknown> = {
      "GET /api/settings": SETTINGS,
      "GET /api/people": [ANNA],
    };
    serve(routes);
    await settings.load();
    routes["GET /api/people"] = [];
    await settings.loadPeople();
    expect(settings.value.person).toBeNull();
    expect(settings.nameOf("p1")).toBe("Someone removed");
    expect(settings.nameOf(null)).toBe("Nobody");
  });
});
