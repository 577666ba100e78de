"""innervate: ask for a muscle, see who answers, and learn honestly whether anything changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from innervate.library import open_file as open  # noqa: A004 - innervate.open reads as it does

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def __getattr__(name: str) -> object:
    if name == "open":
        from innervate.library import open_file

        return open_file
    raise AttributeError(f"module 'innervate' has no attribute {name!r}")
