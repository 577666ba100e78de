"""What is kept of a measured session: numbers, placements, fits, and one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from innervate.coach.guided.protocol import guided
from innervate.core.errors import InputError
from innervate.core.measure import Measure
from innervate.engine.analysis import Analysis, Said
from innervate.library import Result
from innervate.session.setup import titled
from innervate.store.rows import Placement, StoredSession
from innervate.store.store import Store

_MARKS: Final = 3


def keep(store: Store, session_id: str, result: Result) -> StoredSession:
    """Put the result of a session into the store and call the session finished."""
    analysis = result.analysis
    document = result.document()
    store.placed(
        session_id,
        [
            Placement(session_id, spec.id, channel.name, channel.muscle, channel.side)
            for spec in analysis.streams
            for channel in spec.channels
        ],
    )
    store.fitted(session_id, analysis.fits)
    title = title_of(store.session(session_id).setup)
    line = headline(analysis)
    return store.finish(
        session_id,
        result.to_json(),
        document.measures,
        duration_s=document.duration_s,
        reps=_reps(analysis),
        headline=f"{title}: {line}" if title else line,
    )


def title_of(setup: str) -> str:
    """The name of the guided protocol that a stored setup runs; empty where it runs none.

    Lists of sessions ask for it row by row, so no more is read of the setup than that.
    """
    try:
        plain = json.loads(setup or "null")
        choice = plain.get("guided") if isinstance(plain, dict) else None
        if not isinstance(choice, dict):
            return ""
        folder = str(choice.get("folder") or "")
        found = guided(str(choice.get("protocol")), Path(folder) if folder else None)
        return titled(found.name, plain.get("pace"))
    except (InputError, ValueError):
        return ""


def headline(analysis: Analysis) -> str:
    """The session in one line: what was measured first, else how long it was."""
    parts = []
    count = _reps(analysis)
    if count is not None:
        parts.append(f"{count} {'repetition' if count == 1 else 'repetitions'}")
    share = _whole(analysis, "target_share")
    if share is not None and share.value is not None:
        parts.append(f"target share {100 * share.value:.0f} %")
    felt = _whole(analysis, "felt")
    if felt is not None and felt.value is not None:
        name = (felt.subject.muscle or "").replace("_", " ")
        whose = " ".join(word for word in (felt.subject.side, name) if word)
        parts.append(f"felt {felt.value:g} of 10" + (f" ({whose})" if whose else ""))
    parts += [f"{one.label} {one.value:g}" for one in _marks(analysis)]
    if not parts:
        parts.append(f"{analysis.duration_s:.0f} s recorded")
    return ", ".join(parts)


def _marks(analysis: Analysis) -> list[Said]:
    """The first few numbers that the person answered, where there is room for them."""
    found = [one for one in analysis.said if one.value is not None and not one.text]
    return [] if analysis.streams else found[:_MARKS]


def _reps(analysis: Analysis) -> int | None:
    told = _whole(analysis, "repetitions.told")
    if analysis.repetitions:
        return len(analysis.repetitions)
    return None if told is None or told.value is None else round(told.value)


def _whole(analysis: Analysis, metric: str) -> Measure | None:
    """The last measure of that name that is about a whole set."""
    found = [one for one in analysis.measures if one.metric == metric and one.subject.rep is None]
    return found[-1] if found else None
