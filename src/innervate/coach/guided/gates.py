"""Answers and the conditions on them: what decides whether a step is done, or all is stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from innervate.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered: a number (yes is 1, no is 0; an option its place from 1), or text."""

    value: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition on the last answer under a label.

    Attributes:
        label: the answer that it is about.
        at_least, at_most: bounds that its number must keep.
        says: the text that it must be ("yes", "no", an option).
        negated: whether all this must not be so; a question never answered passes then.
    """

    label: str
    at_least: float | None = None
    at_most: float | None = None
    says: str = ""
    negated: bool = False

    def __post_init__(self) -> None:
        if self.at_least is None and self.at_most is None and not self.says:
            raise InputError(
                f"a condition on {self.label!r} asks for nothing",
                fix="give it at_least, at_most or says",
            )

    def holds(self, answers: Mapping[str, Answer]) -> bool:
        """Whether it is so after these answers.

        >>> Gate("pain", at_least=4).holds({"pain": Answer(5)})
        True
        >>> Gate("pain", at_least=4).holds({})
        False
        """
        answer = answers.get(self.label)
        return (answer is not None and self._fits(answer)) is not self.negated

    def against(self) -> Gate:
        """The opposite condition."""
        return replace(self, negated=not self.negated)

    def _fits(self, answer: Answer) -> bool:
        if self.says:
            return answer.text == self.says
        value = answer.value
        if value is None:
            return False
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True)
class Halt:
    """An answer that ends everything, and what is said then.

    Attributes:
        words: why it ends, and what to do instead.
        at_least, at_most, says: the answer, as in a `Gate`.
        urgent: whether urgent help must be got.
    """

    words: str
    at_least: float | None = None
    at_most: float | None = None
    says: str = ""
    urgent: bool = False

    def meets(self, answer: Answer) -> bool:
        """Whether this answer ends it."""
        gate = Gate("answer", self.at_least, self.at_most, self.says)
        return gate.holds({"answer": answer})
