"""A whole session on the virtual athlete: rest, maximal trials, practice, sets, and the report."""

from __future__ import annotations

import argparse
from pathlib import Path

from innervate.cli._say import ProgressLine, remark, say, seconds

HELP = "a whole session on the virtual athlete (SIMULATED)"
EXAMPLES = """\
examples:
  innervate demo --headless --out demo
  innervate demo --headless --seconds 120 --exercise romanian_deadlift --out demo

The session runs in virtual time, faster than a real one, and leaves recording.xdf, analysis.json
and report.html. The live screen is not part of this version: --headless is how it runs.
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
    recording = new_file(folder, "recording.xdf")
    chosen = exercise(arguments.exercise)
    athlete = demo_athlete(chosen.key, RATE_HZ, arguments.seed, seconds=arguments.seconds)
    source = SimulatorSource(athlete, pace=None, seconds=arguments.seconds)
    progress = ProgressLine("Simulating")
    about = About(name=recording.name, exercise=chosen.key, device="virtual athlete")
    choices = EmgChoices(exercise=chosen, method=Method.MVC)
    asked = Asked(about, choices, recording)
    result = Result(complete_session(source, asked, Told(remark, progress)))
    progress.done()
    (folder / "analysis.json").write_text(result.to_json(), encoding="utf-8")
    result.save_report(folder / "report.html")
    print_result(result)
    say(f"\nRecording, JSON and report: {folder.resolve()}")
    say(f"Open the report:            {(folder / 'report.html').resolve().as_uri()}")
    return 0


def new_file(folder: Path, name: str) -> Path:
    """A path in the folder that does not exist yet, so that no recording is written over."""
    from innervate.core.errors import InputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the folder {folder} cannot be made",
            found=error.strerror or str(error),
            fix="choose another with --out",
        ) from error
    path = folder / name
    number = 2
    while path.exists():
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return path
