// Whether a session runs, and whether what is shown was done by no person.

import { api } from "./api";
import type { Standing } from "./types";

class Now {
  /** The session that runs in this computer, if any. */
  standing = $state<Standing | null>(null);
  /** Set by a page that shows a simulated session. */
  simulatedPage = $state(false);

  get running(): boolean {
    return this.standing !== null && this.standing.stage !== "done";
  }

  get simulated(): boolean {
    return this.simulatedPage || (this.running && this.standing?.simulated === true);
  }

  async look(): Promise<void> {
    this.standing = await api.standing();
  }
}

export const now = new Now();
