"""TOML files to frozen dataclasses, with errors that name the file, the line and the field."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, cast

from innervate.core.errors import InputError, few, nearest
from innervate.core.plain import Plain, from_plain

T = TypeVar("T")

BUILT_IN = Path(__file__).parent
_MOST_NEAR = 6
_KEY = re.compile(r"[a-z0-9_]+")


def read_entry(kind: type[T], path: Path) -> T:
    """One file as an instance of `kind`, whose `key` is the file's name without suffix.

    Raises `InputError` where the file is not TOML or does not describe a `kind`.
    """
    content = _content(path)
    what = f"{path} does not describe {_article(kind.__name__.lower())}"
    known = {field.name: field for field in fields(cast("Any", kind)) if field.name != "key"}
    _check_names(content, known, what, path)
    hints = typing.get_type_hints(kind)
    read = {}
    for name, value in content.items():
        try:
            read[name] = from_plain(hints[name], value)
        except InputError as error:
            raise InputError(
                what,
                found=f"{place_of(path, name)}: {_said(hints[name], value, error)}",
                fix="correct that field; the built-in files show the form",
            ) from error
    try:
        return cast("T", cast("Any", kind)(key=path.stem, **read))
    except InputError as error:
        raise InputError(what, found=error.found or error.what, fix=error.fix) from error


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
        if not _KEY.fullmatch(path.stem):
            raise InputError(
                f"{path} has a name that cannot be used",
                found=repr(path.stem),
                fix="use small letters, digits and underscores only",
            )
        entries[path.stem] = read_entry(kind, path)
    return entries


def path_of(noun: str, key: str, folder: Path | None) -> Path:
    """The file that an entry was read from: the built-in one, else that of the user's folder."""
    built_in = BUILT_IN / f"{noun}s" / f"{key}.toml"
    return built_in if folder is None or built_in.exists() else folder / f"{key}.toml"


def place_of(path: Path, field: str, word: str = "") -> str:
    """Field and line of a file, in words: where `word` stands, else where the field begins."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return f"field {field}"
    name = re.escape(field)
    begins = re.compile(rf"\s*({name}\s*=|\[\[?\s*{name}\b)")
    first = next((at for at, line in enumerate(lines) if begins.match(line)), None)
    if first is None:
        return f"field {field}"
    if word:
        first = next((at for at in range(first, len(lines)) if f'"{word}"' in lines[at]), first)
    return f"line {first + 1}, field {field}"


def stamp(folder: Path | None) -> tuple[tuple[str, bytes], ...]:
    """The files of a user's folder as they are now: what was read is read again when it changes."""
    if folder is None or not folder.is_dir():
        return ()
    return tuple((path.name, _bytes(path)) for path in _files(folder))


def look_up(
    entries: Mapping[str, T],
    key: str,
    noun: str,
    near: Callable[[str], Iterable[str]] | None = None,
) -> T:
    """The entry of that key; raises `InputError` with the nearest names where there is none."""
    if key in entries:
        return entries[key]
    close = near_names(key, entries, near)
    what = f"there is no {noun} {key!r}"
    if close:
        raise InputError(what, fix=f"write {either(close)}")
    raise InputError(what, found=few(sorted(entries)), fix="use one of these names")


def near_names(
    key: str, entries: Iterable[str], near: Callable[[str], Iterable[str]] | None = None
) -> list[str]:
    """The names that may be meant by a wrong one, the nearest first."""
    entries = list(entries)
    word = key.strip().lower()
    close = [*(near(key) if near else ()), *nearest(word, entries)]
    close += [name for name in entries if word and word in name]
    return list(dict.fromkeys(close))[:_MOST_NEAR]


def either(names: list[str]) -> str:
    """The names as a choice, in words."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _content(path: Path) -> dict[str, Plain]:
    import tomllib

    try:
        return cast("dict[str, Plain]", tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"cannot read {path}", found=error.strerror or str(error)) from error
    except ValueError as error:
        raise InputError(
            f"{path} is not a TOML file", found=str(error), fix="correct the line it names"
        ) from error


def _check_names(
    content: Mapping[str, Plain], known: Mapping[str, Field[Any]], what: str, path: Path
) -> None:
    """Raise `InputError` for a field that there is not, or that there must be and is not."""
    for name in content:
        if name not in known:
            close = nearest(name, known)
            raise InputError(
                what,
                found=f"{place_of(path, name)}: there is no such field",
                fix=f"write {either(close)}, or remove it" if close else "remove it",
            )
    for name, field in known.items():
        if name not in content and field.default is MISSING and field.default_factory is MISSING:
            raise InputError(what, found=f"no field {name}", fix=f"add a line {name} = ...")


def _said(hint: object, value: Plain, error: InputError) -> str:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return f"{value!r}, which is none of {', '.join(one.value for one in hint)}"
    return error.found or error.what


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # told when it is read as an entry
        return b""


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
