"""A whole session on the virtual athlete: rest, maximal trials, practice, sets, and the report."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from innervate.cli._say import ProgressLine, remark, say, seconds

HELP = "a whole session on the virtual athlete (SIMULATED)"
EXAMPLES = """\
examples:
  innervate demo --headless --out demo
  innervate demo --headless --seconds 120 --exercise romanian_deadlift --out demo

The session runs in virtual time, faster than a real one, and leaves recording.xdf, analysis.json
and report.html; the next one in the same folder leaves recording-2.xdf, analysis-2.json and
report-2.html. The live screen is not part of this version: --headless is how it runs.
"""
RATE_HZ = 2000.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--headless", action="store_true", help="without a screen")
    parser.add_argument("--seconds", type=seconds, default=90.0, help="length of the session (90)")
    parser.add_argument("--out", default="demo", metavar="DIR", help="folder of the results (demo)")
    parser.add_argument("--exercise", default="pec_isolation", metavar="NAME")
    parser.add_argument("--seed", type=int, default=1, help="which performance (1)")


def run(arguments: argparse.Namespace) -> int:
    """Run the session and write what it leaves."""
    from innervate.body.movement import exercise
    from innervate.cli.analyze import print_result
    from innervate.core.recording import About
    from innervate.devices.simulator import SimulatorSource
    from innervate.engine.emg import EmgChoices
    from innervate.library import Result
    from innervate.session.complete import Asked, Told, complete_session
    from innervate.sim.demo import demo_athlete
    from innervate.steps.normalise import Method

    if not arguments.headless:
        remark("The live screen is not part of this version; running without it.")
    folder = Path(arguments.out)
    recording, analysis, report = new_files(
        folder, ("recording.xdf", "analysis.json", "report.html")
    )
    chosen = exercise(arguments.exercise)
    athlete = demo_athlete(chosen.key, RATE_HZ, arguments.seed, seconds=arguments.seconds)
    source = SimulatorSource(athlete, pace=None, seconds=arguments.seconds)
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
