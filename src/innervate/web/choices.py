"""The settings file: one small JSON document in the home folder."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from innervate.core.errors import InputError
from innervate.web.given import Settings

_NAME = "settings.json"


class ChoicesFile:
    """Keeps the settings; a damaged file counts as none."""

    def __init__(self, home: Path) -> None:
        self._path = home / _NAME
        self._lock = threading.Lock()

    def read(self) -> Settings:
        """The settings as they are kept, else the usual ones."""
        with self._lock:
            try:
                return Settings.model_validate_json(self._path.read_bytes())
            except (OSError, ValidationError):
                return Settings()

    def write(self, settings: Settings) -> Settings:
        """Keep settings; raises `InputError` where the disk does not take them."""
        new = self._path.with_suffix(".new")
        with self._lock:
            try:
                new.write_text(settings.model_dump_json(), encoding="utf-8")
                new.replace(self._path)
            except OSError as error:
                raise InputError(
                    "the settings cannot be kept",
                    found=error.strerror or str(error),
                    fix="look whether the disk is full or write-protected",
                ) from error
        return settings

    def erase(self) -> None:
        """Forget them."""
        with self._lock, suppress(OSError):
            self._path.unlink(missing_ok=True)
