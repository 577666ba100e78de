"""From what a person chose in the browser to the setup of a session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from innervate.body.channel_map import ChannelMap
from innervate.body.movement import exercise
from innervate.body.own import OwnBody
from innervate.body.safety import check_answers
from innervate.coach.choices import Big, Calibrating, Tempo
from innervate.core.channel import MuscleSide
from innervate.session.setup import Setup
from innervate.session.silent import NONE
from innervate.store.rows import Door
from innervate.web.given import SessionGiven, Settings
from innervate.web.guiding import guided_of

_SIMULATOR, _REPLAY = "simulator:", "replay:"
_DEMO_SETS = 20
"""After so many sets (some ten minutes) a demo ends by itself: its recording must not fill a disk
because somebody went home."""
_LAB, _LAB_SETS = "&brief=1", 15
"""How the athlete is asked to be brief, and after how many sets the lab ends by itself."""


def setup_of(
    given: SessionGiven,
    source: str,
    settings: Settings,
    own_protocols: Path | None = None,
    own_body: OwnBody | None = None,
) -> Setup:
    """The setup; what was not chosen is as in the settings.

    Args:
        given: what was chosen.
        source: the words that `connect` takes.
        settings: the choices of this computer.
        own_protocols: the folder of guided protocols of one's own, if there is one.
        own_body: muscles and exercises, with those of one's own.

    Raises:
        InputError: where something does not exist, or is not safe for this person now.
    """
    body = own_body or OwnBody()
    door = door_of(source)
    guided, answers, calibration = None, given.safety, given.calibration
    if given.guided:
        guided, answers = guided_of(given.guided, given.safety, own_protocols)
        calibration = Calibrating.NONE
    if door in (Door.NOTHING, Door.KIT):
        electrodes = door is Door.KIT
        maximal = electrodes and calibration is Calibrating.MAXIMAL
        check_answers(answers, electrodes=electrodes, maximal=maximal)
    return Setup(
        source=source,
        exercise=given.exercise or None,
        maps=tuple(
            ChannelMap(one.channel, _known(one.muscle, body), one.side) for one in given.maps
        ),
        targets=_targets(given, body),
        calibration=calibration,
        person=given.person,
        door=door.value,
        load_kg=given.load_kg,
        feedback=given.feedback,
        threshold_percent=given.threshold_percent or settings.threshold_percent,
        big=given.big or Big(settings.big.value),
        tempo=Tempo(**given.tempo.model_dump()) if given.tempo else None,
        reps=given.reps,
        sets=given.sets,
        pace=given.pace,
        own_exercise=body.added(given.exercise or ""),
        guided=guided,
    ).checked()


def demo_setup(
    name: str, settings: Settings, *, seed: int, seconds: float | None = None, pace: float = 1.0
) -> Setup:
    """The setup of the demo: an exercise, which performance, how long (None: without end).

    Raises `InputError` for an unknown exercise.
    """
    chosen = exercise(name)
    length = "" if seconds is None else f"&seconds={seconds:g}"
    return Setup(
        source=f"{_SIMULATOR}{chosen.key}?seed={seed}{length}",
        exercise=chosen.key,
        door=Door.DEMO.value,
        feedback=settings.feedback,
        threshold_percent=settings.threshold_percent,
        big=Big(settings.big.value),
        sets=_DEMO_SETS,
        pace=pace,
    ).checked()


def lab_setup(name: str, settings: Settings, *, seed: int, pace: float = 1.0) -> Setup:
    """The setup of the lab: an athlete who calibrates at once, and then works in longer sets.

    Raises `InputError` for an unknown exercise.
    """
    demo = demo_setup(name, settings, seed=seed, pace=pace)
    return replace(demo, source=f"{demo.source}{_LAB}", sets=_LAB_SETS)


def door_of(source: str) -> Door:
    """The door that a source belongs to.

    >>> [door_of(words).value for words in ("none", "simulator:bench_press", "lsl:MyAmplifier")]
    ['nothing', 'demo', 'kit']
    """
    if source == NONE:
        return Door.NOTHING
    if source.startswith(_SIMULATOR):
        return Door.DEMO
    return Door.RECORDING if source.startswith(_REPLAY) else Door.KIT


def _targets(given: SessionGiven, body: OwnBody) -> tuple[MuscleSide, ...]:
    chosen = tuple(MuscleSide(one.muscle, one.side) for one in given.targets)
    if given.muscle is not None:
        chosen = (MuscleSide(given.muscle, given.side), *chosen)
    for one in chosen:
        body.muscle(one.muscle)
    return tuple(dict.fromkeys(chosen))


def _known(key: str | None, body: OwnBody) -> str | None:
    return None if key is None else body.muscle(key).key
