"""Work that outlasts a request: done in a thread of its own, watched and called off by id."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus

from innervate.core.errors import InnervateError
from innervate.web.failures import RefusedError, fault

_KEPT = 100
_AT_ONCE = 2
_MOST = 20
_JOIN_S = 5.0


class JobState(StrEnum):
    """How far a piece of work has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work as the browser sees it.

    Attributes:
        id: by which it is asked for.
        state: how far it has come.
        progress: the part that is done, 0 to 1.
        words: what is being done, or what came of it.
        session: the session that came of it, if one did.
        error: what went wrong, if something did.
    """

    id: str
    state: JobState
    progress: float
    words: str
    session: str | None = None
    error: InnervateError | None = None


class CancelledError(Exception):
    """Raised within the work when the person has called it off."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a piece of work has to show: words, and the session it made."""

    words: str
    session: str | None = None


Work = Callable[[Callable[[float], None]], Outcome]
"""Gets a function that takes progress (0 to 1) and raises `CancelledError` when called off."""


class Jobs:
    """The work of one app; two pieces at a time, the others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._off: dict[str, threading.Event] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._turns = threading.Semaphore(_AT_ONCE)

    def start(self, words: str, work: Work) -> Job:
        """Begin; raises `RefusedError` (429) where too much is under way."""
        job = Job(secrets.token_hex(8), JobState.WAITING, 0.0, words)
        off = threading.Event()
        thread = threading.Thread(
            target=self._run, args=(job.id, work, off), name=f"job {job.id}", daemon=True
        )
        with self._lock:
            if sum(not one.state.over for one in self._jobs.values()) >= _MOST:
                raise RefusedError(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    "too much is being worked on",
                    fix="wait until something is done",
                )
            self._jobs[job.id], self._off[job.id] = job, off
            self._threads[job.id] = thread
            self._forget_old()
        thread.start()
        return job

    def job(self, job_id: str) -> Job:
        """How a job stands; raises `RefusedError` (404) where there is none."""
        with self._lock:
            found = self._jobs.get(job_id)
        if found is None:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is no such job", given=repr(job_id))
        return found

    def cancel(self, job_id: str) -> Job:
        """Call a job off; what is done already stays done."""
        self.job(job_id)
        with self._lock:
            if job_id in self._off:
                self._off[job_id].set()
        return self.job(job_id)

    def wait(self, job_id: str, timeout_s: float) -> Job:
        """Wait until a job is over, at most so long."""
        with self._lock:
            thread = self._threads.get(job_id)
        if thread is not None:
            thread.join(timeout_s)
        return self.job(job_id)

    def close(self, timeout_s: float = _JOIN_S) -> None:
        """Call everything off and wait a little for it to end."""
        with self._lock:
            threads = list(self._threads.values())
            for off in self._off.values():
                off.set()
        for thread in threads:
            thread.join(timeout_s)

    def _run(self, job_id: str, work: Work, off: threading.Event) -> None:
        def progress(part: float) -> None:
            if off.is_set():
                raise CancelledError
            self._change(job_id, lambda job: replace(job, progress=min(max(part, 0.0), 1.0)))

        with self._turns:
            try:
                self._change(job_id, lambda job: replace(job, state=JobState.RUNNING))
                outcome = work(progress)
            except CancelledError:
                self._end(job_id, JobState.CANCELLED, Outcome("called off"))
            except InnervateError as error:
                self._end(job_id, JobState.FAILED, Outcome(error.what), error)
            except Exception as error:
                what = fault(error)
                self._end(job_id, JobState.FAILED, Outcome(what.what), what)
            else:
                self._end(job_id, JobState.DONE, outcome)

    def _end(
        self, job_id: str, state: JobState, outcome: Outcome, error: InnervateError | None = None
    ) -> None:
        self._change(
            job_id,
            lambda job: replace(
                job,
                state=state,
                progress=1.0 if state is JobState.DONE else job.progress,
                words=outcome.words,
                session=outcome.session,
                error=error,
            ),
        )
        with self._lock:
            self._off.pop(job_id, None)
            self._threads.pop(job_id, None)

    def _change(self, job_id: str, change: Callable[[Job], Job]) -> None:
        with self._lock:
            self._jobs[job_id] = change(self._jobs[job_id])

    def _forget_old(self) -> None:
        over = [key for key, job in self._jobs.items() if job.state.over]
        for key in over[: max(len(self._jobs) - _KEPT, 0)]:
            del self._jobs[key]
