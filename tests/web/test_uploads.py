"""Recordings that are brought: streamed, held to limits, refused without a trace."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web._app import SMALL

from innervate.core.errors import InputError
from innervate.web.house import House
from innervate.web.uploads import checked_name

TEN_GB = 10 * 1000**3


def table(seconds: int = 4) -> bytes:
    """A recording of two muscles as a table."""
    rng = np.random.default_rng(1)
    rows = [
        f"{k / 500:.4f},{1e6 * a:.3f},{1e6 * b:.3f}"
        for k, (a, b) in enumerate(1e-4 * rng.standard_normal((500 * seconds, 2)))
    ]
    return "\n".join(["time,BB (uV),TB (uV)", *rows]).encode()


def files_in(house: House) -> list[Path]:
    return [one for one in (house.home / "recordings").rglob("*") if one.is_file()]


def test_a_recording_is_taken_listed_and_removed(client: TestClient, house: House) -> None:
    answer = client.post("/api/recordings?name=my curls.csv", content=table())
    assert answer.status_code == 200, answer.text
    brought = answer.json()
    assert brought["name"] == "my curls.csv"
    assert brought["source"] == f"recording:{brought['id']}"
    channels = brought["streams"][0]["channels"]
    assert [one["muscle"] for one in channels] == ["biceps_brachii", "triceps_brachii"]
    assert client.get("/api/recordings").json() == [brought]
    assert [one.read_bytes() for one in files_in(house)] == [table()]
    assert client.delete(f"/api/recordings/{brought['id']}").status_code == 204
    assert client.delete(f"/api/recordings/{brought['id']}").status_code == 404
    assert files_in(house) == []


def test_ten_gigabytes_are_refused_before_they_are_read(client: TestClient, house: House) -> None:
    answer = client.post(
        "/api/recordings?name=big.xdf", content=b"x", headers={"Content-Length": str(TEN_GB)}
    )
    assert answer.status_code == 413
    assert "larger than the 293 KiB" in answer.json()["what"]
    assert files_in(house) == []


def test_more_than_the_limit_is_refused_while_it_is_read(client: TestClient, house: House) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 100 * SMALL.recording:
            sent += 10_000
            yield b"x" * 10_000

    answer = client.post("/api/recordings?name=big.xdf", content=endless())
    assert answer.status_code == 413
    assert answer.json()["fix"] == "send something smaller, or cut the recording into parts"
    assert files_in(house) == []
    assert not list((house.home / "recordings").rglob("part-*"))


def test_a_full_disk_is_told_before_it_is_full(
    client: TestClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 10**6
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    house.uploads._limits = type(SMALL)(spare=free)
    answer = client.post("/api/recordings?name=a.csv", content=table())
    assert answer.status_code == 413
    assert answer.json()["what"] == "there is not enough room on the disk for this"
    assert files_in(house) == []


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xdf", "..", ".", "a/b.xdf", "a\\b.xdf", "/etc/passwd", "C:\\x.xdf", ".hidden",
        " ", "a\x00b.csv", "a\nb.csv", "CON", "nul.csv", "x" * 200, "\u202etxt.fdx", "a?b.csv",
        "\ud800.csv".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)  # fmt: skip
def test_a_name_that_is_a_path_is_refused(client: TestClient, house: House, name: str) -> None:
    answer = client.post("/api/recordings", params={"name": name}, content=table())
    assert answer.status_code == 400, answer.text
    assert answer.json()["what"] == "this is not the name of a file"
    assert files_in(house) == []


def test_no_name_is_refused(client: TestClient) -> None:
    answer = client.post("/api/recordings", content=table())
    assert answer.status_code == 422
    assert answer.json()["what"] == "a field is missing: 'name'"
    assert client.post("/api/recordings?name=", content=table()).status_code == 422


@given(st.text(max_size=130))
def test_whatever_name_is_taken_stays_in_its_folder(name: str) -> None:
    try:
        taken = checked_name(name)
    except InputError:
        return
    folder = Path("/somewhere/here").resolve()
    assert (folder / taken).resolve().parent == folder


@pytest.mark.parametrize("body", [b"", b"Dear diary, today I did curls.\n" * 30, b"\x00" * 5000])
def test_what_is_no_recording_is_refused_and_not_kept(
    client: TestClient, house: House, body: bytes
) -> None:
    answer = client.post("/api/recordings?name=notes.xdf", content=body)
    assert answer.status_code == 400
    assert answer.json()["fix"]
    assert files_in(house) == []


def test_what_an_interrupted_upload_left_is_tidied_up(house: House) -> None:
    left = house.home / "recordings" / "imported" / "part-abc"
    left.mkdir(parents=True)
    (left / "half.xdf").write_bytes(b"half")
    house.uploads.tidy()
    assert not left.exists()


@pytest.mark.parametrize("key", ["..", "part-abc", "a" * 12, "imported", "%2e%2e", "x%00"])
def test_an_id_that_is_none_is_not_found(client: TestClient, key: str) -> None:
    for answer in (
        client.delete(f"/api/recordings/{key}"),
        client.post(f"/api/recordings/{key}/analysis", json={"exercise": "biceps_curl"}),
    ):
        assert answer.status_code in (404, 405, 422), answer.text
        assert answer.json()["what"]


def bare(rows: int = 2000) -> bytes:
    """A table of two muscles that says neither rate nor unit."""
    values = np.random.default_rng(2).standard_normal((rows, 2))
    return "\n".join(["BB,TB", *(f"{a:.3f},{b:.3f}" for a, b in values)]).encode()


def test_what_a_file_does_not_state_the_person_states(client: TestClient, house: House) -> None:
    refused = client.post("/api/recordings?name=bare.csv", content=bare())
    assert refused.status_code == 400
    assert "sampling rate" in refused.json()["text"]
    assert files_in(house) == []
    taken = client.post("/api/recordings?name=bare.csv&rate_hz=500&unit=uV", content=bare())
    assert taken.status_code == 200, taken.text
    (stream,) = taken.json()["streams"]
    assert stream["rate_hz"] == 500.0
    assert {one["unit"] for one in stream["channels"]} == {"V"}
    assert client.get("/api/recordings").json() == [taken.json()]
    job = client.post(f"/api/recordings/{taken.json()['id']}/analysis", json={})
    assert job.status_code == 200, job.text
    assert client.delete(f"/api/recordings/{taken.json()['id']}").status_code == 204
    assert files_in(house) == []


@pytest.mark.parametrize("said", ["rate_hz=0", "rate_hz=nan", "rate_hz=x", "unit=parsec"])
def test_what_cannot_be_so_is_refused(client: TestClient, house: House, said: str) -> None:
    answer = client.post(f"/api/recordings?name=bare.csv&{said}", content=bare())
    assert answer.status_code in (400, 422)
    assert answer.json()["text"]
    assert files_in(house) == []
