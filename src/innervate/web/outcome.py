"""What is kept of a measured session: numbers, placements, fits, and one line."""

from __future__ import annotations

from innervate.core.measure import Measure
from innervate.engine.analysis import Analysis
from innervate.library import Result
from innervate.store.rows import Placement, StoredSession
from innervate.store.store import Store


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
    return store.finish(
        session_id,
        result.to_json(),
        document.measures,
        duration_s=document.duration_s,
        reps=_reps(analysis),
        headline=headline(analysis),
    )


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
    if not parts:
        parts.append(f"{analysis.duration_s:.0f} s recorded")
    return ", ".join(parts)


def _reps(analysis: Analysis) -> int | None:
    told = _whole(analysis, "repetitions.told")
    if analysis.repetitions:
        return len(analysis.repetitions)
    return None if told is None or told.value is None else round(told.value)


def _whole(analysis: Analysis, metric: str) -> Measure | None:
    """The last measure of that name that is about a whole set."""
    found = [one for one in analysis.measures if one.metric == metric and one.subject.rep is None]
    return found[-1] if found else None
