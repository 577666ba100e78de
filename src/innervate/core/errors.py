"""Errors that say what went wrong, what was given, what was found and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

_FEW = 12


class InnervateError(Exception):
    """A problem that the user can mend; its text is part of the interface.

    Args:
        what: one clause that says what went wrong.
        given: what the user or caller supplied.
        found: what was there instead.
        fix: what to do about it, as an instruction.

    >>> str(InnervateError("cannot read x.edf", found="an empty file", fix="export it again"))
    'cannot read x.edf: found an empty file. To mend it: export it again.'
    """

    def __init__(
        self,
        what: str,
        *,
        given: str | None = None,
        found: str | None = None,
        fix: str | None = None,
    ) -> None:
        self.what, self.given, self.found, self.fix = what, given, found, fix
        details = [f"given {given}"] if given else []
        details += [f"found {found}"] if found else []
        text = what + (": " + ", ".join(details) if details else "") + "."
        super().__init__(text + (f" To mend it: {fix}." if fix else ""))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.given, self.found, self.fix)


def _rebuild(
    kind: type[InnervateError], what: str, given: str | None, found: str | None, fix: str | None
) -> InnervateError:
    return kind(what, given=given, found=found, fix=fix)


class InputError(InnervateError):
    """A file, name or value from outside cannot be used."""


class PlanError(InnervateError):
    """Steps, metrics and streams do not fit together."""


class NotEnoughDataError(InnervateError):
    """There is too little data to say something honest."""


class MissingExtraError(InnervateError):
    """An optional dependency is needed and absent; the text names the extra to install."""

    @classmethod
    def of(cls, package: str, extra: str) -> MissingExtraError:
        """Say that `package` is missing and that ``innervate[extra]`` brings it."""
        return cls(
            f"the package {package} is not installed",
            fix=f"pip install 'innervate[{extra}]' (in a clone: pip install -e '.[{extra}]')",
        )


class DeviceLostError(InnervateError):
    """A live source stopped answering."""


class RecordingStoppedError(InnervateError):
    """The recorder can no longer write; the session goes on without it."""


def few(names: Iterable[str]) -> str:
    """The first dozen names in one line, and how many more there are.

    >>> few(str(number) for number in range(14))
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more'
    """
    rest = iter(names)
    shown = ", ".join(islice(rest, _FEW))
    more = sum(1 for _ in rest)
    return f"{shown} and {more} more" if more else shown


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The names that one may have meant by a wrong one, the nearest first; at most three.

    >>> nearest("Bandpas", ["bandpass", "notch"])
    ['bandpass']
    """
    by_small = {one.lower(): one for one in names}
    return [by_small[one] for one in get_close_matches(name.strip().lower(), by_small, n=3)]
