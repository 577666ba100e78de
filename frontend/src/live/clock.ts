// The host's session second, seen from this page.

interface Answer {
  round_trip_ms: number;
  offset_s: number;
}

const KEPT = 16;

/**
 * How far this page's clock is from the session's, taken from the answer with the least round trip:
 * the less time an answer took, the less it can be wrong, by half of that at most.
 */
export class ClockOffset {
  #answers: Answer[] = [];
  #guess_s: number | null = null;

  /** Take the host's word of its clock as it comes, until a question was answered. */
  guess(server_s: number, now_ms: number): void {
    this.#guess_s = server_s - now_ms / 1000;
  }

  /** Take an answer to a question sent at `asked_ms`. */
  answer(asked_ms: number, server_s: number | null, now_ms: number): void {
    const round_trip_ms = now_ms - asked_ms;
    if (server_s === null || !(round_trip_ms >= 0)) return;
    const offset_s = server_s - (asked_ms + round_trip_ms / 2) / 1000;
    this.#answers.push({ round_trip_ms, offset_s });
    if (this.#answers.length > KEPT) this.#answers.shift();
  }

  /** Forget everything: another session has another clock. */
  forget(): void {
    this.#answers = [];
    this.#guess_s = null;
  }

  /** Session seconds minus this page's seconds, or null before anything is known. */
  get offset_s(): number | null {
    return this.#best()?.offset_s ?? this.#guess_s;
  }

  /** How wrong the offset can be, in ms; null where it is a guess. */
  get within_ms(): number | null {
    const best = this.#best();
    return best ? best.round_trip_ms / 2 : null;
  }

  /** The session second at this page's `now_ms`. */
  session_s(now_ms: number): number | null {
    const offset_s = this.offset_s;
    return offset_s === null ? null : now_ms / 1000 + offset_s;
  }

  #best(): Answer | undefined {
    return this.#answers.reduce<Answer | undefined>(
      (best, each) => (best && best.round_trip_ms <= each.round_trip_ms ? best : each),
      undefined,
    );
  }
}
