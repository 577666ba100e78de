"""Everything that one running app has: its home, store, hub, session, work and settings."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from innervate.body.own import OwnBody
from innervate.store.files import delete
from innervate.store.home import imported_folder
from innervate.store.store import Store
from innervate.web.choices import ChoicesFile
from innervate.web.client import Room
from innervate.web.failures import RefusedError
from innervate.web.hub import Hub
from innervate.web.jobs import Jobs
from innervate.web.keeper import Keeper
from innervate.web.limits import Limits
from innervate.web.plans import Plans
from innervate.web.uploads import Uploads

PASSING = "passing-"
"""How the names of files begin that exist only while a request lasts."""

PROTOCOLS = "protocols"
"""The folder in the home folder for guided protocols of one's own."""

RECORDING = "recording"
"""The word before the id of a recording, where sources are named."""


@dataclass(frozen=True, slots=True)
class House:
    """What the routes work with.

    Attributes:
        home: the home folder.
        store: people, sessions and measures.
        keeper: the session that runs, and its place in the store.
        hub: what the browsers are told.
        jobs: work that outlasts a request.
        uploads: recordings that were brought.
        settings: the choices.
        limits: how much a request may bring.
        plans: the programmes that people follow.
    """

    home: Path
    store: Store
    keeper: Keeper
    hub: Hub
    jobs: Jobs
    uploads: Uploads
    settings: ChoicesFile
    limits: Limits
    plans: Plans

    @classmethod
    def open(cls, home: Path, limits: Limits | None = None, room: Room | None = None) -> House:
        """Open the store and set up the rest; raises `InputError` where the home cannot be used."""
        limits = limits or Limits()
        store = Store.open(home)
        keeper = Keeper(store, room)
        uploads = Uploads(imported_folder(home), limits)
        uploads.tidy()
        for left in home.glob(f"{PASSING}*"):
            delete(left)
        return cls(
            home, store, keeper, keeper.hub, Jobs(), uploads, ChoicesFile(home), limits,
            Plans(store),
        )  # fmt: skip

    @property
    def own_protocols(self) -> Path | None:
        """Where guided protocols of one's own lie, if there are any."""
        folder = self.home / PROTOCOLS
        return folder if folder.is_dir() else None

    @property
    def own_body(self) -> OwnBody:
        """Muscles and exercises, with those of one's own."""
        return OwnBody.below(self.home)

    def words_of(self, source: str) -> str:
        """The words that `connect` takes; ``recording:ID`` stands for a recording brought here.

        Raises `RefusedError` for a file elsewhere: what is to be read is brought first.
        """
        kind, colon, rest = source.partition(":")
        key, query, more = rest.partition("?")
        if colon and kind == RECORDING:
            return f"replay:{self.uploads.one(key).path}{query}{more}"
        if kind == "replay" and not self._within(key):
            raise RefusedError(
                HTTPStatus.BAD_REQUEST,
                "the app reads only recordings that were brought to it",
                given=repr(source[:80]),
                fix="add the file under Recordings and choose it there",
            )
        return source

    def _within(self, path: str) -> bool:
        try:
            return Path(path).resolve().is_relative_to(self.home.resolve())
        except (OSError, ValueError, RuntimeError):
            return False

    def close(self) -> None:
        """End the session properly, call off the work, let go of the store; never hangs."""
        try:
            self.keeper.shutdown()
            self.jobs.close()
        finally:
            self.store.close()


def _house(connection: HTTPConnection) -> House:
    house: House = connection.app.state.house
    return house


TheHouse = Annotated[House, Depends(_house)]
"""The house, for the parameters of routes."""
