// Calls about programmes, progress and letters; days are those of whoever looks.

import { ApiError, call, problemOf, query } from "../lib/api";
import type * as T from "../lib/types";
import { today } from "./days";

const id = encodeURIComponent;

type Person = string | null;

export const plans = {
  programmes: () => call<T.Programme[]>("GET", "/api/programmes"),
  programme: (key: string) => call<T.Programme>("GET", `/api/programmes/${id(key)}`),
  all: (person: Person) => call<T.Plans>("GET", `/api/plans${query({ person, today: today() })}`),
  one: (key: string) => call<T.Plan>("GET", `/api/plans/${id(key)}${query({ today: today() })}`),
  begin: (body: {
    programme: string;
    start: string;
    weekdays: number[] | null;
    person: Person;
    note: string;
  }) => call<T.Plan>("POST", `/api/plans${query({ today: today() })}`, { body }),
  tell: (key: string, body: T.PlanEvent) =>
    call<T.Plan>("POST", `/api/plans/${id(key)}/events${query({ today: today() })}`, { body }),
  undo: (key: string) =>
    call<T.Plan>("DELETE", `/api/plans/${id(key)}/events${query({ today: today() })}`),
  remove: (key: string) => call<null>("DELETE", `/api/plans/${id(key)}`),
  bring: async (file: Blob, person: Person): Promise<T.Plan> => {
    const response = await fetch(`/api/plans/file${query({ person, today: today() })}`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/octet-stream" },
      body: file,
    });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new ApiError(response.status, problemOf(response.status, body));
    return body as T.Plan;
  },
};

export const progress = {
  of: (person: Person) =>
    call<T.ProgressOf>("GET", `/api/progress${query({ person, today: today() })}`),
  letters: (person: Person) =>
    call<T.Letters>("GET", `/api/letters${query({ person, today: today() })}`),
  letter: (month: string, person: Person) =>
    call<T.Letter>("GET", `/api/letters/${id(month)}${query({ person, today: today() })}`),
};

/** Where things lie that the browser itself fetches. */
export const at = {
  calendar: (key: string, time: string) =>
    `/api/plans/${id(key)}/calendar${query({ at: time, today: today() })}`,
  file: (key: string, results: boolean, sender = "") =>
    `/api/plans/${id(key)}/file${query({ results: String(results), sender })}`,
  letter: (month: string, person: Person) =>
    `/api/letters/${id(month)}/page${query({ person, today: today() })}`,
};
