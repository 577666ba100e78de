// What the product knows of the body and of research: asked for once, kept while the page lives.

import { api } from "./api";

function once<R>(ask: () => Promise<R>): () => Promise<R> {
  let answer: Promise<R> | null = null;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}

export const known = {
  about: once(api.about),
  muscles: once(api.muscles),
  exercises: once(api.exercises),
  claims: once(api.claims),
  guided: once(api.guided),
  kits: once(api.kits),
  safety: once(api.safety),
};
