"""A guided session in a thread of its own: source to recorder, chain, coach and screens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from queue import Empty, Queue

from innervate.coach.acts import Why
from innervate.coach.standing import Command, Standing
from innervate.core.adjustable import Knob
from innervate.core.errors import InnervateError, InputError
from innervate.core.recording import About
from innervate.devices._origin import host_clock_s
from innervate.engine.analysis import Analysis
from innervate.session.closing import whole_analysis
from innervate.session.conduct import Conduct
from innervate.session.continued import go_through, open_resumed
from innervate.session.frames import FRAMES_HZ, Ended, Sink
from innervate.session.live import LiveSession
from innervate.session.opening import Opening, open_session
from innervate.session.setup import Setup

_FRAME_S = 1.0 / FRAMES_HZ
_ANSWER_S = 10.0
"""How long a command waits for its answer at most."""


class ConductedSession:
    """Runs a setup: the person is led or followed, everybody who shows it is told.

    Args:
        setup: what to run.
        recording: where the raw data go; the file must not exist.
        about: what is known beforehand.
        sinks: who is to hear, in the thread of the session.
        session: the id of the session, passed on in every `Standing`.
    """

    def __init__(
        self,
        setup: Setup,
        recording: Path,
        about: About,
        sinks: Sequence[Sink] = (),
        *,
        session: str = "",
    ) -> None:
        self.setup, self.recording, self.session = setup, recording, session
        self._sinks = tuple(sinks)
        self._open: Callable[[], Opening] = lambda: open_session(setup, recording, about)
        self._asked: Queue[tuple[Command, Future[None]] | None] = Queue()
        self._stopping, self._ended = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._opening: Opening | None = None
        self._conduct: Conduct | None = None

    @classmethod
    def resume(
        cls, setup: Setup, recording: Path, sinks: Sequence[Sink] = (), *, session: str = ""
    ) -> ConductedSession:
        """A session that goes on where an interrupted one left off, in its recording.

        When started, the recorded part goes through the chain and the coach first, with the fits
        that it carries; then the source goes on. The virtual athlete and recordings go on exactly
        there, a device at the time that it is now. A person who is led finds the session paused.
        """
        made = cls(setup, recording, About(), sinks, session=session)
        made._open = lambda: open_resumed(setup, recording)
        return made

    @property
    def standing(self) -> Standing | None:
        """The newest standing; None before the start. From any thread."""
        return self._conduct.standing if self._conduct else None

    @property
    def clock_s(self) -> float | None:
        """The second that it is now on the clock of `Stamps`; None before the start."""
        return self._opening.time.clock_s(host_clock_s()) if self._opening else None

    @property
    def running(self) -> bool:
        """Whether the session has begun and is not over."""
        return self._thread is not None and not self._ended.is_set()

    def start(self) -> None:
        """Open the source and begin; raises `InputError` or `DeviceLostError` with what to do.

        Everything after that is told to the sinks.
        """
        if self._thread is not None:
            raise InputError("a session can be started once only", fix="make a new one")
        opening = self._open()
        try:
            self._conduct = Conduct(opening, self.setup, self._sinks, self.session)
        except BaseException:
            opening.close()
            raise
        self._opening = opening
        self._thread = threading.Thread(target=self._work, name="session", daemon=True)
        self._thread.start()

    def command(self, command: Command) -> None:
        """Do what the person asks; raises `InputError` where that is not possible now.

        From any thread but the session's own; returns when it is done.
        """
        answer: Future[None] = Future()
        if self.running:
            self._asked.put((command, answer))
            if self._ended.is_set():
                self._refuse_all()
        else:
            answer.set_exception(_over())
        try:
            answer.result(_ANSWER_S)
        except TooLate:
            answer.cancel()
            raise InputError(
                "the session did not answer in time", fix="wait a moment and ask again"
            ) from None

    def knobs(self) -> tuple[Knob, ...]:
        """What can be turned now; nothing where the source has no knobs. From any thread."""
        return self._conduct.knobs.now() if self._conduct and self.running else ()

    def turn(self, name: str, value: float) -> None:
        """Turn a knob of the source; it tells so in its stream. From any thread.

        Raises `InputError` where there is no such knob, or the value is beyond its ends.
        """
        if self._conduct is None or not self.running:
            raise _over()
        self._conduct.knobs.turn(name, value)

    def stop(self) -> None:
        """End the session soon, whatever the coach says; `join` waits for it."""
        self._stopping.set()
        self._asked.put(None)

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait until everything is told and closed; whether it is."""
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        """What the thread does; a fault in the program is told and raised."""
        assert self._opening is not None
        assert self._conduct is not None
        problem, analysis = "the session ended by a fault in the program", None
        try:
            problem = self._run(self._opening, self._conduct)
        except InnervateError as error:
            problem = str(error)
        finally:
            try:
                analysis = self._finish(self._opening, self._conduct)
            finally:
                self._ended.set()
                self._refuse_all()
                self._conduct.tell(Ended(self._conduct.why or Why.ENDED, analysis, problem))

    def _run(self, opening: Opening, conduct: Conduct) -> str:
        """Until the person, the coach or the source ends it; what went wrong, in words."""
        if opening.past is None:
            conduct.begin()
        else:
            go_through(opening, conduct, self._stopping.is_set)
        due_s = host_clock_s()
        while not (self._stopping.is_set() or conduct.why or conduct.live.over):
            self._obey(conduct, due_s)
            due_s = max(due_s + _FRAME_S, host_clock_s())
            _read_all(conduct.live, due_s)
            conduct.attend(opening.time.clock_s(conduct.live.read_at_s))
        return conduct.live.problem

    def _obey(self, conduct: Conduct, until_s: float) -> None:
        """Wait for the next turn, doing what is asked for meanwhile."""
        while not (self._stopping.is_set() or conduct.why):
            left_s = until_s - host_clock_s()
            try:
                asked = self._asked.get(timeout=left_s) if left_s > 0 else self._asked.get_nowait()
            except Empty:
                return
            if asked is None:
                return
            command, answer = asked
            if not answer.set_running_or_notify_cancel():
                continue
            try:
                conduct.command(command)
            except InputError as error:
                answer.set_exception(error)
            else:
                answer.set_result(None)

    def _finish(self, opening: Opening, conduct: Conduct) -> Analysis:
        try:
            conduct.finish(stopped=self._stopping.is_set())
        finally:
            opening.close()
        conduct.sum_up()
        analysis = opening.analyser.analysis(opening.left_unsaid(self.setup))
        return whole_analysis(analysis, self.setup, opening)

    def _refuse_all(self) -> None:
        """Answer whoever came too late."""
        while True:
            try:
                asked = self._asked.get_nowait()
            except Empty:
                return
            if asked is not None and asked[1].set_running_or_notify_cancel():
                asked[1].set_exception(_over())


def _read_all(live: LiveSession, until_s: float) -> None:
    """Read what has come; of a source that always has more, until so late."""
    while live.step(0.0) and not live.over and host_clock_s() < until_s:
        pass


def _over() -> InputError:
    return InputError("no session is running", fix="start one")
