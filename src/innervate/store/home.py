"""The one folder that everything is kept in."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "INNERVATE_HOME"
"""The environment variable that names another home folder."""

DATABASE = "innervate.db"
RECORDINGS = "recordings"
IMPORTED = "imported"
DOCUMENTS = "documents"


def home_folder(given: Path | None = None) -> Path:
    """The home folder: the given one, else that of the environment, else the user's data folder.

    >>> home_folder(Path("here")).is_absolute()
    True
    """
    if given is None and os.environ.get(HOME_VARIABLE):
        given = Path(os.environ[HOME_VARIABLE])
    if given is not None:
        return given.expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("innervate", appauthor=False)


def imported_folder(home: Path) -> Path:
    """Where files are kept that a person brought."""
    return home / RECORDINGS / IMPORTED
