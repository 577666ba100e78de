"""Which guided protocol a session runs, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from innervate.body.movement import Exercise
from innervate.coach.guided.chosen import Chosen, Sensor
from innervate.coach.guided.composing import compose
from innervate.coach.guided.protocol import GuidedProtocol, guided
from innervate.coach.guided.score import Score
from innervate.core.channel import MuscleSide


@dataclass(frozen=True, slots=True)
class GuidedChoice:
    """A guided protocol, and what was chosen for it; muscle and exercise stand in the `Setup`.

    Attributes:
        protocol: its key.
        seed: what random orders are drawn from.
        variant, load_percent, cadence_per_min, rounds, feedback_percent, cue, screened: as in
            `coach.guided.chosen.Chosen`.
        folder: where the user's own protocols lie; empty for none.
    """

    protocol: str
    seed: int = 0
    variant: str = ""
    load_percent: float | None = None
    cadence_per_min: float | None = None
    rounds: int | None = None
    feedback_percent: float = 100.0
    cue: str = ""
    screened: tuple[str, ...] = ()
    folder: str = ""

    def found(self) -> GuidedProtocol:
        """The protocol; raises `InputError` with near names where there is none of the key."""
        return guided(self.protocol, Path(self.folder) if self.folder else None)

    def score(
        self, muscles: tuple[MuscleSide, ...], exercise: Exercise | None, *, emg: bool
    ) -> Score:
        """The protocol laid out; raises `InputError` where something is missing or out of range."""
        chosen = Chosen(
            muscles=muscles,
            exercise=exercise,
            variant=self.variant,
            load_percent=self.load_percent,
            cadence_per_min=self.cadence_per_min,
            rounds=self.rounds,
            feedback_percent=self.feedback_percent,
            cue=self.cue,
            sensors=(Sensor.EMG,) if emg else (),
            screened=self.screened,
        )
        return compose(self.found(), chosen, self.seed)
