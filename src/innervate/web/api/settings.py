"""The choices that every browser on this computer shares."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter

from innervate.web.failures import refusing
from innervate.web.given import Settings
from innervate.web.house import TheHouse

router = APIRouter(prefix="/settings", tags=["settings"])


@router.get("")
def settings(house: TheHouse) -> Settings:
    """The settings."""
    return house.settings.read()


@router.put("")
def save(given: Settings, house: TheHouse) -> Settings:
    """Keep settings; what is left out becomes usual."""
    if given.person is not None:
        with refusing(HTTPStatus.NOT_FOUND):
            house.store.person(given.person)
    return house.settings.write(given)
