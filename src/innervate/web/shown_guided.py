"""What the HTTP API answers about guided protocols."""

from __future__ import annotations

from innervate.body.claims import Verdict, claim
from innervate.body.safety import Backing
from innervate.coach.guided.chosen import Choice, Sensor
from innervate.coach.guided.protocol import Dose, Fact, Fade, Family, GuidedProtocol, Variant
from innervate.coach.guided.screens import questions_of
from innervate.web.models import Shown


class BackedShown(Shown):
    """An evidence row beside a protocol: the claim, its verdict, the honest line."""

    key: str
    claim: str
    verdict: Verdict
    truth: str


class ScreenShown(Shown):
    """A safety question before a protocol; a yes keeps the person from it."""

    key: str
    text: str
    advice: str
    status: Backing
    source: str
    urgent: bool


class GuidedShown(Shown):
    """A guided protocol; `questions` is the screen before it."""

    key: str
    name: str
    purpose: str
    family: Family
    claims: tuple[BackedShown, ...]
    facts: tuple[Fact, ...]
    dose: Dose
    progression: str
    gates: tuple[str, ...]
    stops: tuple[str, ...]
    helps: tuple[Sensor, ...]
    requires: tuple[Sensor, ...]
    chooses: tuple[Choice, ...]
    muscles: tuple[str, ...]
    exercise: str
    variants: tuple[Variant, ...]
    questions: tuple[ScreenShown, ...]
    load_gate_percent: float | None
    fading: tuple[Fade, ...]
    eyes_closed: bool

    @classmethod
    def of(cls, one: GuidedProtocol) -> GuidedShown:
        """The protocol with its evidence rows and questions looked up."""
        names = [name for name in cls.model_fields if name not in ("claims", "questions")]
        return cls(
            **{name: getattr(one, name) for name in names},
            claims=tuple(BackedShown.model_validate(claim(key)) for key in one.claims),
            questions=tuple(ScreenShown.model_validate(q) for q in questions_of(one.screen)),
        )
