"""Write a recording of the virtual athlete, and the truth beside it."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.cli._say import ProgressLine, say, seconds
from innervate.cli.demo import RATE_HZ, new_files

if TYPE_CHECKING:
    from innervate.core.format import Format
    from innervate.core.recording import Recording
    from innervate.core.stream import Block
    from innervate.sim.athlete import Athlete, Companion
    from innervate.sim.performance import Form

HELP = "write a simulated recording and its truth (SIMULATED)"
EXAMPLES = """\
examples:
  innervate simulate bench_press --out made
  innervate simulate pec_isolation --seconds 120 --seed 7 --skill 0.9 --truth --out made
  innervate simulate romanian_deadlift --format edf --realities harsh --out made
  innervate simulate running --seconds 300 --sound --truth --out made
  innervate simulate chin_up --format csv --realities noise,ecg --fatigue 1 --imu --out made

The exercises: pec_isolation, romanian_deadlift, bench_press, chin_up, glute_bridge, running,
walking. Leaves EXERCISE.xdf (or another format) and, with --truth, EXERCISE_truth.xdf: activation,
excitation, force, tiredness, movement and the discharges of all motor units. A format that holds
one stream, or none without a rate, gets one file for each stream that it cannot hold with others.

Running and walking have sensors of motion and a heart rate instead of electrodes, of the form
fatigue only; their truth is every step.
"""
_SECONDS = 60.0
_USUAL_RATES = "--rate 1000 or 2000, as is usual for surface EMG"
_SHARES = (
    ("skill", "0 to 1: the muscle asked for, steadily (0.5)"),
    ("effort", "factor on all levels (1)"),
    ("fatigue", "0 to 1: how fast muscles tire (0)"),
    ("cocontraction", "0 to 1: opposing muscles work along (0)"),
    ("overflow", "0 to 1: the other side joins in (0.2)"),
    ("tremor", "0 to 1 (0.2)"),
    ("placement_mm", "electrodes beside the good site, in mm along the fibres (0)"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("exercise", metavar="EXERCISE", help="what is done, e.g. bench_press")
    parser.add_argument("--seconds", type=seconds, default=_SECONDS, help="length (60)")
    parser.add_argument("--seed", type=int, default=1, help="which performance (1)")
    parser.add_argument("--rate", type=float, default=RATE_HZ, metavar="HZ", help="EMG rate (2000)")
    parser.add_argument("--out", metavar="DIR", default="simulated", help="folder (simulated)")
    parser.add_argument(
        "--format", default="xdf", metavar="NAME", help="file format: xdf, edf, bdf, csv, tsv (xdf)"
    )
    parser.add_argument(
        "--realities", default="usual", metavar="NAMES",
        help="clean, usual, harsh, or some of noise,mains,ecg,motion,drift,crosstalk,dropouts,"
        "clipping (usual)",
    )  # fmt: skip
    parser.add_argument("--truth", action="store_true", help="write the truth as well")
    parser.add_argument("--imu", action="store_true", help="with a sensor of motion")
    parser.add_argument("--sound", action="store_true", help="with the sound of the footfalls")
    parser.add_argument("--pose", action="store_true", help="with a camera's landmarks")
    group = parser.add_argument_group("the athlete's form")
    for name, what in _SHARES:
        flag = name.removesuffix("_mm")
        group.add_argument(f"--{flag}", type=float, dest=name, metavar="NUMBER", help=what)
    group.add_argument(
        "--focus", choices=("none", "internal", "external"), default="none",
        help="attention on nothing, the muscle, or the effect (none)",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Make the recording and write it."""
    format_, suffix = _format(arguments.format)
    recording, truth = _recordings(arguments)
    parts = _split(recording, suffix, arguments.exercise)
    if arguments.truth:
        parts += _split(truth, suffix, f"{arguments.exercise}_truth")
    folder = Path(arguments.out)
    paths = new_files(folder, [part.name for part in parts])
    progress = ProgressLine("Simulating")
    try:
        for part, path in zip(parts, paths, strict=True):
            plugin = format_ if part.suffix == suffix else _format(part.suffix[1:])[0]
            plugin.write(_watched(part.recording, progress), path)
    finally:
        progress.done()
    progress.conclude("Simulated")
    say(f"SIMULATED: {', '.join(path.name for path in paths)} in {folder.resolve()}")
    return 0


def _recordings(arguments: argparse.Namespace) -> tuple[Recording, Recording]:
    """What devices would have recorded, and the truth; nothing is made before it is read."""
    from innervate.core.errors import InputError
    from innervate.sim.motion.outing import OUTINGS, outing, outing_recording, outing_truth
    from innervate.sim.recording import as_recording, truth_recording

    name, length_s = arguments.exercise, arguments.seconds
    if name in OUTINGS:
        model = outing(
            name, arguments.seed, fatigue=_form(arguments).fatigue,
            pose=arguments.pose, sound=arguments.sound,
        )  # fmt: skip
        return outing_recording(name, model, length_s), outing_truth(name, model, length_s)
    if arguments.sound:
        raise InputError(
            "only footfalls are heard", given=f"--sound with {name}", fix=f"use {OUTINGS[0]}"
        )
    athlete = _athlete(arguments)
    return as_recording(athlete, length_s), truth_recording(athlete, length_s)


