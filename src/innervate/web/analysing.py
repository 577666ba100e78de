"""From a recording that was brought to a session in the store."""

from __future__ import annotations

import json
from collections.abc import Callable

from innervate.body.channel_map import ChannelMap
from innervate.body.own import OwnBody
from innervate.core.recording import Recording
from innervate.library import Result, open_file
from innervate.store.rows import Door, NewSession
from innervate.store.store import Store
from innervate.web.given import AnalysisGiven
from innervate.web.jobs import Outcome, Work
from innervate.web.outcome import keep
from innervate.web.uploads import Uploaded


def analysis_of(store: Store, uploaded: Uploaded, given: AnalysisGiven) -> Work:
    """The work of measuring a recording and keeping what was found as a session."""

    def work(progress: Callable[[float], None]) -> Outcome:
        maps = [_map_text(ChannelMap(one.channel, one.muscle, one.side)) for one in given.maps]
        opened = open_file(uploaded.path, maps=maps)
        length_s = _length_s(opened.recording)
        result = opened.measure(
            given.exercise,
            targets=[one.muscle + (f":{one.side}" if one.side else "") for one in given.targets],
            own_body=OwnBody.below(store.home),
            progress=lambda at_s: progress(0.95 * at_s / length_s if length_s else 0.0),
        )
        session = _kept(store, uploaded, given, result)
        return Outcome(f"{uploaded.name} was measured", session)

    return work


def _kept(store: Store, uploaded: Uploaded, given: AnalysisGiven, result: Result) -> str:
    analysis = result.analysis
    stored = store.begin(
        NewSession(
            door=Door.RECORDING,
            source=f"recording:{uploaded.id}",
            exercise=analysis.exercise,
            simulated=analysis.simulated,
            started_at=analysis.about.started_at,
            person=None if analysis.simulated else given.person,
            setup=json.dumps({"name": uploaded.name, **given.model_dump(mode="json")}),
        )
    )
    try:
        keep(store, stored.id, result)
    except BaseException:
        store.interrupt(stored.id)
        store.remove_session(stored.id)
        raise
    return stored.id


def _map_text(one: ChannelMap) -> str:
    side = f":{one.side}" if one.side and one.muscle else ""
    return f"{one.channel}={one.muscle or 'none'}{side}"


def _length_s(recording: Recording) -> float:
    """How long a recording is, as far as its clocks and events tell; 0 where they do not."""
    pairs = [pair.session_s for clock in recording.clocks for pair in clock.pairs]
    return max([*pairs, *(event.at_s for event in recording.events)], default=0.0)
