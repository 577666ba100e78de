"""Exercises and muscles of one's own, dropped into the home folder while the app runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.body._own import PLANTARIS, WALL_SIT
from tests.web.test_api import problem
from tests.web.test_sessions import FEEL

from innervate.body import exercises, muscles
from innervate.body.own import OwnBody
from innervate.core.errors import InputError
from innervate.session.setup import Setup
from innervate.web.house import House


@pytest.fixture
def file(house: House) -> Path:
    (house.home / "exercises").mkdir()
    path = house.home / "exercises" / "wall_sit.toml"
    path.write_text(WALL_SIT)
    return path


def test_a_dropped_file_is_listed_and_can_be_done(
    client: TestClient, house: House, file: Path
) -> None:
    assert len(client.get("/api/exercises").json()) == len(exercises()) + 1
    begun = client.post("/api/session", json={**FEEL, "exercise": "Wall sit"})
    assert begun.status_code == 200, begun.text
    assert begun.json()["exercise"]["external"] == "push the wall away"
    (stored,) = house.store.sessions()
    file.unlink()
    setup = Setup.from_json(stored.setup)
    assert setup.movement
    assert setup.movement.name == "Wall sit", "a session keeps the exercise as it was"


def test_a_dropped_muscle_is_listed_and_can_be_felt(client: TestClient, house: House) -> None:
    (house.home / "muscles").mkdir()
    (house.home / "muscles" / "plantaris.toml").write_text(PLANTARIS)
    assert len(client.get("/api/muscles").json()) == len(muscles()) + 1
    targets = [{"muscle": "plantaris", "side": "left"}]
    assert client.post("/api/session", json={**FEEL, "targets": targets}).status_code == 200


def test_a_mistake_is_told_in_the_app(client: TestClient, file: Path) -> None:
    file.write_text(WALL_SIT.replace("A10", "A99"))
    told = problem(client.get("/api/exercises"), 400)
    assert "wall_sit.toml names an evidence row that does not exist" in told
    file.write_text(WALL_SIT)
    assert client.get("/api/exercises").status_code == 200


def test_a_built_in_exercise_is_not_carried_along(house: House, file: Path) -> None:
    own = OwnBody.below(house.home)
    assert own.added("Bench press") is None
    assert own.added("") is None
    assert own.added("wall-sit") == own.exercise("wall_sit")
    with pytest.raises(InputError, match=r"no exercise 'wall_set'.*write wall_sit"):
        own.added("wall_set")


def test_a_mistake_does_not_keep_from_what_is_built_in(client: TestClient, file: Path) -> None:
    file.write_text("name =")
    assert client.post("/api/session", json=FEEL).status_code == 200
