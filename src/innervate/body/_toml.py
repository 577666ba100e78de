"""TOML files to frozen dataclasses, with errors that name the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar, cast

from innervate.core.errors import InputError, few, nearest
from innervate.core.plain import Plain, from_plain

T = TypeVar("T")

BUILT_IN = Path(__file__).parent
_MOST_NEAR = 6


def read_entry(kind: type[T], path: Path) -> T:
    """One file as an instance of `kind`, whose `key` is the file's name without suffix.

    Raises `InputError` where the file is not TOML or does not describe a `kind`.
    """
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}", found=error.strerror or str(error)) from error
    except ValueError as error:
        raise InputError(
            f"{path} is not a TOML file", found=str(error), fix="correct the line it names"
        ) from error
    try:
        return from_plain(kind, cast("Plain", {"key": path.stem, **content}))
    except InputError as error:
        raise InputError(
            f"{path} does not describe {_article(kind.__name__.lower())}",
            found=error.found or error.what,
            fix="correct that field; the built-in files show the form",
        ) from error


def read_folder(kind: type[T], noun: str, folder: Path | None) -> dict[str, T]:
    """The built-in entries of a kind by key, and those of the user's own folder.

    Raises `InputError` where the folder is none or takes the name of a built-in entry.
    """
    entries = {path.stem: read_entry(kind, path) for path in _files(BUILT_IN / f"{noun}s")}
    if folder is None:
        return entries
    if not folder.is_dir():
        raise InputError(
            f"there is no folder of {noun}s of your own", given=str(folder), fix="name a folder"
        )
    for path in _files(folder):
        if path.stem in entries:
            raise InputError(
                f"{path} takes the name of a built-in {noun}", fix="give the file another name"
            )
        entries[path.stem] = read_entry(kind, path)
    return entries


def look_up(
    entries: Mapping[str, T],
    key: str,
    noun: str,
    near: Callable[[str], Iterable[str]] | None = None,
) -> T:
    """The entry of that key; raises `InputError` with the nearest names where there is none."""
    if key in entries:
        return entries[key]
    word = key.strip().lower()
    close = [*(near(key) if near else ()), *nearest(word, entries)]
    close += [name for name in entries if word and word in name]
    close = list(dict.fromkeys(close))[:_MOST_NEAR]
    what = f"there is no {noun} {key!r}"
    if close:
        raise InputError(what, fix=f"write {_either(close)}")
    raise InputError(what, found=few(sorted(entries)), fix="use one of these names")


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
