"""The popular claims that the product touches, with what research says of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from innervate.body._toml import look_up, read_folder


class Verdict(StrEnum):
    """What the evidence says of a claim."""

    SUPPORTED = "supported"
    PARTLY = "partly supported"
    CONFLICTING = "conflicting studies"
    WEAK = "weak or no direct evidence"
    NOT_SUPPORTED = "not supported"
    CONTRADICTED = "contradicted as usually worded"
    DEFINITION = "a definition"


class PlaceKind(StrEnum):
    """The kinds of places where the product does something about a claim."""

    SCREEN = "screen"
    COMMAND = "command"
    EXERCISE = "exercise"
    PROTOCOL = "protocol"
    PROGRAMME = "programme"
    METRIC = "metric"
    STUDY = "study"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the product does something: what kind of place, and its key there."""

    kind: PlaceKind
    key: str

    def __str__(self) -> str:
        return f"{self.kind.value} {self.key}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the evidence; one TOML file in `body/claims`, named by its id.

    Attributes:
        key: id of the row.
        claim: what is said.
        verdict: what the evidence says of it.
        truth: the honest line to print instead.
        sources: the studies behind it, author and year.
        where: where the product does what the claim is about.
        owed: what of it the product does not do yet; empty where nothing is missing.
    """

    key: str
    claim: str
    verdict: Verdict
    truth: str
    sources: tuple[str, ...] = ()
    where: tuple[Place, ...] = ()
    owed: str = ""


@cache
def _claims() -> dict[str, Claim]:
    return read_folder(Claim, "claim", None)


def claims() -> tuple[Claim, ...]:
    """All rows in the order of their ids."""
    return tuple(_claims()[key] for key in sorted(_claims()))


def claim(key: str) -> Claim:
    """The row of that id; raises `InputError` where there is none.

    >>> claim("A08").verdict.value
    'contradicted as usually worded'
    """
    return look_up(_claims(), key, "claim")
