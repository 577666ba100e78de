"""Playing guided protocols in virtual time."""

from __future__ import annotations

from collections.abc import Sequence

from innervate.coach.acts import Act, Announce, Over
from innervate.coach.guided.beat import Question
from innervate.coach.guided.chosen import Chosen, Sensor
from innervate.coach.guided.guide import Guide
from innervate.coach.guided.protocol import GuidedProtocol
from innervate.coach.guided.standing import Do
from innervate.coach.guided.steps import Asks
from innervate.core.channel import MuscleSide, Side
from innervate.core.event import Event, EventKind

BICEPS = MuscleSide("biceps_brachii", Side.LEFT)
LONG_S = 100_000.0


def chosen_for(one: GuidedProtocol, **more: object) -> Chosen:
    """Choices with which a protocol can be done: a muscle, a cadence, what it requires."""
    muscles = tuple(MuscleSide(key, Side.LEFT) for key in one.muscles) or (BICEPS,)
    sensors: tuple[Sensor, ...] = one.requires
    return Chosen(muscles, cadence_per_min=160.0, sensors=sensors, **more)  # type: ignore[arg-type]


def harmless(question: Question) -> tuple[float | None, str]:
    """An answer that ends nothing, where there is one."""
    if question.answer is Asks.TEXT:
        return None, "nothing in particular"
    if question.answer is Asks.YES_NO:
        return 0.0, ""
    if question.answer is Asks.CHOICE:
        return 1.0, ""
    middle = (question.low + question.high) / 2.0
    tried = (question.low, middle, question.high)
    fine = [
        value
        for value in tried
        if not any(halt.meets(question.read(value, "")) for halt in question.halts)
    ]
    return fine[0], ""


def move_on(guide: Guide, at_s: float) -> tuple[list[Act], float]:
    """One beat on, as a willing person does it; the acts and the new moment."""
    now = guide.standing(at_s)
    if now.paused:
        return list(guide.command(Do.RESUME, at_s)), at_s
    if now.beat.question is not None:
        value, text = harmless(now.beat.question)
        return list(guide.command(Do.ANSWER, at_s, value, text)), at_s
    if now.ends_s is None:
        return list(guide.command(Do.CONTINUE, at_s)), at_s
    return list(guide.to(now.ends_s)), now.ends_s


def play(guide: Guide, at_s: float = 0.0, beats: int = 10_000) -> tuple[list[Act], float]:
    """Go on until it is over, or for so many beats."""
    acts: list[Act] = []
    for _ in range(beats):
        if guide.standing(at_s).over:
            break
        more, at_s = move_on(guide, at_s)
        acts += more
    return acts, at_s


def events(acts: Sequence[Act]) -> list[Event]:
    return [act.event for act in acts if isinstance(act, Announce)]


def phases(acts: Sequence[Act]) -> list[Event]:
    return [event for event in events(acts) if event.kind is EventKind.PHASE]


def overs(acts: Sequence[Act]) -> list[Over]:
    return [act for act in acts if isinstance(act, Over)]
