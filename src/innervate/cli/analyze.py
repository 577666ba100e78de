"""Read recordings of any known format and say what can be said of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.cli._say import ProgressLine, remark, say

if TYPE_CHECKING:
    from innervate.core.recording import Recording
    from innervate.library import Opened, Result

HELP = "turn recordings into numbers and a report"
EXAMPLES = """\
examples:
  innervate analyze session.xdf
  innervate analyze gait.csv.gz --exercise walking --map GM=gastrocnemius_medialis
  innervate analyze emg.csv --rate 2000 --unit uV --report report.html
  innervate analyze lift.c3d --mvc 2-7 --mvc 67-72 --exercise romanian_deadlift --json

Without maximal trials (--mvc) muscles are not compared with each other. A muscle that a channel's
name does not tell is asked for, not guessed. Formats: XDF, EDF/BDF, C3D, CSV (plain or
compressed), OpenBCI and BrainFlow text.
"""
_FAILED = 2
_TRUTH = "(truth)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="recordings")
    parser.add_argument("--exercise", metavar="NAME", help="what was done, e.g. bench_press")
    parser.add_argument(
        "--map", action="append", default=[], dest="maps", metavar="CHANNEL=MUSCLE[:SIDE]",
        help="what a channel measures, where its name does not tell ('none' leaves it out)",
    )  # fmt: skip
    parser.add_argument(
        "--target", action="append", default=[], dest="targets", metavar="MUSCLE[:SIDE]",
        help="the muscle asked for (default: the exercise's)",
    )  # fmt: skip
    add_calibration(parser)
    file = parser.add_argument_group("what the file does not state")
    file.add_argument("--rate", type=float, metavar="HZ", help="sampling rate")
    file.add_argument("--unit", metavar="UNIT", help="unit of the samples, e.g. uV")
    file.add_argument("--kind", metavar="KIND", help="kind of the channels, e.g. emg")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--report", metavar="HTML", help="write the report to this file")


def add_calibration(parser: argparse.ArgumentParser) -> None:
    """Declare what the person may state about calibration."""
    group = parser.add_argument_group("calibration (seconds of the recording)")
    for name, what in (
        ("mvc", "a maximal trial; give each one"),
        ("hold", "a submaximal reference hold, where no maximal trial was done"),
        ("rest", "a stretch of rest"),
    ):
        group.add_argument(
            f"--{name}", action="append", default=[], type=_span, metavar="START-STOP", help=what
        )
    group.add_argument(
        "--mains", type=float, metavar="HZ", help="mains frequency, 0 for none (learned)"
    )
    group.add_argument(
        "--baseline", action="append", default=[], metavar="JSON",
        help="an earlier analysis of the same person, exercise, load and sensors",
    )  # fmt: skip
    group.add_argument("--refit", action="store_true", help="learn anew what the recording carries")


def run(arguments: argparse.Namespace) -> int:
    """Analyse each file and print."""
    from innervate.core.errors import InputError

    if arguments.report and len(arguments.files) > 1:
        raise InputError("one report is for one recording", fix="analyse the files one by one")
    if len(arguments.files) > 1:
        return _each(arguments)
    (name,) = arguments.files
    result = _analyse(name, arguments)
    if arguments.report:
        result.save_report(arguments.report)
    if arguments.json:
        say(result.to_json())
        return 0
    print_result(result)
    if arguments.report:
        say(f"Report: {arguments.report}")
    return 0


def _each(arguments: argparse.Namespace) -> int:
    """Several files: what fails is told and costs the others nothing; the exit code tells it."""
    from innervate.core.errors import InnervateError

    results: list[Result] = []
    failed = 0
    for name in arguments.files:
        try:
            result = _analyse(name, arguments)
        except InnervateError as error:
            remark(f"innervate: {name}: {error}")
            failed += 1
            continue
        results.append(result)
        if not arguments.json:
            print_result(result)
    if arguments.json and results:
        say(_json(results))
    if failed:
        remark(f"innervate: {failed} of {len(arguments.files)} files could not be analysed.")
    return _FAILED if failed else 0


def _analyse(name: str, arguments: argparse.Namespace) -> Result:
    from innervate.body.own import OwnBody
    from innervate.library import open_file
    from innervate.store.home import home_folder

    opened = open_file(
        name,
        maps=arguments.maps,
        rate_hz=arguments.rate,
        unit=arguments.unit,
        kind=arguments.kind,
    )
    _refuse_truth(name, opened.recording)
    _ask(opened)
    progress = ProgressLine(f"Analysing {Path(name).name}")
    try:
        result = opened.measure(
            arguments.exercise,
            targets=arguments.targets,
            mvc=arguments.mvc,
            hold=arguments.hold,
            rest=arguments.rest,
            mains_hz=arguments.mains,
            baseline=arguments.baseline,
            refit=arguments.refit,
            own_body=OwnBody.below(home_folder()),
            progress=progress,
            remark=remark,
        )
    finally:
        progress.done()
    progress.conclude("Analysed")
    return result


def _refuse_truth(name: str, recording: Recording) -> None:
    """The truth beside a simulated recording is no recording to analyse, and says so."""
    from innervate.core.channel import Kind
    from innervate.core.errors import InputError

    kinds = {c.kind for spec in recording.streams for c in spec.channels if spec.simulated}
    bare = Kind.ACTIVATION in kinds and Kind.EMG not in kinds
    if not (bare or _TRUTH in recording.about.name):
        return
    path = Path(name)
    beside = path.name.replace("_truth", "", 1)
    which = beside if beside != path.name else "the recording beside it"
    raise InputError(
        f"{path.name} is the truth beside a simulated recording, with which its numbers are "
        "compared; it holds nothing to analyse",
        fix=f"analyse {which} (docs/athlete.md shows how to compare the two)",
    )


def _ask(opened: Opened) -> None:
    from innervate.engine.asked import questions_of

    for question in questions_of(opened.unsure):
        remark(question)
    for note in opened.recording.about.notes:
        remark(note)


def print_result(result: Result) -> None:
    """Print the short answer of a result."""
    from innervate.report.summary import summary

    for line in summary(result.document()):
        say(line)


def _json(results: list[Result]) -> str:
    import json

    documents = [json.loads(result.to_json()) for result in results]
    together = {"schema": "innervate/analyses/1", "analyses": documents}
    return json.dumps(together, ensure_ascii=False, indent=1)


def _span(text: str) -> tuple[float, float]:
    first, _, last = text.partition("-")
    try:
        return float(first), float(last)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no stretch; write seconds as START-STOP, e.g. 2.5-7.5"
        ) from None
