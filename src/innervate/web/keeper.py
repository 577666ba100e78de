"""Keeps the store in step with the session that runs, and lets only one run at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.coach.standing import Command, Standing
from innervate.core.adjustable import Knob
from innervate.core.recording import About
from innervate.library import Result
from innervate.session.frames import Ended
from innervate.session.setup import Setup
from innervate.store.rows import Door, NewSession, SessionState, StoredSession
from innervate.store.store import Store
from innervate.web.client import Room
from innervate.web.failures import RefusedError
from innervate.web.framing import hello_message
from innervate.web.hub import Hub
from innervate.web.jobs import Outcome, Work
from innervate.web.outcome import keep
from innervate.web.sink import HubSink

if TYPE_CHECKING:
    from innervate.session.conducted import ConductedSession

_JOIN_S = 10.0
_DEMOS_KEPT = 5
"""Older demos are removed when a new one begins: their recordings are worth nobody's disk."""
_LOG = logging.getLogger(__name__)


class _Fate(StrEnum):
    """What becomes of a session at its end."""

    KEEP = "keep"
    INTERRUPT = "interrupt"
    DISCARD = "discard"


@dataclass(slots=True)
class _Running:
    """A session and its place in the store; `over` once nothing more comes of it."""

    stored: StoredSession
    sink: HubSink | None = None
    session: ConductedSession | None = None
    over: bool = False
    fate: _Fate = _Fate.KEEP

    def end(self) -> None:
        """Nothing more comes of it."""
        self.over = True