def _athlete(arguments: argparse.Namespace) -> Athlete:
    from innervate.sim.companions import CAMERA_HZ, IMU_HZ, motion_of
    from innervate.sim.conditions import realities_of
    from innervate.sim.demo import demo_athlete, demo_montage
    from innervate.sim.exercises import EXERCISES, unknown_exercise
    from innervate.sim.motion.outing import OUTINGS

    known = [one.name for one in EXERCISES]
    if arguments.exercise not in known:
        raise unknown_exercise(arguments.exercise, OUTINGS)
    _check_rate(arguments.rate)
    montage = demo_montage(arguments.exercise, arguments.rate)
    companions: tuple[Companion, ...] = ()
    if arguments.imu or arguments.pose:
        imu_hz = IMU_HZ if arguments.imu else None
        camera_hz = CAMERA_HZ if arguments.pose else None
        companions = (motion_of(arguments.exercise, imu_hz=imu_hz, camera_hz=camera_hz),)
    return demo_athlete(
        arguments.exercise,
        arguments.rate,
        arguments.seed,
        seconds=arguments.seconds,
        form=_form(arguments),
        realities=realities_of(arguments.realities, montage),
        companions=companions,
    )


def _check_rate(rate_hz: float) -> None:
    """Raise `InputError` for an EMG that `innervate analyze` could make nothing of."""
    from innervate.core.errors import InputError, PlanError
    from innervate.steps.bandpass import Bandpass

    if not 0 < rate_hz < math.inf:
        raise InputError("a sampling rate is a positive number", given=f"--rate {rate_hz:g}")
    try:
        Bandpass().edges_hz(rate_hz)
    except PlanError as error:
        raise InputError(
            error.what,
            given=f"--rate {rate_hz:g}",
            found=error.found,
            fix=f"use {_USUAL_RATES}",
        ) from error


def _form(arguments: argparse.Namespace) -> Form:
    from innervate.sim.knobs import turned
    from innervate.sim.performance import Focus, Form

    form = Form(focus=Focus(arguments.focus))
    for name, _ in _SHARES:
        value = getattr(arguments, name)
        if value is not None:
            form = turned(form, name, value)
    return form


def _format(name: str) -> tuple[type[Format], str]:
    """The plug-in that writes files of this suffix; raises `InputError` naming those there are."""
    from innervate.core.errors import InputError
    from innervate.formats._open import FORMATS

    suffix = f".{name.lower().removeprefix('.')}"
    plugins = [FORMATS.load(known) for known in FORMATS.names()]
    writing = [plugin for plugin in plugins if plugin.WRITES]
    for plugin in writing:
        if suffix in plugin.SUFFIXES:
            return plugin, suffix
    have = sorted({end[1:] for plugin in writing for end in plugin.SUFFIXES})
    raise InputError(
        f"nothing writes the format {name!r}", found=", ".join(have), fix="use one of these"
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Some streams of a recording in a file of their own."""

    name: str
    suffix: str
    recording: Recording


def _split(recording: Recording, suffix: str, stem: str) -> list[_Part]:
    """The recording in as many files as the format needs."""
    from innervate.formats.table import PLUGIN as TABLE

    if suffix in TABLE.SUFFIXES:
        groups = [(spec,) for spec in recording.streams]
        return [
            _Part(_named(stem, "" if n == 0 else f"_{group[0].id}", suffix), suffix,
                  replace(recording, streams=group))
            for n, group in enumerate(groups)
        ]  # fmt: skip
    if suffix == ".xdf":
        return [_Part(_named(stem, "", suffix), suffix, recording)]
    regular = tuple(spec for spec in recording.streams if spec.rate_hz is not None)
    parts = [_Part(_named(stem, "", suffix), suffix, replace(recording, streams=regular))]
    return parts + [
        _Part(_named(stem, f"_{spec.id}", ".csv"), ".csv", replace(recording, streams=(spec,)))
        for spec in recording.streams
        if spec.rate_hz is None
    ]


def _named(stem: str, part: str, suffix: str) -> str:
    return f"{stem}{part}{suffix}"


@dataclass(frozen=True, slots=True)
class _Watched:
    """A reader that says how far it is."""

    recording: Recording
    progress: ProgressLine

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks, with a word after each."""
        for block in self.recording.reader.blocks(streams):
            yield block
            if block.spec.rate_hz is not None:
                self.progress(block.stop / block.spec.rate_hz)


def _watched(recording: Recording, progress: ProgressLine) -> Recording:
    return replace(recording, reader=_Watched(recording, progress))
