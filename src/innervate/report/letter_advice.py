"""The one suggestion of a letter: the first of these that applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_FEW = 0.5


class Standing(StrEnum):
    """How a programme stands at the end of the month."""

    RUNNING = "running"
    PAUSED = "paused"
    HELD = "held"
    STOPPED = "stopped"
    COMPLETE = "complete"
    ENDED = "ended"


class Suggested(StrEnum):
    """Which suggestion it is."""

    CLINICIAN = "see a clinician"
    WAIT = "wait"
    RESUME = "take it up again"
    FEWER = "plan fewer days"
    CHECK = "look for ordinary causes"
    WITHOUT = "try without feedback"
    KEEP = "keep it with little"
    MORE_SESSIONS = "more sessions"
    GO_ON = "go on"


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion: which, and in words."""

    which: Suggested
    words: str


def advice(
    standings: Sequence[Standing],
    adherence: float | None,
    *,
    improved: Sequence[str],
    worse: Sequence[str],
    short: bool,
) -> Advice:
    """One suggestion.

    Args:
        standings: of the programmes.
        adherence: sessions done of those that could have been (0-1); None without any.
        improved: names of what changed clearly for the better.
        worse: of what changed clearly for the worse.
        short: whether no measure had enough sessions.
    """
    if Standing.STOPPED in standings:
        return _of(Suggested.CLINICIAN)
    if Standing.HELD in standings:
        return _of(Suggested.WAIT)
    if standings and all(one is Standing.PAUSED for one in standings):
        return _of(Suggested.RESUME)
    if adherence is not None and adherence < _FEW:
        return _of(Suggested.FEWER)
    if worse:
        return _of(Suggested.CHECK, worse[0])
    if improved:
        return _of(Suggested.WITHOUT, improved[0])
    if standings and all(one in (Standing.COMPLETE, Standing.ENDED) for one in standings):
        return _of(Suggested.KEEP)
    return _of(Suggested.MORE_SESSIONS if short else Suggested.GO_ON)


def _of(which: Suggested, name: str = "") -> Advice:
    return Advice(which, _WORDS[which].format(name=name[:1].lower() + name[1:]))


_WORDS = {
    Suggested.CLINICIAN: "Let a clinician look at it before you go on. Nothing is lost by waiting.",
    Suggested.WAIT: "Wait until the soreness or weakness is gone; the programme waits with you.",
    Suggested.RESUME: "Take the programme up again when it suits you, with one session this week.",
    Suggested.FEWER: (
        "Less than half of the sessions took place. Plan fewer days a week and keep those."
    ),
    Suggested.CHECK: (
        "Your {name} has clearly gone the other way. Look for ordinary causes first: where the "
        "sensors lay, sleep, other training, a different load."
    ),
    Suggested.WITHOUT: (
        "Your {name} has clearly improved. See whether it is there without any feedback, too."
    ),
    Suggested.KEEP: "The programme is over. One session a week or two shows whether it stays.",
    Suggested.MORE_SESSIONS: (
        "There are too few sessions to tell a change from chance. Go on; the next letter may know."
    ),
    Suggested.GO_ON: "Go on as you do. No clear change is a normal result of a month.",
}
