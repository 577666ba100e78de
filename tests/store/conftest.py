"""One store for the tests that try many rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.store._made import opened

from innervate.store.store import Store


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that the tests of one module share; each empties it first."""
    with opened(tmp_path_factory.mktemp("shared") / "home") as store:
        yield store
