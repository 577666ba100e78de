"""Write the player: guided sessions as a page that works on a phone without a network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.cli._say import remark, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from innervate.cli._shelf import LeftOut, Shelf
    from innervate.core.channel import MuscleSide

HELP = "the guided sessions as a page for the phone, which needs no network"
EXAMPLES = """\
examples:
  innervate player --out player                       all sessions that need no sensor
  innervate player --out player --protocol centre --protocol find_it
  innervate player --out player --muscle biceps_brachii:left --muscle soleus
  innervate player --out player --cadence 164         with those that follow your own steps
  innervate player --out player --folder protocols    with your own protocols

Try it on this computer: python -m http.server 20123 --directory player, then open
http://localhost:20123. For the phone, put the folder on any web page that begins with https; after
the first visit it works without a network. What you answer stays on the phone until you hand it
back as one file; read that with: innervate import FILE

Writing into the same folder again renews the sessions; answers on the phone stay.
"""
_SEEDS = 4
_MOST_SEEDS = 50
_INDEX, _SCORES, _WORKER, _PARTS = "index.html", "scores.json", "worker.js", "assets"
_SERVICE = "sw.js"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write")
    parser.add_argument(
        "--protocol", action="append", default=[], metavar="KEY",
        help="only this protocol; may be given several times (all that need no sensor)",
    )  # fmt: skip
    parser.add_argument(
        "--muscle", action="append", default=[], metavar="KEY[:SIDE]",
        help="for this muscle; may be given several times (each protocol's own, else biceps "
        "brachii, gluteus maximus and pectoralis major)",
    )  # fmt: skip
    parser.add_argument("--exercise", metavar="KEY", help="what is done (each protocol's own)")
    parser.add_argument(
        "--cadence", type=float, metavar="N", help="your steps per minute, for sessions of running"
    )
    parser.add_argument(
        "--load", type=float, metavar="PERCENT", help="the load, in percent of your one-rep maximum"
    )
    parser.add_argument(
        "--seeds", type=_seeds, default=_SEEDS, metavar="N",
        help=f"random orders of what is shuffled ({_SEEDS})",
    )  # fmt: skip
    parser.add_argument("--folder", type=Path, metavar="DIR", help="protocols of your own")


def run(arguments: argparse.Namespace) -> int:
    """Lay the sessions out and write the folder."""
    out: Path = arguments.out
    _check_folder(out)
    shelf, left_out = _shelf(arguments)
    _copy(_built(), out)
    _write(out, shelf)
    for one in left_out:
        remark(f"Left out: {one.name}: {one.why}.")
    names = {score.protocol for offer in shelf.offers for score in offer.scores}
    size_kb = sum(path.stat().st_size for path in _files(out)) / 1000
    say(f"{len(names)} protocols in {len(shelf.offers)} sessions, {size_kb:,.0f} kB: {out}")
    say("")
    say(f"Try it here:       python -m http.server 20123 --directory {out}")
    say("                   then open http://localhost:20123")
    say("On the phone:      put the folder on any web page whose address begins with https,")
    say("                   open it once, and add it to the home screen.")
    say("Read the results:  innervate import FILE")
    return 0


def _seeds(text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < count <= _MOST_SEEDS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {_MOST_SEEDS}")
    return count


def _shelf(arguments: argparse.Namespace) -> tuple[Shelf, list[LeftOut]]:
    from innervate import __version__
    from innervate.body.movement import exercise
    from innervate.cli._shelf import LeftOut, Shelf, Wanted, offers, why_not
    from innervate.coach.guided.protocol import guided, guided_protocols
    from innervate.core.errors import InputError

    folder: Path | None = arguments.folder
    wanted = Wanted(
        muscles=tuple(map(_muscle, dict.fromkeys(arguments.muscle))),
        exercise=exercise(arguments.exercise) if arguments.exercise else None,
        cadence_per_min=arguments.cadence,
        load_percent=arguments.load,
        seeds=arguments.seeds,
    )
    named = [guided(key, folder) for key in dict.fromkeys(arguments.protocol)]
    for one in named:
        if why_not(one, wanted):
            raise InputError(f"{one.name} cannot be offered", found=why_not(one, wanted))
    all_ = named or guided_protocols(folder)
    left_out = [LeftOut(one.name, why) for one in all_ if (why := why_not(one, wanted))]
    able = [one for one in all_ if not why_not(one, wanted)]
    return Shelf(__version__, tuple(offers(able, wanted))), left_out


def _muscle(text: str) -> MuscleSide:
    """A muscle and its side, by key or usual name."""
    from innervate.body.channel_map import parse_map
    from innervate.core.channel import MuscleSide
    from innervate.core.errors import InputError

    if "=" not in text:
        found = parse_map(f"muscle={text}")
        if found.muscle is not None:
            return MuscleSide(found.muscle, found.side)
    raise InputError("that is no muscle", given=f"--muscle {text}", fix="write KEY or KEY:SIDE")


def _check_folder(out: Path) -> None:
    """Raise `InputError` for a folder that holds something other than a player."""
    from innervate.core.errors import InputError

    if out.is_file():
        raise InputError(f"{out} is a file", fix="name a folder with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / _SCORES).is_file():
        raise InputError(
            f"the folder {out} holds other files",
            fix="name a new folder with --out, or one that a player was written to",
        )


def _built() -> Path:
    """The folder of the built page; raises `InputError` in a clone where it was not built."""
    from innervate.core.errors import InputError
    from innervate.web.static_files import FOLDER

    found = FOLDER / "player"
    if not (found / _INDEX).is_file():
        raise InputError(
            "the page of the player has not been built",
            fix="run python hatch_build.py in the clone, or install a wheel of innervate",
        )
    return found


def _copy(built: Path, out: Path) -> None:
    """Copy the page; parts of an earlier one go."""
    import shutil

    from innervate.core.errors import InputError

    try:
        if (out / _PARTS).is_dir():
            shutil.rmtree(out / _PARTS)
        shutil.copytree(built, out, dirs_exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the folder {out} cannot be written",
            found=error.strerror or str(error),
            fix="name another with --out",
        ) from error


def _write(out: Path, shelf: Shelf) -> None:
    """The sessions, and the service that keeps all files on the phone, named by their content."""
    import hashlib
    import json

    from innervate.core.plain import to_plain

    text = json.dumps(to_plain(shelf), ensure_ascii=False, separators=(",", ":"))
    (out / _SCORES).write_text(text, encoding="utf-8")
    worker, service = out / _WORKER, out / _SERVICE
    code = worker.read_text(encoding="utf-8")
    worker.unlink()
    service.unlink(missing_ok=True)
    digest = hashlib.sha256(code.encode())
    paths = {path.relative_to(out).as_posix(): path for path in _files(out)}
    for name, path in paths.items():
        digest.update(name.encode() + path.read_bytes())
    # The page is asked for by its folder: some hosts send whoever asks for index.html there.
    names = ["./", *(f"./{name}" for name in paths if name != _INDEX)]
    head = f'const VERSION = "{digest.hexdigest()[:16]}";\nconst FILES = {json.dumps(names)};\n'
    service.write_text(head + code, encoding="utf-8")


def _files(out: Path) -> Sequence[Path]:
    return sorted(path for path in out.rglob("*") if path.is_file())
