"""The app dies in mid-session, as if the plug were pulled: nothing is lost, and one goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyxdf
from playwright.sync_api import Page, expect
from tests.app._app import App
from tests.app._person import (
    at_pace,
    expect_live,
    expect_simulated,
    open_report,
    read_report,
    stop,
    title,
    visit,
)

from innervate.core.event import EventKind
from innervate.core.recording import Recording
from innervate.devices.simulator import PLUGIN, SimulatorSource
from innervate.library import open_file

START = Callable[..., App]
PACE = 3.0


def test_going_on_after_the_app_died_in_mid_set(start: START, page: Page) -> None:
    app = start()
    _into_the_first_set(page, app)
    app.crash()
    expect(page.get_by_role("alert").filter(has_text="Connection lost")).to_be_visible()

    again = start(home=app.home)
    visit(page, again)
    expect(page.get_by_text("A session was cut off: One side of the chest")).to_be_visible()
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(title(page)).to_have_text("Set 1")
    expect_simulated(page)
    expect_live(page)
    expect(title(page)).to_have_text("Set 2")
    _expect_repetitions(page)
    stop(page)
    session, report = read_report(page)
    body = report.locator("body")
    expect(body).to_contain_text("Set 1: left pectoralis major")
    expect(body).to_contain_text("Set 2: right pectoralis major")
    with again.client() as client:
        kept = client.get(f"/api/sessions/{session}").json()
    assert (kept["state"], kept["simulated"]) == ("finished", True)
    again.stop()
    _expect_whole(again.home / "recordings" / kept["recording"], ["set 1", "set 2"])


def test_finishing_what_the_app_died_in(start: START, page: Page) -> None:
    app = start()
    _into_the_first_set(page, app)
    app.crash()
    expect(page.get_by_role("alert").filter(has_text="Connection lost")).to_be_visible()

    again = start(home=app.home)
    visit(page, again)
    page.get_by_role("button", name="Finish it").click()
    session, report = open_report(page)
    expect_simulated(page)
    expect(report.locator("body")).to_contain_text("left pectoralis major")
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.get_by_role("heading", name="Last sessions")).to_be_visible()
    expect(page.get_by_text("A session was cut off")).to_have_count(0)
    with again.client() as client:
        kept = client.get(f"/api/sessions/{session}").json()
    assert (kept["state"], kept["reps"] >= 2) == ("finished", True)
    again.stop()
    _expect_whole(again.home / "recordings" / kept["recording"], ["set 1"])


def test_a_page_says_in_words_that_another_app_answers(start: START, page: Page) -> None:
    app = start()
    visit(page, app, "live")
    expect(title(page)).to_have_text("No session runs")
    app.crash()
    lost = page.get_by_role("alert").filter(has_text="Connection lost")
    expect(lost).to_contain_text("does not answer")
    again = start(home=app.home, port=app.port)
    expect(lost).to_contain_text("Open it again from the link it printed")
    visit(page, again, "live")
    expect(title(page)).to_have_text("No session runs")
    expect(lost).to_have_count(0)


def _into_the_first_set(page: Page, app: App) -> None:
    """The demo, until two repetitions of its first set are done."""
    visit(page, app)
    at_pace(page, "/api/demo", PACE)
    page.get_by_role("button", name="Watch the virtual athlete").click()
    expect(title(page)).to_have_text("Set 1")
    _expect_repetitions(page)


def _expect_repetitions(page: Page) -> None:
    """Two repetitions of the set are done, or more; the count of the set before does not count."""
    reps = page.get_by_role("region", name="Now", exact=True).get_by_role("definition").first
    expect(reps).to_have_text(re.compile("^[01]"))
    expect(reps).to_have_text(re.compile("^[2-9]"))


def _expect_whole(path: Path, sets: list[str]) -> None:
    """The raw recording is what the athlete did, sample by sample, without a hole."""
    recording = open_file(path).recording
    (spec,) = recording.streams
    data = _samples(recording)
    athlete = PLUGIN.connect("pec_isolation?seed=1&pace=0")
    assert isinstance(athlete, SimulatorSource)
    (whole,) = athlete._athlete.read(0, len(data))
    assert np.allclose(data, whole.data, rtol=1e-5, atol=1e-12)
    assert not [event for event in recording.events if event.kind is EventKind.GAP]
    labels = [event.label for event in recording.events if event.kind is EventKind.PHASE]
    told = [label for label in labels if label.startswith("set")]
    assert [" ".join(label.split()[:2]) for label in told][: len(sets)] == sets
    streams, _ = pyxdf.load_xdf(str(path))
    assert len(data) in {len(stream["time_series"]) for stream in streams}
    assert spec.simulated


def _samples(recording: Recording) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Everything that was recorded; every block begins where the one before it ended."""
    blocks = list(recording.blocks())
    assert blocks[0].start == 0
    assert all(one.stop == next_.start for one, next_ in pairwise(blocks))
    return np.concatenate([block.data for block in blocks])
