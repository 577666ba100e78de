"""A recording brought to the page: its channels confirmed, played as if live, or reported now."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.app._app import App
from tests.app._person import (
    at_pace,
    expect_live,
    expect_painted,
    expect_real,
    expect_simulated,
    go_on,
    open_report,
    read_report,
    title,
    visit,
)

from innervate.formats.xdf import PLUGIN as XDF
from innervate.formats.xdf import Xdf
from innervate.library import open_file
from innervate.sim.demo import demo_athlete
from innervate.sim.recording import as_recording

START = Callable[..., App]
Document = dict[str, Any]
WALKER = ("ME=none", "MA=none", "FL=none", "GM=gastrocnemius_medialis")


def test_a_recording_of_the_virtual_athlete(start: START, page: Page, tmp_path: Path) -> None:
    path = tmp_path / "athlete.xdf"
    athlete = demo_athlete("pec_isolation", 1000.0, 3, seconds=30.0)
    assert XDF is Xdf
    Xdf.write(as_recording(athlete, 30.0), path)
    app = start()
    _bring(page, app, path)
    go_on(page)
    page.get_by_role("radio", name="One side of the chest at a time").check()
    page.get_by_role("group", name="Which side works?").get_by_role("radio", name="Left").check()
    choosing = page.url
    page.get_by_role("button", name="Play as if live").click()
    expect(title(page)).to_have_text("Set 1")
    expect_simulated(page)
    expect_live(page)
    expect_painted(page, "pectoralis_major left", "Pectoralis major left")
    expect(title(page)).to_have_text("Done")
    played, report = read_report(page)
    expect_simulated(page)
    expect(report.locator("body")).to_contain_text("SIMULATED")

    page.goto(choosing)
    page.get_by_role("button", name="Report now").click()
    read, report = open_report(page)
    expect(report.locator("body")).to_contain_text("SIMULATED")
    own = open_file(path).measure("pec_isolation", targets=["pectoralis_major:left"])
    _expect_same_numbers(app, [played, read], json.loads(own.to_json()))


def test_a_walk_that_somebody_recorded(start: START, page: Page, shared_data: Path) -> None:
    path = shared_data / "emg_gait" / "musclesynergies_raw_emg.csv.gz"
    app = start()
    _bring(page, app, path)
    for channel in ("ME", "MA", "FL"):
        expect(page.get_by_role("heading", name=f"Where is {channel}?")).to_be_visible()
        page.get_by_role("button", name="Not a muscle", exact=True).click()
        page.get_by_role("button", name="Next channel").click()
    expect(page.get_by_role("heading", name="Where is GM?")).to_be_visible()
    page.get_by_role("button", name="Gastrocnemius medialis", exact=True).click()
    go_on(page)
    page.get_by_role("radio", name="Walking").check()
    choosing = page.url
    at_pace(page, "/api/session", 2.0)
    page.get_by_role("button", name="Play as if live").click()
    expect(title(page)).to_have_text("Set 1")
    expect_real(page)
    expect_live(page)
    expect(title(page)).to_have_text("Done")
    played, report = read_report(page)
    expect_real(page)
    expect(report.locator("body")).to_contain_text("gastrocnemius medialis")

    page.goto(choosing)
    page.get_by_role("button", name="Report now").click()
    read, report = open_report(page)
    expect(report.locator("body")).to_contain_text("gastrocnemius medialis")
    own = open_file(path, maps=WALKER).measure("walking")
    _expect_same_numbers(app, [played, read], json.loads(own.to_json()))


def _bring(page: Page, app: App, path: Path) -> None:
    """Through the door of recordings to the question which channel is which muscle."""
    visit(page, app)
    page.get_by_role("link", name="Recordings").click()
    page.get_by_role("button", name="Choose a recording").set_input_files(path)
    expect(title(page)).to_have_text("Which channel is which muscle?")
    expect(page.get_by_text(path.name)).to_be_visible()


def _expect_same_numbers(app: App, sessions: Sequence[str], own: Document) -> None:
    """What was kept has the fits and the measures of the analysis of the file itself."""
    assert own["measures"]
    with app.client() as client:
        for session in sessions:
            kept = client.get(f"/api/sessions/{session}/analysis").json()
            assert _learned(kept) == _learned(own)
            assert _subjects(kept) == _subjects(own)
            assert _values(kept) == pytest.approx(_values(own), rel=1e-9, nan_ok=True)


def _learned(document: Document) -> list[tuple[str, str, list[Document]]]:
    fits = document["provenance"]["fits"]
    return sorted((one["stream"], one["method"], one["parameters"]) for one in fits)


def _subjects(document: Document) -> list[tuple[str, Document]]:
    return [(one["metric"], one["subject"]) for one in document["measures"]]


def _values(document: Document) -> list[float]:
    values = [one["value"] for one in document["measures"]]
    return [float("nan") if value is None else value for value in values]
