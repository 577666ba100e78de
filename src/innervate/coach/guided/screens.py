"""The safety questions before guided protocols, in sets that protocols name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from innervate.body._toml import look_up, read_entry
from innervate.body.safety import Backing, safety
from innervate.coach.guided.gates import Halt
from innervate.coach.guided.steps import Ask, Asks, Kind

_FILE: Final = Path(__file__).parent / "screens.toml"
LABEL: Final = "screen"
"""With this the labels of the answers begin."""

_UNVERIFIED: Final = "A precaution; no source was checked for it."


@dataclass(frozen=True, slots=True)
class ScreenQuestion:
    """A question that a yes to keeps a person from what comes; fields as in `body.safety`.

    Attributes:
        urgent: whether a yes calls for urgent help.
    """

    key: str
    text: str
    advice: str
    status: Backing
    source: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A set of questions, by their keys."""

    key: str
    name: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screens:
    """`screens.toml`.

    Attributes:
        key: the file's name.
        urgent: what is said where urgent help must be got.
        pain_words: when pain ends a session.
        screens, questions: the sets, and the questions that are not in `body.safety`.
    """

    key: str
    urgent: str
    pain_words: str
    screens: tuple[Screen, ...]
    questions: tuple[ScreenQuestion, ...]


@cache
def screens() -> Screens:
    """All of it.

    >>> [screen.key for screen in screens().screens][:2]
    ['move', 'strain']
    """
    return read_entry(Screens, _FILE)


def questions_of(keys: Iterable[str], more: Iterable[str] = ()) -> tuple[ScreenQuestion, ...]:
    """The questions of these screens, and `more` by their own keys, each once.

    Raises `InputError` for an unknown key.

    >>> [question.key for question in questions_of(["move"])]
    ['chest_pain', 'pain']
    """
    sets = {screen.key: screen for screen in screens().screens}
    known = {one.key: one for one in screens().questions}
    for one in safety().questions:
        known.setdefault(
            one.key, ScreenQuestion(one.key, one.text, one.advice, one.status, one.source)
        )
    wanted = [key for name in keys for key in look_up(sets, name, "safety screen").questions]
    wanted += more
    return tuple(look_up(known, key, "safety question") for key in dict.fromkeys(wanted))


def asked(question: ScreenQuestion) -> Ask:
    """The question as a step that cannot be skipped and that a yes ends everything at."""
    return Ask(
        kind=Kind.ASK,
        title="Before you begin",
        text=question.text,
        detail=_UNVERIFIED if question.status is Backing.UNVERIFIED else "",
        label=f"{LABEL} {question.key}",
        answer=Asks.YES_NO,
        must=True,
        halts=(Halt(question.advice.rstrip(".") + ".", says="yes", urgent=question.urgent),),
    )
