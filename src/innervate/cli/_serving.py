"""What the commands that open the app share."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from innervate.web.house import House


def port(text: str) -> int:
    """A port as an argument."""
    value = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < value < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; write a number such as 23571")
    return value


def add_serving_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where and how the app is opened."""
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.add_argument("--port", type=port, metavar="N", help="port (23571, or the next free one)")
    parser.add_argument(
        "--home", type=Path, metavar="DIR",
        help="where sessions are kept (your user data folder, or INNERVATE_HOME)",
    )  # fmt: skip


def serve_app(
    arguments: argparse.Namespace,
    first: Callable[[House], None] | None = None,
    page: str = "",
) -> int:
    """Serve until told to end; `first` is done as soon as all is ready."""
    from innervate.store.home import home_folder
    from innervate.web.serve import Serving, serve

    serve(
        Serving(
            home=home_folder(arguments.home),
            port=arguments.port,
            browser=not arguments.no_browser and _has_screen(),
            say=_say_now,
            first=first,
            page=page,
        )
    )
    return 0


def _say_now(text: str) -> None:
    """At once, also into a pipe: somebody waits for the address."""
    print(text, flush=True)  # noqa: T201


def _has_screen() -> bool:
    """Whether a browser could open; without a screen Python would open one in the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
