"""Trying a property on drawn examples, the same ones in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from innervate.core.errors import MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType

    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def strategies() -> ModuleType:
    """Hypothesis's strategies; raises `MissingExtraError` where it is not installed."""
    try:
        from hypothesis import strategies as found
    except ImportError as error:
        raise MissingExtraError.of("hypothesis", "testing") from error
    return found


@contextmanager
def tidy() -> Iterator[None]:
    """Keep hypothesis from leaving a folder where the user happens to be."""
    strategies()
    from hypothesis import configuration

    before = configuration.storage_directory(intent_to_write=False).path
    with TemporaryDirectory(prefix="innervate-check-") as folder:
        configuration.set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(before)


def for_all(strategy: SearchStrategy[T], check: Callable[[T], None], examples: int) -> None:
    """Run `check` on drawn values; a failing one is made small before its error is raised."""
    from hypothesis import HealthCheck, Phase, given, settings

    settled = settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )

    @settled
    @given(strategy)
    def run(value: T) -> None:
        check(value)

    run()
