"""A contract: what a plug-in promises, how to mend it, and the check that tries to break it."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Generic, TypeVar

from innervate.core.errors import MissingExtraError
from innervate.testing.findings import Finding

S = TypeVar("S")
T = TypeVar("T")


class BrokenError(Exception):
    """A contract does not hold; the text says what was seen and where."""


class NotApplicableError(Exception):
    """A contract has nothing to check here; the text says why."""


@dataclass(frozen=True, slots=True)
class Contract(Generic[S]):
    """One promise of every plug-in of a kind.

    Attributes:
        name: what it is called in findings.
        promise: what must hold, as a sentence without its full stop.
        mend: what a plug-in author does about it, as an instruction.
        check: raises `BrokenError` where the subject does not keep it.
    """

    name: str
    promise: str
    mend: str
    check: Callable[[S], None]


def examine(plugin: str, subject: S, contracts: Iterable[Contract[S]]) -> tuple[Finding, ...]:
    """Try every contract on a subject; whatever the plug-in raises becomes a finding."""
    return tuple(_examine_one(plugin, subject, contract) for contract in contracts)


def _examine_one(plugin: str, subject: S, contract: Contract[S]) -> Finding:
    try:
        with warnings.catch_warnings():
            # Numbers made of nothing (empty means, division by zero) must not be hidden.
            warnings.simplefilter("error", RuntimeWarning)
            contract.check(subject)
    except MissingExtraError as error:
        if "'innervate[testing]'" in str(error):
            raise
        return Finding(plugin, contract.name, True, f"not checked: {error}")
    except NotApplicableError as error:
        return Finding(plugin, contract.name, True, str(error))
    except Exception as error:  # a plug-in may raise anything
        detail = (
            f"promised: {contract.promise}.\nseen: {_seen(error)}\nto mend it: {contract.mend}."
        )
        return Finding(plugin, contract.name, False, detail)
    return Finding(plugin, contract.name, True)


def _seen(error: BaseException) -> str:
    if isinstance(error, BrokenError):
        return str(error)
    if isinstance(error, BaseExceptionGroup):
        return f"it fails now and then on the same input: {_seen(error.exceptions[0])}"
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    text = " ".join(str(error).split())
    return f"it crashed with {type(error).__name__}: {text}{where}"


def check_words(what: str, text: object) -> None:
    """Raise `BrokenError` unless `text` says something."""
    if not isinstance(text, str) or not text.strip():
        raise BrokenError(f"{what} is {text!r}")


def within(limit_s: float, what: str, call: Callable[[], T]) -> T:
    """Call, and raise `BrokenError` if it has not come back after `limit_s`."""
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(call())
        except Exception as error:  # handed to the caller's thread
            errors.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(limit_s)
    if thread.is_alive():
        raise BrokenError(f"{what} had not come back after {limit_s:g} s")
    if errors:
        raise errors[0]
    return results[0]
