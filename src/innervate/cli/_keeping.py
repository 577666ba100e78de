"""What the commands that work on the home folder share."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from innervate.store.rows import Person
    from innervate.store.store import Store


def add_home_argument(parser: argparse.ArgumentParser) -> None:
    """Declare where everything is kept."""
    parser.add_argument(
        "--home", type=Path, metavar="DIR",
        help="where everything is kept (your user data folder, or INNERVATE_HOME)",
    )  # fmt: skip


@contextmanager
def opened_store(home: Path | None) -> Iterator[Store]:
    """The store of a home folder, closed at the end; raises `InputError` while the app has it."""
    from innervate.store.home import home_folder
    from innervate.store.store import Store

    store = Store.open(home_folder(home))
    try:
        yield store
    finally:
        store.close()


def person_called(store: Store, name: str) -> Person:
    """The one person of that name, whatever the case; raises `InputError` for none and for two."""
    from innervate.core.errors import InputError, few

    people = store.people()
    found = [one for one in people if one.name.casefold() == name.strip().casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            f"{len(found)} people are called {name!r}",
            fix="rename one of them in the app, then try again",
        )
    raise InputError(
        f"there is nobody called {name!r}",
        found=few(one.name for one in people) or "nobody at all",
        fix="write one of these names" if people else "add the person in the app first",
    )


def counted(count: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "set"), counted(1204, "set")
    ('1 set', '1,204 sets')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def size_text(size: int) -> str:
    """A size in words.

    >>> size_text(1_234), size_text(56_000_000)
    ('2 kB', '56.0 MB')
    """
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{math.ceil(size / 1000)} kB"
