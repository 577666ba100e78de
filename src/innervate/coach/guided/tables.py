"""One table of a TOML file to a dataclass, with errors that name the field."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import Enum
from typing import Any, Final, TypeVar, cast

from innervate.core.errors import InputError, nearest
from innervate.core.plain import Plain, from_plain

T = TypeVar("T")

_MISSING: Final = re.compile(r"\w+\.__init__\(\) missing .*?: (.+)")


_WORDS: Final = (
    ("float", "a number"),
    ("int", "a whole number"),
    ("str", "a text"),
    ("bool", "true or false"),
)


def read_table(
    kind: type[T], table: Mapping[str, Plain], place: Callable[[str], str], **more: object
) -> T:
    """The table as an instance of `kind`; `more` are fields that it does not have itself.

    Raises `InputError` whose `found` says the `place` of the field and what is wrong with it.
    """
    own = {one.name: one for one in fields(cast("Any", kind)) if one.name not in more}
    hints = typing.get_type_hints(kind)
    for name in table:
        if name not in own:
            close = nearest(name, own)
            fix = f"write {close[0]}, or remove it" if close else "remove it"
            raise InputError("a field", found=f"{place(name)}: there is no such field", fix=fix)
    for name, one in own.items():
        if name not in table and one.default is MISSING and one.default_factory is MISSING:
            raise InputError("a field", found=f"{place(name)} is missing", fix=f"add {name} = ...")
    read = {name: _field(hints[name], value, name, place) for name, value in table.items()}
    return cast("T", cast("Any", kind)(**read, **more))


def _field(hint: Any, value: Plain, name: str, place: Callable[[str], str]) -> object:
    try:
        return cast("object", from_plain(hint, value))
    except InputError as error:
        if isinstance(hint, type) and issubclass(hint, Enum):
            known = ", ".join(str(one.value) for one in hint)
            words = f"{value!r} is none of {known}"
        else:
            words = error.found or error.what
        missing = _MISSING.fullmatch(words)
        words = f"it lacks {missing[1]}" if missing else words
        for kept, said in _WORDS:
            words = words.replace(f"is not a {kept}", f"is not {said}")
        raise InputError("a field", found=f"{place(name)}: {words}", fix=error.fix) from error
