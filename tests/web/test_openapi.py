"""The whole API as it describes itself, asked with whatever the description allows and forbids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web._app import BEARER, ROOM, SMALL
from tests.web._running import Running
from tests.web.test_uploads import table

from innervate.core.channel import MuscleSide
from innervate.core.recording import About
from innervate.core.workout import Workout
from innervate.session.recorder import Recorder
from innervate.session.setup import Setup
from innervate.store.log_rows import Entry, Relation, Soreness
from innervate.store.rows import Door, NewSession
from innervate.web.app import api_routes, build
from innervate.web.house import House
from innervate.web.jobs import Outcome
from innervate.web.shown import DiscoveryShown

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def described() -> dict[str, Any]:
    """The API in its own words."""
    app = FastAPI()
    app.include_router(api_routes())
    return app.openapi()


SCHEMA = schemathesis.openapi.from_dict(described())
EVERY = [(path, method) for path, methods in described()["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """An app on a real port, and its address."""
    house = House.open(tmp_path_factory.mktemp("fuzzed") / "home", SMALL, ROOM)
    patch = pytest.MonkeyPatch()
    # To look along a network takes its time; what is found there is none of the API's.
    patch.setattr(
        "innervate.web.api.sources.discover", lambda _: DiscoveryShown(found=(), problems=())
    )
    running = Running(house)
    yield house, f"http://127.0.0.1:{running.port}"
    running.close()
    patch.undo()
    house.close()


def what_is_there(house: House) -> dict[str, str]:
    """By the names of path parameters: what is there, such as a person."""
    folder = house.home / "recordings" / "imported" / "0123456789ab"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "curl.csv").write_bytes(table())
    person = house.store.add_person("Ada").id
    setup = Setup("none", targets=(MuscleSide("biceps_brachii"),), door="nothing")
    new = NewSession(Door.NOTHING, "none", "", False, "", person, setup.to_json())
    session = house.store.begin(new)
    assert session.recording is not None
    Recorder.create(session.recording, About(), ()).close()
    house.store.interrupt(session.id)
    return {
        "person_id": person,
        "recording_id": "0123456789ab",
        "session_id": session.id,
        "plan_id": house.store.log.begin_plan(None, "balance", "2026-10-05").id,
        "key": "balance",
        "month": "2026-10",
        **what_is_logged(house, person),
        "job_id": house.jobs.start("nothing", lambda _: Outcome("done")).id,
    }


def what_is_logged(house: House, person: str) -> dict[str, str]:
    """The same of the training log: a workout, a rating, a remark, a consent."""
    log, at = house.store.log, "2026-11-26T18:30:00"
    return {
        "workout_id": log.add_workout(person, Workout(at, "Push", ())).id,
        "rating_id": log.rate_one(Soreness("", person, at, "soleus", 3.0)).id,
        "entry_id": log.write_one(Entry("", person, at, "note", text="slept well")).id,
        "consent_id": log.consent(person, "recording.1", "Ada", Relation.SELF).id,
    }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), EVERY)
def test_no_request_makes_the_app_fail(
    fuzzed: tuple[House, str], path: str, method: str, mode: GenerationMode
) -> None:
    house, address = fuzzed
    there = what_is_there(house)
    asked = 0

    @settings(
        max_examples=20, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=SCHEMA[path][method].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        nonlocal asked
        asked += 1
        if asked % 2 and mode is GenerationMode.POSITIVE:
            # What was drawn is never there; what is there must be asked for as well.
            case.path_parameters = {name: there[name] for name in case.path_parameters}
        response = case.call(base_url=address, headers=BEARER)
        case.validate_response(response, checks=CHECKS)
        assert b"Traceback" not in response.content
        house.keeper.shutdown()

    try:
        ask()
    except Unsatisfiable:
        # What takes nothing cannot be given anything wrong.
        assert mode is GenerationMode.NEGATIVE
        assert not asked
    else:
        assert asked


def test_every_route_is_among_them(fuzzed: tuple[House, str]) -> None:
    house, _ = fuzzed
    assert build(house).openapi()["paths"] == described()["paths"]
    assert len(EVERY) >= 35
