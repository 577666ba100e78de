"""The guide: moments and commands in; acts and a standing out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from innervate.coach.acts import Act, Cue, CueKind, Level, Over, Remark, Why
from innervate.coach.guided import recall
from innervate.coach.guided.beat import Beat
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.composing import compose
from innervate.coach.guided.course import Course
from innervate.coach.guided.gates import Answer
from innervate.coach.guided.protocol import GuidedProtocol
from innervate.coach.guided.score import Score
from innervate.coach.guided.sounds import COUNTED_S
from innervate.coach.guided.standing import Do, GuideStanding, Said
from innervate.coach.guided.steps import Kind
from innervate.core.errors import InputError
from innervate.core.event import Event

_NEVER_REFUSED: Final = (Do.STOP, Do.PAIN, Do.URGENT)


class Guide:
    """Runs a guided protocol: deterministic, reads no clock, can be pickled between two calls.

    Moments must come in the order of time; one that lies before the last counts as the last. The
    same commands at the same moments give the same acts, however time was cut between them.

    Args:
        protocol: what is done.
        chosen: what the person chose.
        seed: what random orders are drawn from.
    """

    def __init__(
        self, protocol: GuidedProtocol, chosen: Chosen | None = None, seed: int = 0
    ) -> None:
        self._set_up(compose(protocol, chosen, seed))

    @classmethod
    def of(cls, score: Score) -> Guide:
        """A guide for a score that was laid out before."""
        made = cls.__new__(cls)
        made._set_up(score)
        return made

    def _set_up(self, score: Score) -> None:
        self.score = score
        self._answers: dict[str, Answer] = {}
        self._course = Course(score.beats, self._answers)
        self._now_s = -math.inf
        self._over: Why | None = None
        self._owed: list[Act] = []

    def recall(self, events: Sequence[Event]) -> None:
        """Before `begin`: take up a session that was cut off, by its recorded events.

        Raises `InputError` where they are of another session.
        """
        made = recall.made_with(events)
        if made is not None and made != recall.Begun.of(self.score):
            raise InputError(
                "the recording is of another session",
                given=f"{self.score.protocol}, seed {self.score.seed}",
                found=f"{made.protocol}, seed {made.seed}",
                fix="start a new session, or choose what was chosen then",
            )
        found = recall.recalled(events, self.score)
        if not 0 <= found.index < len(self.score.beats):
            raise InputError("the recording is of another session", found=f"step {found.index}")
        self._answers.update(found.answers)
        self._over = found.over
        self._course.take_up(found.index, found.elapsed_s)

    def begin(self, at_s: float) -> tuple[Act, ...]:
        """The session begins, or goes on after `recall`; once only."""
        if math.isfinite(self._now_s) or self._over:
            return ()
        self._now_s = at_s if math.isfinite(at_s) else 0.0
        return (recall.begun(self.score, self._now_s), *self._lasting(self._course.begin(at_s)))

    def to(self, at_s: float) -> tuple[Act, ...]:
        """Time has come to `at_s`."""
        acts = tuple(self._forward(at_s))
        owed, self._owed = self._owed, []
        return (*owed, *acts)

    def command(
        self, do: Do, at_s: float, value: float | None = None, text: str = ""
    ) -> tuple[Act, ...]:
        """Do what the person asks for; an answer is a number or words.

        Raises `InputError` where it cannot be done now, saying what can. What time brought until
        then is given with the next acts. Stopping, pain and urgent are never refused.
        """
        self._owed += self._forward(at_s)
        acts = tuple(self._done(do, value, text))
        owed, self._owed = self._owed, []
        return (*owed, *acts)

    def ended(self, at_s: float) -> tuple[Act, ...]:
        """Whatever ran the session has come to its end."""
        acts = self.to(at_s)
        return (*acts, *self._end(Why.ENDED))

    def standing(self, at_s: float) -> GuideStanding:
        """How it stands; asking changes nothing."""
        begun = math.isfinite(self._now_s)
        now_s = max(at_s, self._now_s) if math.isfinite(at_s) else max(self._now_s, 0.0)
        course, beat = self._course, self._course.beat
        elapsed_s = course.elapsed(now_s) if begun else 0.0
        left_s = None if beat.seconds is None else max(beat.seconds - elapsed_s, 0.0)
        still = course.paused or self._over is not None or not begun
        return GuideStanding(
            protocol=self.score.protocol,
            name=self.score.name,
            beat=beat,
            beats=len(self.score.beats),
            began_s=course.began_s,
            ends_s=None if still or beat.seconds is None else course.began_s + beat.seconds,
            now_s=now_s,
            elapsed_s=elapsed_s,
            left_s=left_s,
            paused=course.paused,
            over=self._over,
            begun=begun,
            reps_done=beat.reps_done(elapsed_s),
            commands=self.allowed(),
            answers=tuple(Said(label, answer) for label, answer in self._answers.items()),
        )

    def allowed(self) -> tuple[Do, ...]:
        """What can be commanded now."""
        if self._over:
            return _NEVER_REFUSED
        if not math.isfinite(self._now_s):
            return _NEVER_REFUSED
        if self._course.paused:
            return (Do.RESUME, *_NEVER_REFUSED)
        beat = self._course.beat
        able = {
            Do.CONTINUE: goes_on(beat),
            Do.ANSWER: beat.question is not None,
            Do.PAUSE: True,
            Do.BACK: self._course.earlier() is not None,
            Do.SKIP: beat.question is None or not beat.question.must,
        }
        return (*(do for do, can in able.items() if can), *_NEVER_REFUSED)

    def _forward(self, at_s: float) -> Iterator[Act]:
        """What time brings until then."""
        if not (math.isfinite(self._now_s) and math.isfinite(at_s)):
            return
        self._now_s = max(at_s, self._now_s)
        if not self._over:
            yield from self._lasting(self._course.to(self._now_s))

    def _done(self, do: Do, value: float | None, text: str) -> Iterable[Act]:
        now_s, course = self._now_s, self._course
        if do is Do.STOP:
            return self._end(Why.STOPPED)
        if do is Do.PAIN:
            return (*self._warn(self.score.pain), *self._end(Why.PAIN))
        if do is Do.URGENT:
            return (*self._warn(self.score.urgent), *self._end(Why.URGENT))
        self._refuse(do)
        match do:
            case Do.PAUSE:
                return course.pause(now_s)
            case Do.RESUME:
                return course.resume(now_s, COUNTED_S)
            case Do.BACK:
                return self._lasting(course.back(now_s))
            case Do.ANSWER:
                return self._answer(value, text)
        return self._lasting(course.forward(now_s))

    def _answer(self, value: float | None, text: str) -> Iterator[Act]:
        question = self._course.beat.question
        if question is None:  # refused before
            return iter(())
        answer = question.read(value, text)
        self._answers[question.label] = answer
        return self._answered(question.label, answer)

    def _answered(self, label: str, answer: Answer) -> Iterator[Act]:
        """The answer recorded; then the end, where it asks for one, or the next beat."""
        question = self._course.beat.question
        halts = question.halts if question else ()
        unit = question.unit if question else "1"
        yield recall.answered(label, answer, unit, self._now_s)
        halt = next((halt for halt in halts if halt.meets(answer)), None)
        if halt is None:
            yield from self._lasting(self._course.forward(self._now_s))
            return
        words = f"{halt.words} {self.score.urgent}" if halt.urgent else halt.words
        yield from self._warn(words)
        yield from self._end(Why.URGENT if halt.urgent else Why.SCREENED)

    def _refuse(self, do: Do) -> None:
        allowed = self.allowed()
        if do in allowed:
            return
        where = self._course.beat.title
        if self._over:
            where = "the session is over"
        elif not math.isfinite(self._now_s):
            where = "the session has not begun"
        elif self._course.paused:
            where = "the session is paused"
        raise InputError(
            f"{do} is not possible now",
            given=do.value,
            found=where,
            fix="start a new session" if self._over else f"choose {', '.join(allowed)}",
        )

    def _warn(self, words: str) -> tuple[Act, ...]:
        at_s = max(self._now_s, 0.0)
        return (Remark(at_s, Level.ERROR, words), Cue(at_s, CueKind.SAY, words))

    def _lasting(self, acts: Iterable[Act]) -> Iterator[Act]:
        """These acts, and the end where the last beat is over."""
        yield from acts
        if self._course.finished:
            yield from self._end(Why.DONE, self._course.finished_s)

    def _end(self, why: Why, at_s: float | None = None) -> tuple[Act, ...]:
        if self._over:
            return ()
        self._over = why
        at_s = max(self._now_s, 0.0) if at_s is None else at_s
        return (recall.phase("pause", at_s), recall.ended(why, at_s), Over(at_s, why))


def goes_on(beat: Beat) -> bool:
    """Whether the person says when this beat is over, or may say so before its time."""
    return beat.question is None and (beat.seconds is None or beat.kind is Kind.SHOW)
