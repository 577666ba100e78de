"""What makes a session, as plain data: enough to make it again after a crash."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from innervate.body.channel_map import ChannelMap
from innervate.body.movement import Exercise
from innervate.body.movement import exercise as find_exercise
from innervate.coach.choices import Big, Calibrating, Choices, Feedback, Tempo
from innervate.coach.guided.score import Score
from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.core.fit import Fit
from innervate.core.plain import from_plain, to_plain
from innervate.engine.emg import EmgChoices
from innervate.session.guided_choice import GuidedChoice
from innervate.session.silent import NONE
from innervate.steps.normalise import Method

_SIMULATOR, _REPLAY = "simulator:", "replay:"
_METHODS = {
    Calibrating.MAXIMAL: Method.MVC,
    Calibrating.SUBMAXIMAL: Method.SUBMAXIMAL,
    Calibrating.NONE: Method.PEAK_TASK,
    Calibrating.CARRIED: Method.MVC,
}


def titled(name: str, pace: float | None) -> str:
    """The name of a guided session; one that runs at another pace is called a rehearsal.

    >>> titled("Centre", 20.0), titled("Centre", None)
    ('Centre, rehearsal', 'Centre')
    """
    return name if pace in (None, 1.0) else f"{name}, rehearsal"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a person chose before a session.

    Attributes:
        source: ``DEVICE:ADDRESS``, ``replay:FILE`` or ``none``.
        exercise: key of the exercise, or None.
        maps: what channels measure, where their names do not tell.
        targets: the muscles asked for; empty takes the exercise's. With the source ``none`` the
            first one is the muscle to feel.
        calibration: where the 100 % comes from.
        person: who trains (an opaque id), or None.
        door: by which door the person came in (`store.Door`), passed on in `Standing.door`.
        load_kg: the weight moved, where it was told.
        feedback: what is shown and sounded during work.
        threshold_percent: the line to hold above.
        big: the one big number.
        tempo: tempo tones in sets, None for the protocol's own.
        reps: repetitions asked for in a set, None for the protocol's own.
        sets: sets asked for, None for as many as the person starts.
        pace: session seconds per second, for recordings, the simulator and rehearsals without a
            sensor; None leaves what `source` says.
        fits: calibrations carried over from earlier on, applied at the start.
        guided: the guided protocol that runs instead of calibration and sets, if one does.
        own_exercise: the exercise itself, where the person added it: it stays what it was.
    """

    source: str
    exercise: str | None = None
    maps: tuple[ChannelMap, ...] = ()
    targets: tuple[MuscleSide, ...] = ()
    calibration: Calibrating = Calibrating.MAXIMAL
    person: str | None = None
    door: str = ""
    load_kg: float | None = None
    feedback: Feedback = Feedback.FULL
    threshold_percent: float = 40.0
    big: Big = Big.SHARE
    tempo: Tempo | None = None
    reps: int | None = None
    sets: int | None = None
    pace: float | None = None
    fits: tuple[Fit, ...] = ()
    guided: GuidedChoice | None = None
    own_exercise: Exercise | None = None

    @property
    def silent(self) -> bool:
        """Whether there is no sensor: the person feels, and the clock of the computer counts."""
        return self.source == NONE

    @property
    def replays(self) -> bool:
        """Whether a recording is played."""
        return self.source.startswith(_REPLAY)

    @property
    def played(self) -> bool:
        """Whether the source can go at another pace: the virtual athlete and recordings can."""
        return self.replays or self.source.startswith(_SIMULATOR)

    @property
    def follows(self) -> bool:
        """Whether the coach follows the phases that such a source tells of itself."""
        return self.played and self.guided is None

    @property
    def movement(self) -> Exercise | None:
        """The exercise; raises `InputError` with near names where there is none of the key."""
        if self.own_exercise is not None:
            return self.own_exercise
        return find_exercise(self.exercise) if self.exercise else None

    def emg_choices(self) -> EmgChoices:
        """What it means for the chain; raises `InputError` for an unknown exercise."""
        return EmgChoices(self.movement, self.targets, self._method())

    def choices(self) -> Choices:
        """What it means for the coach; raises `InputError` for an unknown exercise."""
        calibration = Calibrating.CARRIED if self.replays or self.fits else self.calibration
        return Choices(
            calibration=calibration,
            feedback=self.feedback,
            threshold_percent=self.threshold_percent,
            follows=self.follows,
            exercise=self.movement,
            targets=self.targets,
            tempo=self.tempo,
            reps=self.reps,
            sets=self.sets,
            big=self.big,
        )

    @property
    def title(self) -> str:
        """The name of the guided protocol, and whether it is rehearsed; empty where none runs."""
        if self.guided is None:
            return ""
        return titled(self.guided.found().name, self.pace)

    def score(self) -> Score | None:
        """The guided protocol laid out, if one runs; raises `InputError` where it cannot be."""
        if self.guided is None:
            return None
        return self.guided.score(self.targets, self.movement, emg=not self.silent)

    def source_words(self) -> str:
        """The words for `connect`, with the pace in them."""
        if self.pace is None or not self.played:
            return self.source
        head, _, query = self.source.partition("?")
        kept = [one for one in query.split("&") if one and not one.startswith("pace=")]
        return f"{head}?{'&'.join([*kept, f'pace={self.pace:g}'])}"

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(to_plain(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Setup:
        """Read what `to_json` wrote; raises `InputError` on anything else.

        >>> setup = Setup("simulator:bench_press", "bench_press", pace=2.0)
        >>> Setup.from_json(setup.to_json()) == setup
        True
        """
        try:
            return from_plain(cls, json.loads(text))
        except (InputError, ValueError, RecursionError) as error:
            raise InputError(
                "a stored session cannot be made again",
                found=repr(text[:60]),
                fix="close the session; its recording can be analysed all the same",
            ) from error

    def checked(self) -> Setup:
        """The same, with the exercise by its key; raises `InputError` for what cannot be.

        >>> Setup("none", "Bench Press").checked().exercise
        'bench_press'
        """
        if not 0 < self.threshold_percent <= 100:
            raise InputError(
                "the line to hold above must lie between 0 and 100 %",
                given=f"{self.threshold_percent:g} %",
            )
        if self.pace is not None and not 0 <= self.pace < 1000:
            raise InputError("the pace must be a number from 0 on", given=f"{self.pace:g}")
        if self.guided is not None:
            self._check_guided()
        elif self.silent and not self.targets and self.movement is None:
            raise InputError("no muscle was chosen to feel", fix="choose one on the body map")
        key = self.movement.key if self.movement else None
        return replace(self, exercise=key)

    def _check_guided(self) -> None:
        if self.replays:
            raise InputError(
                "a recording cannot be guided: it is done already",
                fix="choose a sensor, or none",
            )
        self.score()

    def _method(self) -> Method:
        for fit in self.fits:
            if fit.step == "normalise":
                known = (method for method in Method if method.words == fit.method)
                return next(known, Method.MVC)
        return _METHODS[self.calibration]