class Keeper:
    """Begins, resumes, commands and ends sessions.

    Args:
        store: where they are kept.
        room: how much may wait for the browsers.
    """

    def __init__(self, store: Store, room: Room | None = None) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._now: _Running | None = None
        self._closing: set[str] = set()
        self.hub = Hub(self._hello, room)

    def running(self) -> StoredSession | None:
        """The session that runs, if one does."""
        now = self._now
        return None if now is None or now.over else now.stored

    def standing(self) -> Standing | None:
        """How it stands."""
        now = self._now
        return None if now is None or now.over or now.session is None else now.session.standing

    def clock_s(self) -> float | None:
        """The host's second of the session that runs, or ran last."""
        now = self._now
        return None if now is None or now.session is None else now.session.clock_s

    def start(self, setup: Setup) -> Standing:
        """Begin a session; raises `RefusedError` (409) where one runs, `InputError` for others.

        A session that turns out to be simulated is kept without a person.
        """
        with self._lock:
            self._check_free()
            standing = self._start(setup, setup.source.startswith("simulator:"))
            self._forget_old_demos()
            return standing

    def _forget_old_demos(self) -> None:
        demos = (one for one in self._store.sessions() if one.door is Door.DEMO)
        for old in list(demos)[_DEMOS_KEPT:]:
            if old.state is not SessionState.RUNNING and old.id not in self._closing:
                self._store.remove_session(old.id)

    def _start(self, setup: Setup, simulated: bool) -> Standing:
        from innervate.session.conducted import ConductedSession

        stored = self._store.begin(
            NewSession(
                door=Door(setup.door),
                source=setup.source,
                exercise=setup.exercise or "",
                simulated=simulated,
                started_at=datetime.now(UTC).isoformat(timespec="seconds"),
                person=None if simulated else setup.person,
                setup=setup.to_json(),
            )
        )
        assert stored.recording is not None
        path, name = stored.recording, stored.id
        about = About(
            name=setup.title or path.name, started_at=stored.started_at, exercise=stored.exercise
        )
        try:
            running = self._run(
                stored, lambda sink: ConductedSession(setup, path, about, (sink,), session=name)
            )
        except BaseException:
            self._discard(name)
            raise
        standing = _standing_of(running)
        if standing.simulated and not simulated:
            self._stop(running, _Fate.DISCARD, _JOIN_S)
            self._discard(name)
            return self._start(setup, simulated=True)
        return standing

    def _discard(self, session_id: str) -> None:
        self._store.interrupt(session_id)
        self._store.remove_session(session_id)

    def resume(self, stored: StoredSession) -> Standing:
        """Go on with an interrupted session; raises `RefusedError` (409) where that cannot be."""
        with self._lock:
            self._check_free()
            path = self._check_interrupted(stored)
            from innervate.session.conducted import ConductedSession

            setup, name = Setup.from_json(stored.setup), stored.id
            again = self._store.resumed(stored.id)
            try:
                running = self._run(
                    again, lambda sink: ConductedSession.resume(setup, path, (sink,), session=name)
                )
            except BaseException:
                self._store.interrupt(stored.id)
                raise
            return _standing_of(running)

    def closing(self, stored: StoredSession) -> Work:
        """The work of finishing an interrupted session with what was recorded of it."""
        path = self._check_interrupted(stored)
        setup = Setup.from_json(stored.setup)
        from innervate.session.closing import finish_interrupted

        def work(progress: Callable[[float], None]) -> Outcome:
            self._claim(stored)
            try:
                progress(0.0)
                result = Result(finish_interrupted(setup, path), setup.own_exercise)
                progress(0.9)
                keep(self._store, stored.id, result)
            finally:
                self._closing.discard(stored.id)
            return Outcome("the session is finished", stored.id)

        return work

    def command(self, command: Command) -> Standing:
        """Ask something; raises `RefusedError` (409) where no session runs, or not now."""
        session = self._at_work()
        session.command(command)
        assert session.standing is not None
        return session.standing

    def knobs(self) -> tuple[Knob, ...]:
        """What can be turned; raises `RefusedError` (409, 404) where nothing can."""
        return _turnable(self._at_work())

    def turn(self, name: str, value: float) -> tuple[Knob, ...]:
        """Turn a knob; raises `RefusedError` as `knobs` does, `InputError` for what cannot be."""
        session = self._at_work()
        _turnable(session)
        session.turn(name, value)
        return session.knobs()

    def _at_work(self) -> ConductedSession:
        now = self._now
        if now is None or now.over or now.session is None:
            raise RefusedError(
                HTTPStatus.CONFLICT, "no session runs", fix="begin one, then try again"
            )
        return now.session

    def shutdown(self, timeout_s: float = _JOIN_S) -> None:
        """End what runs: the recording is closed, the session can be resumed or finished later."""
        now = self._now
        if now is None or now.over or now.session is None:
            return
        self._stop(now, _Fate.INTERRUPT, timeout_s)

    def _stop(self, running: _Running, fate: _Fate, timeout_s: float) -> None:
        assert running.session is not None
        running.fate = fate
        running.session.stop()
        running.session.join(timeout_s)
        if not running.over:
            running.over = True
            self._store.interrupt(running.stored.id)

    def _run(self, stored: StoredSession, made: Callable[[HubSink], ConductedSession]) -> _Running:
        running = _Running(stored)
        sink = HubSink(
            self.hub,
            stored.id,
            self.clock_s,
            lambda ended: self._ended(running, ended),
            running.end,
        )
        running.sink = sink
        session = made(sink)
        running.session = session
        before, self._now = self._now, running
        self.hub.begin()
        try:
            session.start()
        except BaseException:
            running.over, self._now = True, before
            self.hub.over()
            raise
        self.hub.change(lambda: self._hello(self.hub.run))
        return running

    def _ended(self, running: _Running, ended: Ended) -> str | None:
        """Keep what the session leaves; called in its thread, at its end."""
        session_id = running.stored.id
        try:
            if running.over:
                return None
            if ended.analysis is None or running.fate is not _Fate.KEEP:
                self._store.interrupt(session_id)
                return None if running.fate is _Fate.DISCARD else ""
            setup = Setup.from_json(running.stored.setup)
            keep(self._store, session_id, Result(ended.analysis, setup.own_exercise))
            return f"/api/sessions/{session_id}/report"
        except Exception:
            _LOG.exception("the session %s could not be kept", session_id)
            with suppress(Exception):
                self._store.interrupt(session_id)
            return ""

    def _check_free(self) -> None:
        if self.running() is not None:
            raise RefusedError(
                HTTPStatus.CONFLICT, "a session runs already", fix="end it first, or go on with it"
            )

    def _check_interrupted(self, stored: StoredSession) -> Path:
        if stored.state is not SessionState.INTERRUPTED:
            raise RefusedError(
                HTTPStatus.CONFLICT,
                "only an interrupted session can be resumed or finished",
                found=f"a session that is {stored.state.value}",
            )
        if stored.recording is None or not stored.recording.is_file():
            raise RefusedError(
                HTTPStatus.CONFLICT,
                "nothing was recorded of this session",
                fix="remove it",
            )
        return stored.recording

    def _claim(self, stored: StoredSession) -> None:
        """Nobody else may close or resume it meanwhile."""
        with self._lock:
            now = self._store.session(stored.id)
            if now.state is not SessionState.INTERRUPTED or stored.id in self._closing:
                raise RefusedError(HTTPStatus.CONFLICT, "this session is being worked on already")
            self._closing.add(stored.id)

    def _hello(self, run: str) -> bytes:
        now = self._now
        layout = now.sink.layout if now is not None and now.sink and not now.over else None
        return hello_message(run, self.standing(), layout, self.clock_s())


def _turnable(session: ConductedSession) -> tuple[Knob, ...]:
    knobs = session.knobs()
    if not knobs:
        raise RefusedError(
            HTTPStatus.NOT_FOUND,
            "this session has nothing to turn",
            fix="end it, and begin one in the lab",
        )
    return knobs


def _standing_of(running: _Running) -> Standing:
    standing = running.session.standing if running.session is not None else None
    assert standing is not None
    return standing
