"""Safety as data: what is asked before effort and electrodes, and what is said at pain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from innervate.body._toml import BUILT_IN, read_entry
from innervate.core.errors import InputError


class Stops(StrEnum):
    """What a yes keeps a person from."""

    SESSION = "session"
    MAXIMAL = "maximal"
    ELECTRODES = "electrodes"


class Backing(StrEnum):
    """How a rule is backed: read in a source, known but not looked up, or this product's own."""

    READ = "read"
    UNVERIFIED = "unverified"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Question:
    """A question to be answered by yes or no before a session.

    Attributes:
        key: its name in answers.
        text: the question.
        stops: what a yes keeps the person from.
        advice: what to do instead.
        status, source: how it is backed.
    """

    key: str
    text: str
    stops: Stops
    advice: str
    status: Backing
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule to be read before electrodes or effort."""

    title: str
    text: str
    status: Backing
    source: str = ""


@dataclass(frozen=True, slots=True)
class Safety:
    """All of it; `body/safety.toml`.

    Attributes:
        key: the file's name.
        questions: the screen before a session.
        electrodes: rules before anything is stuck on.
        effort: rules before anything is strained.
        pain: what is said when something hurts.
        never: what the product is not.
    """

    key: str
    questions: tuple[Question, ...]
    electrodes: tuple[Rule, ...]
    effort: tuple[Rule, ...]
    pain: str
    never: str


@cache
def safety() -> Safety:
    """The questions and rules.

    >>> [question.key for question in safety().questions][:2]
    ['heart', 'chest_pain']
    """
    return read_entry(Safety, BUILT_IN / "safety.toml")


def questions_for(*, electrodes: bool, maximal: bool) -> tuple[Question, ...]:
    """The questions that matter for a session with electrodes, or with maximal effort."""
    asked = {Stops.SESSION}
    asked |= {Stops.ELECTRODES} if electrodes else set()
    asked |= {Stops.MAXIMAL} if maximal else set()
    return tuple(question for question in safety().questions if question.stops in asked)


def check_answers(answers: Mapping[str, bool], *, electrodes: bool, maximal: bool) -> None:
    """Raise `InputError` where a question is open, or a yes forbids what is about to be done.

    Args:
        answers: yes or no by the key of the question.
        electrodes: whether electrodes will be on the skin.
        maximal: whether maximal effort will be asked for.
    """
    unknown = sorted(set(answers) - {question.key for question in safety().questions})
    if unknown:
        raise InputError(
            "that is no question of the safety check",
            given=unknown[0],
            found=", ".join(question.key for question in safety().questions),
        )
    asked = questions_for(electrodes=electrodes, maximal=maximal)
    for question in asked:
        if answers.get(question.key):
            what = {
                Stops.SESSION: "it is not safe to train now",
                Stops.MAXIMAL: "maximal effort is not safe for you now",
                Stops.ELECTRODES: "electrodes are not safe for you now",
            }[question.stops]
            raise InputError(
                what, given=f"yes to: {question.text}", fix=question.advice.rstrip(".")
            )
    for question in asked:
        if question.key not in answers:
            raise InputError(
                "the safety check is not finished",
                found=f"no answer to: {question.text}",
                fix="answer every question with yes or no",
            )
