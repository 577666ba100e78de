"""Addresses of live sources: a head and options, ``head?key=value&key=value``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import parse_qsl

from innervate.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed address.

    >>> address = Address.parse("cyton?serial_port=/dev/ttyUSB0", "brainflow", ("serial_port",))
    >>> address.head, address.text("serial_port")
    ('cyton', '/dev/ttyUSB0')
    """

    head: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str, device: str, known: tuple[str, ...]) -> Address:
        """Read an address; raises `InputError` for options that `device` does not know."""
        head, _, query = text.partition("?")
        # Slashes and pluses mean themselves here; only %-escapes are undone.
        pairs = parse_qsl(query.replace("+", "%2B"), keep_blank_values=True)
        for key, _value in pairs:
            if key not in known:
                raise InputError(
                    f"{device} knows no option {key!r}",
                    given=repr(text),
                    fix=f"use {', '.join(known)}",
                )
        return cls(head, tuple(pairs))

    def text(self, key: str) -> str | None:
        """The last value given for an option, or None."""
        return next((value for name, value in reversed(self.options) if name == key), None)

    def number(self, key: str, otherwise: float) -> float:
        """An option as a number of zero or more; raises `InputError` where it is none."""
        text = self.text(key)
        if text is None:
            return otherwise
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not 0 <= value < math.inf:
            raise InputError(
                f"{key} must be a number of zero or more", given=repr(text), fix=f"write {key}=1"
            )
        return value

    def whole(self, key: str, otherwise: int) -> int:
        """An option as a whole number of zero or more; raises `InputError` where it is none."""
        text = self.text(key)
        if text is None:
            return otherwise
        if not text.isdecimal():
            raise InputError(
                f"{key} must be a whole number of zero or more",
                given=repr(text),
                fix=f"write {key}=1",
            )
        return int(text)
