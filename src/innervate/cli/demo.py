"""Show a whole session of the virtual athlete: rest, maximal trials, practice, sets, report."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.cli._say import ProgressLine, remark, say, seconds
from innervate.cli._serving import add_serving_arguments, serve_app

if TYPE_CHECKING:
    from innervate.web.house import House

HELP = "the app with the virtual athlete at work (SIMULATED)"
EXAMPLES = """\
examples:
  innervate demo                            open the app with the virtual athlete at work
  innervate demo --exercise romanian_deadlift --no-browser --port 23571
  innervate demo --headless --out demo      without a screen, in seconds
  innervate demo --headless --seconds 120 --exercise romanian_deadlift --out demo

With --headless the session runs in virtual time, faster than a real one, and leaves
recording.xdf, analysis.json and report.html; the next one in the same folder leaves
recording-2.xdf, analysis-2.json and report-2.html.
"""
RATE_HZ = 2000.0
_SECONDS = 90.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_serving_arguments(parser)
    parser.add_argument("--headless", action="store_true", help="without a screen, in seconds")
    parser.add_argument(
        "--seconds", type=seconds, help="length of the session (headless: 90; else endless)"
    )
    parser.add_argument("--out", metavar="DIR", help="headless: folder of the results (demo)")
    parser.add_argument("--exercise", default="pec_isolation", metavar="NAME")
    parser.add_argument("--seed", type=int, default=1, help="which performance (1)")


def run(arguments: argparse.Namespace) -> int:
    """Open the app with the demo running, or run it without a screen."""
    if arguments.headless:
        return _headless(arguments)
    from innervate.core.errors import InputError

    if arguments.out is not None:
        raise InputError(
            "the app keeps its sessions in its own folder",
            given=f"--out {arguments.out}",
            fix="write --headless as well, or leave --out away",
        )
    return serve_app(arguments, lambda house: _begin(house, arguments), page="/live")


def _begin(house: House, arguments: argparse.Namespace) -> None:
    from innervate.web.beginning import demo_setup

    setup = demo_setup(
        arguments.exercise,
        house.settings.read(),
        seed=arguments.seed,
        seconds=arguments.seconds,
    )
    house.keeper.start(setup)


def _headless(arguments: argparse.Namespace) -> int:
    """Run the session in virtual time and write what it leaves."""
    from innervate.body.movement import exercise
    from innervate.cli.analyze import print_result
    from innervate.core.recording import About
    from innervate.devices.simulator import SimulatorSource
    from innervate.engine.emg import EmgChoices
    from innervate.library import Result
    from innervate.session.complete import Asked, Told, complete_session
    from innervate.sim.demo import demo_athlete
    from innervate.steps.normalise import Method

    length_s = _SECONDS if arguments.seconds is None else arguments.seconds
    folder = Path("demo" if arguments.out is None else arguments.out)
    recording, analysis, report = new_files(
        folder, ("recording.xdf", "analysis.json", "report.html")
    )
    chosen = exercise(arguments.exercise)
    athlete = demo_athlete(chosen.key, RATE_HZ, arguments.seed, seconds=length_s)
    source = SimulatorSource(athlete, pace=None, seconds=length_s)
    progress = ProgressLine("Simulating")
    about = About(name=recording.name, exercise=chosen.key, device="virtual athlete")
    choices = EmgChoices(exercise=chosen, method=Method.MVC)
    asked = Asked(about, choices, recording)
    result = Result(complete_session(source, asked, Told(remark, progress)))
    progress.conclude("Simulated")
    analysis.write_text(result.to_json(), encoding="utf-8")
    result.save_report(report)
    print_result(result)
    say(f"\n{recording.name}, {analysis.name} and {report.name} are in {folder.resolve()}")
    say(f"Open the report: {report.resolve().as_uri()}")
    return 0


def new_file(folder: Path, name: str) -> Path:
    """A path in the folder that does not exist yet, so that no recording is written over."""
    return new_files(folder, (name,))[0]


def new_files(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Paths in the folder of which none exists yet; from the second time on with one number."""
    from innervate.core.errors import InputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the folder {folder} cannot be made",
            found=error.strerror or str(error),
            fix="choose another with --out",
        ) from error
    paths = tuple(folder / name for name in names)
    number = 2
    while any(path.exists() for path in paths):
        paths = tuple(folder / f"{Path(n).stem}-{number}{Path(n).suffix}" for n in names)
        number += 1
    return paths
