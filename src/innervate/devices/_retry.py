"""Work that may block, tried again and again beside the reading until it succeeds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Retry(Generic[T]):
    """Calls `work` in a thread, every `pause_s`, until it returns something or is stopped.

    What `work` raises ends the trying and is raised again by `take`.
    """

    def __init__(self, work: Callable[[], T | None], pause_s: float) -> None:
        self._work, self._pause_s = work, pause_s
        self._stopping = threading.Event()
        self._result: T | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def take(self) -> T | None:
        """What the work gave, or None while it is still being tried."""
        if self._thread.is_alive():
            return None
        if self._error is not None:
            raise self._error
        return self._result

    def stop(self) -> T | None:
        """Try no more; give what came of it, so that it can be closed."""
        self._stopping.set()
        self._thread.join()
        return self._result

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._result = self._work()
                if self._result is not None:
                    return
                self._stopping.wait(self._pause_s)
        except Exception as error:  # handed over to whoever asks
            self._error = error
