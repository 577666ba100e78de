"""Work that outlasts a request: watched, called off, and never lost without a word."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from innervate.core.errors import InputError
from innervate.web.failures import RefusedError
from innervate.web.jobs import Jobs, JobState, Outcome

Progress = Callable[[float], None]


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_a_job_ends_with_what_came_of_it(jobs: Jobs) -> None:
    def work(progress: Progress) -> Outcome:
        progress(0.5)
        return Outcome("it is measured", "session-1")

    job = jobs.wait(jobs.start("measuring", work).id, 10)
    assert (job.state, job.progress, job.words) == (JobState.DONE, 1.0, "it is measured")
    assert job.session == "session-1"


def test_a_job_says_how_far_it_is_and_can_be_called_off(jobs: Jobs) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> Outcome:
        progress(0.25)
        reached.set()
        go_on.wait(10)
        progress(0.5)
        raise AssertionError("the work went on")

    job = jobs.start("measuring", work)
    assert reached.wait(10)
    assert (jobs.job(job.id).state, jobs.job(job.id).progress) == (JobState.RUNNING, 0.25)
    jobs.cancel(job.id)
    go_on.set()
    assert jobs.wait(job.id, 10).state is JobState.CANCELLED
    assert jobs.cancel(job.id).state is JobState.CANCELLED


def test_an_error_is_told_and_a_fault_is_named_by_its_kind_alone(jobs: Jobs) -> None:
    def wrong(_: Progress) -> Outcome:
        raise InputError("there is no EMG", fix="bring another recording")

    def fault(_: Progress) -> Outcome:
        raise ZeroDivisionError("/home/ada/secret.py")

    job = jobs.wait(jobs.start("a", wrong).id, 10)
    assert (job.state, job.words) == (JobState.FAILED, "there is no EMG")
    assert job.error is not None
    assert job.error.fix == "bring another recording"
    job = jobs.wait(jobs.start("b", fault).id, 10)
    assert job.state is JobState.FAILED
    assert "secret" not in str(job.error)
    assert "ZeroDivisionError" in str(job.error)


def test_two_work_at_a_time_and_the_others_wait_until_there_are_too_many(jobs: Jobs) -> None:
    go_on = threading.Event()
    working = threading.Semaphore(0)

    def work(_: Progress) -> Outcome:
        working.release()
        go_on.wait(10)
        return Outcome("done")

    started = [jobs.start(str(k), work) for k in range(20)]
    assert working.acquire(timeout=10)
    assert working.acquire(timeout=10)
    states = [jobs.job(one.id).state for one in started]
    assert states.count(JobState.WAITING) >= 18
    with pytest.raises(RefusedError) as refused:
        jobs.start("one too many", work)
    assert refused.value.status == 429
    go_on.set()
    assert all(jobs.wait(one.id, 10).state is JobState.DONE for one in started)


def test_old_jobs_are_forgotten(jobs: Jobs) -> None:
    first = jobs.wait(jobs.start("first", lambda _: Outcome("done")).id, 10)
    for k in range(120):
        jobs.wait(jobs.start(str(k), lambda _: Outcome("done")).id, 10)
    with pytest.raises(RefusedError) as refused:
        jobs.job(first.id)
    assert refused.value.status == 404
