"""Frozen dataclasses to plain JSON values and back, driven by their annotations."""

from __future__ import annotations

import functools
import math
import types
import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeAlias, TypeVar, cast

from innervate.core.errors import InputError

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"

T = TypeVar("T")


def to_plain(value: object) -> Plain:
    """Turn a dataclass, enum, tuple or scalar into JSON values; raises `TypeError` on others.

    NaN, which JSON does not have, becomes None.
    """
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, float) and math.isnan(value):
        return None
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is not plain data")


def from_plain(kind: type[T], value: Plain) -> T:
    """Read what `to_plain` wrote as an instance of `kind`; raises `InputError` where it is not.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Point:
    ...     x: float
    ...     tags: tuple[str, ...] = ()
    >>> from_plain(Point, {"x": 1, "tags": ["a"]})
    Point(x=1.0, tags=('a',))
    """
    try:
        return cast(T, _read(kind, value))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"stored data do not describe a {getattr(kind, '__name__', kind)}", found=str(error)
        ) from error


def _read(kind: Any, value: Plain) -> object:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        options = [option for option in typing.get_args(kind) if option is not type(None)]
        return None if value is None else _read_one_of(options, value)
    if origin is tuple:
        return _read_tuple(typing.get_args(kind), value)
    if is_dataclass(kind):
        return _read_dataclass(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is float and value is None:
        return math.nan
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if kind in (bool, int, str) and type(value) is kind:
        return value
    raise TypeError(f"{value!r} is not a {getattr(kind, '__name__', kind)}")


def _read_one_of(options: list[Any], value: Plain) -> object:
    for option in options[:-1]:
        try:
            return _read(option, value)
        except (TypeError, ValueError, InputError):
            continue
    return _read(options[-1], value)


def _read_tuple(arguments: tuple[Any, ...], value: Plain) -> object:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_read(arguments[0], item) for item in value)
    return tuple(_read(kind, item) for kind, item in zip(arguments, value, strict=True))


@functools.cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read_dataclass(kind: Any, value: Plain) -> object:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is not an object")
    hints = _hints(kind)
    unknown = set(value) - {field.name for field in fields(kind)}
    if unknown:
        raise TypeError(f"unknown fields {', '.join(sorted(unknown))}")
    return kind(**{name: _read(hints[name], item) for name, item in value.items()})
