"""The library: what `innervate analyze` does, for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from innervate import __version__
from innervate.body.channel_map import Unsure, check_maps, label_channels, parse_map
from innervate.body.movement import Exercise
from innervate.body.own import OwnBody
from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.core.format import ReadOptions
from innervate.core.measure import Measure
from innervate.core.recording import Recording
from innervate.core.step import Interval
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.analysis import Analysis
from innervate.engine.asked import absent_targets, check_targets, unsaid_of
from innervate.engine.emg import EmgChoices, lost_bands
from innervate.engine.stated import Calibration
from innervate.formats._open import open_recording
from innervate.report.baseline import baseline_of, remarks_on
from innervate.report.document import Document, document, from_json, to_json
from innervate.report.page import page

Span = tuple[float, float]
"""A stretch of a recording: first and last session second."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured.

    >>> import innervate
    >>> result = innervate.open("bench.xdf").measure()
    >>> len(result.analysis.repetitions)
    5
    >>> shares = [one for one in result.measures if one.metric == "target_share"]
    >>> whole_set = next(one for one in shares if one.subject.rep is None)
    >>> 0 < whole_set.uncertainty.low < whole_set.value < whole_set.uncertainty.high < 1
    True
    >>> result.save_report("bench.html")
    """

    analysis: Analysis
    exercise: Exercise | None = None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every number, with unit, subject, time, uncertainty and quality."""
        return self.analysis.measures

    def document(self) -> Document:
        """The result as the document that is printed, stored and sent."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return document(
            self.analysis, version=__version__, created_at=now, own_exercise=self.exercise
        )

    def to_json(self) -> str:
        """The document as JSON (schema: docs/schema.md)."""
        return to_json(self.document())

    def save_report(self, path: str | Path) -> None:
        """Write the report as one self-contained HTML page; `InputError` where that cannot be."""
        made = page(self.document())
        try:
            Path(path).write_text(made, encoding="utf-8")
        except OSError as error:
            raise InputError(
                f"the report cannot be written to {path}",
                found=_words(error),
                fix="name a file in a folder that exists and that you may write to",
            ) from error


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording with its channels named, as far as they could be.

    >>> import innervate
    >>> opened = innervate.open("bench.xdf", maps=["triceps_brachii_right=none"])
    >>> [channel.label for channel in opened.recording.streams[0].channels][:2]
    ['pectoralis major right', 'triceps_brachii_right']

    Attributes:
        recording: the recording; nothing of it is read before it is needed.
        unsure: the channels whose muscle must be asked for.
    """

    recording: Recording
    unsure: tuple[Unsure, ...]

    def measure(
        self,
        exercise: str | None = None,
        *,
        targets: Sequence[str] = (),
        mvc: Iterable[Span] = (),
        hold: Iterable[Span] = (),
        rest: Iterable[Span] = (),
        mains_hz: float | None = None,
        baseline: Iterable[str | Path] = (),
        refit: bool = False,
        own_body: OwnBody | None = None,
        progress: Callable[[float], None] = lambda _: None,
        remark: Callable[[str], None] = lambda _: None,
    ) -> Result:
        """Compute everything that the recording allows.

        Args:
            exercise: key of the exercise; default: the one the recording names, if any.
            targets: muscles asked for, as ``MUSCLE`` or ``MUSCLE:SIDE``; default: the exercise's.
            mvc: stretches of maximal trials; without them muscles are not compared.
            hold: a stretch of a submaximal reference hold, instead of `mvc`.
            rest: stretches of rest.
            mains_hz: mains frequency, 0 for none; default: learned.
            baseline: earlier JSON documents of the same person, exercise, load and sensors.
            refit: whether to learn anew what the recording carries.
            own_body: the exercises that may be named, where some were added to the built-in ones.
            progress: called with the session second reached.
            remark: called with what must be known beside the result, such as what the baselines
                hold.

        Raises:
            InputError: where a name is unknown, there is neither EMG nor an answer, a target was
                not recorded, or a baseline cannot be read.
        """
        about = self.recording.about
        key = exercise or about.exercise or None
        chosen = (own_body or OwnBody()).exercise(key) if key else None
        earlier = {Path(path): _earlier(Path(path)) for path in baseline}
        for text in remarks_on({path.name: one for path, one in earlier.items()}, key or ""):
            remark(text)
        channels = [channel for spec in self.recording.streams for channel in spec.channels]
        wanted = tuple(_target(text) for text in targets)
        check_targets(channels, wanted)
        choices = EmgChoices(
            exercise=chosen,
            targets=wanted,
            mains_hz=mains_hz,
            baseline=baseline_of(tuple(earlier.values()), key or ""),
        )
        stated = Calibration(_spans("mvc", mvc), _spans("hold", hold), _spans("rest", rest))
        options = AnalyseOptions(
            choices, stated if stated.mvc or stated.hold or stated.rest else None, refit
        )
        analysis = analyse(self.recording, options, progress)
        absent = () if wanted else absent_targets(channels, chosen)
        more = (*absent, *unsaid_of(self.unsure), *lost_bands(self.recording.streams))
        return Result(replace(analysis, unsaid=(*analysis.unsaid, *more)), chosen)


def open_file(
    path: str | Path,
    *,
    maps: Sequence[str] = (),
    rate_hz: float | None = None,
    unit: str | None = None,
    kind: str | None = None,
) -> Opened:
    """Open a recording of any known format.

    Args:
        path: the file.
        maps: what its channels measure, each as ``CHANNEL=MUSCLE[:SIDE]``, where names do not
            tell.
        rate_hz: sampling rate, for a file that states none.
        unit: unit of the samples, for a file that states none.
        kind: kind of the channels ("emg", "eeg" ...), for a file that does not tell.

    Raises:
        InputError: one sentence that says what is wrong and what to do.
    """
    recording = open_recording(Path(path), ReadOptions(rate_hz, unit, kind))
    said = [parse_map(text) for text in maps]
    check_maps(recording.streams, said)
    unsure: list[Unsure] = []
    for spec in recording.streams:
        labels = label_channels(spec, said)
        recording = recording.with_channels(spec.id, labels.channels)
        unsure += labels.unsure
    return Opened(recording, tuple(unsure))


def _earlier(path: Path) -> Document:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the baseline {path} cannot be read",
            found=_words(error) if isinstance(error, OSError) else "no text",
            fix="name the JSON document of an earlier analysis",
        ) from error
    try:
        return from_json(text)
    except InputError as error:
        raise InputError(
            f"the baseline {path} is no earlier analysis",
            found=error.found or error.what,
            fix="name the JSON document of an earlier analysis",
        ) from error


def _words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _target(text: str) -> MuscleSide:
    one = parse_map(f"target={text}")
    if one.muscle is None:
        raise InputError("a target must be a muscle", given=repr(text))
    return MuscleSide(one.muscle, one.side)


def _spans(name: str, spans: Iterable[Span]) -> tuple[Interval, ...]:
    found = []
    for number, (start_s, stop_s) in enumerate(spans, start=1):
        if not 0 <= start_s < stop_s:
            raise InputError(
                f"a stretch of {name} must begin before it ends",
                given=f"{start_s:g} to {stop_s:g} s",
            )
        found.append(Interval(start_s, stop_s, f"{name} {number}"))
    return tuple(found)
