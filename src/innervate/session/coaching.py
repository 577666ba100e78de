"""Which coach a session has: the one who conducts sets, or the one who guides a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from innervate.coach.acts import Act
from innervate.coach.choices import Cast, Choices
from innervate.coach.conductor import Conductor
from innervate.coach.protocol import protocol
from innervate.coach.standing import Command, Standing
from innervate.core.event import Event
from innervate.engine.glance import Glance
from innervate.session.guided import GuidedCoach
from innervate.session.setup import Setup


class Coach(Protocol):
    """What leads a person: what happens goes in, acts and a standing come out."""

    def recall(self, events: Sequence[Event]) -> None:
        """Before anything else: take up a session that was cut off, by its recorded events."""

    def heard(self, event: Event) -> tuple[Act, ...]:
        """Take an event of the source."""

    def saw(self, glance: Glance) -> tuple[Act, ...]:
        """Time has come to `glance.at_s`, and this is what it looks like."""

    def command(self, command: Command, at_s: float) -> tuple[Act, ...]:
        """Do what the person asks for; raises `InputError` where that cannot be done now."""

    def ended(self, at_s: float) -> tuple[Act, ...]:
        """The source has come to its end."""

    def standing(self, at_s: float) -> Standing:
        """How the session stands; asking changes nothing."""


def coach_for(setup: Setup, cast: Cast, choices: Choices) -> Coach:
    """The coach of a session; raises `InputError` where the setup makes none."""
    score = setup.score()
    if score is not None:
        return GuidedCoach(score, cast, choices)
    return Conductor(protocol("feel" if setup.silent else "emg"), cast, choices)
