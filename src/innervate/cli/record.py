"""Record live sources, raw first, run the chain on them, and leave recording, JSON and report."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.cli._say import ProgressLine, remark, say, seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from innervate.core.source import Source
    from innervate.session.complete import Asked

HELP = "record a live source and analyse it"
EXAMPLES = """\
examples:
  innervate record lsl:type=EMG --exercise biceps_curl --seconds 60
  innervate record lsl:MyAmplifier --map "EMG 1=biceps_brachii:left" --calibrate
  innervate record simulator:bench_press --seconds 60
  innervate record replay:gait.csv.gz --exercise walking
  innervate record --close session.xdf      finish a recording that was cut off
  innervate record lsl:MyAmplifier --resume session.xdf

Sources are listed by `innervate devices`. End a recording with Ctrl-C: nothing is lost.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="DEVICE:ADDRESS")
    parser.add_argument("--out", default="session", metavar="DIR", help="folder (session)")
    parser.add_argument("--seconds", type=seconds, default=float("inf"), help="stop by itself")
    parser.add_argument("--exercise", metavar="NAME", help="what is being done")
    parser.add_argument(
        "--map", action="append", default=[], dest="maps", metavar="CHANNEL=MUSCLE[:SIDE]",
        help="what a channel measures, where its name does not tell",
    )  # fmt: skip
    parser.add_argument(
        "--calibrate", action="store_true",
        help="be guided through rest, maximal trials and practice first (4 minutes or more)",
    )  # fmt: skip
    parser.add_argument(
        "--publish", action="store_true",
        help="publish processed streams by LSL; everybody on the local network can read them",
    )  # fmt: skip
    parser.add_argument("--resume", metavar="FILE", help="go on with an interrupted recording")
    parser.add_argument("--close", metavar="FILE", help="finish an interrupted recording")


def run(arguments: argparse.Namespace) -> int:
    """Record until told to stop."""
    from innervate.core.errors import InputError

    if arguments.close:
        return _close(Path(arguments.close))
    if not arguments.sources:
        raise InputError(
            "nothing to record was named", fix="name a source; `innervate devices` lists them"
        )
    virtual = [words for words in arguments.sources if words.startswith("simulator:")]
    if arguments.calibrate and virtual:
        raise InputError(
            "the virtual athlete calibrates itself",
            given=f"--calibrate with {virtual[0]}",
            fix="leave --calibrate out",
        )
    return _record(arguments)


def _record(arguments: argparse.Namespace) -> int:
    from innervate.body.own import OwnBody
    from innervate.cli.analyze import print_result
    from innervate.core.step import wants_fit
    from innervate.library import Result, open_file
    from innervate.session.complete import Told, complete_session
    from innervate.session.connect import connect
    from innervate.session.many import ManySources
    from innervate.store.home import home_folder

    sources = [connect(words) for words in arguments.sources]
    source = sources[0] if len(sources) == 1 else ManySources(sources)
    if arguments.resume:
        return _resume(source, Path(arguments.resume))
    asked = _asked(arguments)
    progress = ProgressLine("Recording")
    told = Told(remark, progress, _ctrl_c())
    remark(f"Recording into {asked.recording} - Ctrl-C ends it.")
    analysis = complete_session(source, asked, told)
    progress.done()
    result = Result(analysis, asked.choices.exercise)
    wanted = sum(wants_fit(branch.step) for branch in analysis.plan.branches)
    if asked.recording.exists() and len(analysis.fits) < wanted:
        # What no phase taught on the way is learned from the whole recording.
        opened = open_file(asked.recording, maps=arguments.maps)
        result = opened.measure(arguments.exercise, own_body=OwnBody.below(home_folder()))
    folder = asked.recording.parent
    stem = asked.recording.stem
    (folder / f"{stem}.json").write_text(result.to_json(), encoding="utf-8")
    result.save_report(folder / f"{stem}.html")
    print_result(result)
    say(f"\nRecording, JSON and report: {folder.resolve()}")
    return 0


def _asked(arguments: argparse.Namespace) -> Asked:
    from datetime import UTC, datetime

    from innervate.body.channel_map import parse_map
    from innervate.body.own import OwnBody
    from innervate.cli.demo import new_file
    from innervate.core.recording import About
    from innervate.engine.emg import EmgChoices
    from innervate.session.calibration import MAXIMAL_WARNING, calibration_guide
    from innervate.session.complete import Asked
    from innervate.session.publish import WARNING
    from innervate.steps.normalise import Method
    from innervate.store.home import home_folder

    if arguments.calibrate:
        remark(MAXIMAL_WARNING)
    if arguments.publish:
        remark(WARNING)
    own_body = OwnBody.below(home_folder())
    chosen = own_body.exercise(arguments.exercise) if arguments.exercise else None
    path = new_file(Path(arguments.out), "recording.xdf")
    about = About(
        name=path.name,
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        device=", ".join(arguments.sources),
        exercise=chosen.key if chosen else "",
    )
    return Asked(
        about,
        EmgChoices(exercise=chosen, method=Method.MVC),
        path,
        tuple(parse_map(text) for text in arguments.maps),
        arguments.seconds,
        calibration_guide if arguments.calibrate else None,
        arguments.publish,
    )


def _resume(source: Source, path: Path) -> int:
    from innervate.session.resumed import resume_recording

    progress = ProgressLine("Recording")
    remark(f"Going on with {path} - Ctrl-C ends it.")
    resume_recording(source, path, remark=remark, progress=progress, stop=_ctrl_c())
    progress.done()
    say(f"{path} was gone on with; `innervate analyze {path}` reads it.")
    return 0


def _ctrl_c() -> Callable[[], bool]:
    """Make a question that is answered yes from the first Ctrl-C on."""
    import signal

    pressed: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    return lambda: bool(pressed)


def _close(path: Path) -> int:
    from innervate.formats.xdf import XdfWriter

    XdfWriter.resume(path).close()
    say(f"{path} is whole again; `innervate analyze {path}` reads it.")
    return 0
