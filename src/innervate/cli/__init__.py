"""The `innervate` command; each sub-command is a module of this package."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from innervate import __version__

COMMANDS = (
    "app",
    "demo",
    "devices",
    "record",
    "analyze",
    "simulate",
    "study",
    "programme",
    "claims",
    "player",
    "import",
    "export",
    "erase",
    "check",
)
_ALIASES = {"analyse": "analyze"}
_KEYWORDS = {"import": "import_"}
"""Commands whose names Python keeps for itself, and their modules."""

_USUAL = "app"
_ABOUT = ("-h", "--help", "--version")

_EPILOG = """\
first steps:
  innervate                                 open the app
  innervate demo                            open it with the virtual athlete at work (SIMULATED)
  innervate analyze demo/recording.xdf      the numbers of any recording
  innervate devices                         what could be measured with, here and now

Nothing leaves this computer. Not a medical device.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 2 the user's error, 1 a fault."""
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        _check_command(words)
    except Exception as error:
        return _failed(error)
    arguments = parser().parse_args(_with_command(words))
    try:
        return int(_module(arguments.command).run(arguments))
    except KeyboardInterrupt:
        print("\ninnervate: stopped.", file=sys.stderr)  # noqa: T201
        return 130
    except BrokenPipeError:
        # The reader of the pipe has gone, which is its right; keep Python from saying so again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _failed(error)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; importing the commands is cheap, running them is not."""
    top = argparse.ArgumentParser(
        prog="innervate",
        description="Ask for a muscle, see who answers.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"innervate {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in COMMANDS:
        module = _module(name)
        command = commands.add_parser(
            name,
            aliases=[alias for alias, of in _ALIASES.items() if of == name],
            help=module.HELP,
            description=module.__doc__,
            epilog=module.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
    return top


def _with_command(words: Sequence[str]) -> list[str]:
    """The words with `app` before them where they name no command and ask for no help."""
    if not words or (words[0].startswith("-") and words[0] not in _ABOUT):
        return [_USUAL, *words]
    return list(words)


def _check_command(words: Sequence[str]) -> None:
    """Raise `InputError` with the nearest names where the first word is no command."""
    if not words or words[0].startswith("-") or words[0] in (*COMMANDS, *_ALIASES):
        return
    from innervate.core.errors import InputError, nearest

    close = nearest(words[0], COMMANDS)
    raise InputError(
        f"there is no command {words[0]!r}",
        found=None if close else ", ".join(COMMANDS),
        fix=f"write innervate {' or '.join(close)}" if close else "write one of these",
    )


def _module(name: str) -> ModuleType:
    name = _ALIASES.get(name, name)
    return import_module(f"innervate.cli.{_KEYWORDS.get(name, name)}")


def _failed(error: Exception) -> int:
    from innervate.core.errors import InnervateError

    if os.environ.get("INNERVATE_DEBUG"):
        raise error
    if isinstance(error, InnervateError):
        print(f"innervate: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(  # noqa: T201
        f"innervate: a fault in the program: {type(error).__name__}: {error} "
        "(set INNERVATE_DEBUG=1 to see where, and please report it)",
        file=sys.stderr,
    )
    return 1
