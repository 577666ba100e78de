// What the log, the imports and the page of people ask the server.

import { call, query, upload } from "../lib/api";
import type * as T from "../lib/types";

const id = encodeURIComponent;

/** What can be changed of a person. */
export type PersonChange = Partial<
  Pick<T.Person, "name" | "birth_year" | "guardian" | "coach" | "units">
>;

export interface ImportChoice {
  person: string | null;
  unit: T.LoadUnit | null;
  dryRun: boolean;
}

export const logApi = {
  log: (person: string | null, newest: number) =>
    call<T.TrainingLog>("GET", `/api/log${query({ person, newest: newest.toString() })}`),
  addWorkout: (body: T.NewWorkout) => call<T.Workout>("POST", "/api/log/workouts", { body }),
  changeWorkout: (key: string, body: T.NewWorkout) =>
    call<T.Workout>("PUT", `/api/log/workouts/${id(key)}`, { body }),
  removeWorkout: (key: string) => call<null>("DELETE", `/api/log/workouts/${id(key)}`),
  rate: (body: Omit<T.Soreness, "id" | "at">) =>
    call<T.Soreness>("POST", "/api/log/soreness", { body }),
  unrate: (key: string) => call<null>("DELETE", `/api/log/soreness/${id(key)}`),
  readOff: (body: {
    person: string | null;
    muscle: string;
    side: T.Side | null;
    value: number;
    unit: string;
    instrument: string;
  }) => call<T.StrengthReading>("POST", "/api/log/strength", { body }),
  note: (body: { person: string | null; text: string }) =>
    call<T.LogNote>("POST", "/api/log/notes", { body }),
  removeEntry: (key: string) => call<null>("DELETE", `/api/log/entries/${id(key)}`),

  bring: (
    file: File,
    choice: ImportChoice,
    progress: (share: number) => void,
    signal?: AbortSignal,
  ) => {
    const asked = query({
      name: file.name,
      person: choice.person,
      unit: choice.unit,
      dry_run: String(choice.dryRun),
    });
    return upload<T.Imported>(`/api/imports${asked}`, file, progress, signal);
  },

  changePerson: (key: string, body: PersonChange) =>
    call<T.Person>("PATCH", `/api/people/${id(key)}`, { body }),
  erasePerson: (key: string, exports: boolean) =>
    call<null>("DELETE", `/api/people/${id(key)}${query({ exports: exports ? "true" : null })}`),
  held: (key: string) => call<T.Held>("GET", `/api/people/${id(key)}/held`),
  overview: () => call<T.PersonOverview[]>("GET", "/api/people/overview"),
  consentWords: () => call<T.ConsentWords>("GET", "/api/consents/words"),
  consents: (person: string) => call<T.Consent[]>("GET", `/api/consents${query({ person })}`),
  consent: (body: Pick<T.Consent, "person" | "what" | "given_by" | "relation">) =>
    call<T.Consent>("POST", "/api/consents", { body }),
  withdraw: (key: string) => call<T.Consent>("POST", `/api/consents/${id(key)}/withdraw`),
};

/** Where the browser fetches everything of one person. */
export function exportOf(person: string): string {
  return `/api/people/${id(person)}/export`;
}
