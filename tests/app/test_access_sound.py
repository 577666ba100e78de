"""Sound for eyes-closed work, read off the audio graph: what follows what, and what is silent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests._amplifier import muscles
from tests.app._app import App
from tests.app._hands import controls, hurry
from tests.app._kept import begin, posted
from tests.app._stages import Moment, Stages

Start = Callable[..., App]
VOICE, GAIN = ("voice", "frequency_hz"), ("voice gain", "gain")
# By the design: two octaves from 220 Hz, equal steps to the ear; loudness by the square.
LOW_HZ, OCTAVES, LOUDEST = 220.0, 2.0, 0.22
TEMPO_S = (3.0, 1.0, 1.0)


def node(page: Page, name: str, what: str) -> float:
    """A value of a node of the graph, now."""
    found: float = page.evaluate(
        "([name, what]) => innervateAudio.nodes.find((one) => one.name === name)[what]",
        [name, what],
    )
    return found


def wait_for(page: Page, which: tuple[str, str], value: float, within: float) -> None:
    """Wait until a value of the graph has glided there."""
    page.wait_for_function(
        """([name, what, value, within]) => Math.abs(
            innervateAudio.nodes.find((one) => one.name === name)[what] - value) <= within""",
        arg=[*which, value, within],
    )


def played(page: Page) -> list[dict[str, Any]]:
    """The tones that were scheduled."""
    found: list[dict[str, Any]] = page.evaluate("innervateAudio.played.map((one) => ({...one}))")
    return found


def turn_on(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name="Turn sound on").first.click()
    expect(page.get_by_role("button", name="Sound is on")).to_be_visible()


def spread(moments: list[Moment], of: Callable[[Moment], float | None]) -> list[Moment]:
    """Five moments from the least to the most."""
    found = sorted((one for one in moments if of(one) is not None), key=lambda one: of(one) or 0.0)
    return [found[round(part * (len(found) - 1))] for part in (0.0, 0.25, 0.5, 0.75, 1.0)]


@contextmanager
def at_work(start: Start, page: Page, **settings: object) -> Iterator[Stages]:
    """A set of the virtual athlete, held, with moments to choose from and the sound on."""
    app = start()
    with app.client() as client:
        kept = client.get("/api/settings").json()
        assert client.put("/api/settings", json={**kept, **settings}).is_success
        stages = Stages(page)
        page.goto(app.url)
        page.evaluate("location.hash = '#/live'")
        expect(page.get_by_role("heading", level=1)).to_have_text("No session runs")
        posted(client, "/api/demo", {"exercise": "pec_isolation", "pace": 15.0})
    stages.hold("set")
    expect(page.locator("[data-big=share]")).to_be_visible()
    page.wait_for_function("() => innervateLatency !== undefined")
    stages.gather(lambda seen: False)
    while len(stages.later) < 60:
        page.wait_for_function("true")
    yield stages


def test_silent_until_a_gesture_and_off_is_off(start: Start, page: Page) -> None:
    with at_work(start, page) as stages:
        stages.fixed = max(stages.moments, key=lambda one: one.share or 0.0)
        silent = page.evaluate("({...innervateAudio, nodes: innervateAudio.nodes.length})")
        assert (silent["on"], silent["state"], silent["nodes"]) == (False, "none", 0)
        assert not silent["played"]
        turn_on(page)
        page.wait_for_function("() => innervateAudio.state === 'running'")
        before_s = page.evaluate("innervateAudio.time_s")
        page.wait_for_function("from => innervateAudio.time_s > from", arg=before_s)
        page.wait_for_function(
            "() => innervateAudio.nodes.find((one) => one.name === 'voice gain').gain > 0.05"
        )
        page.keyboard.press("s")
        expect(page.get_by_role("button", name="Turn sound on")).to_be_visible()
        page.wait_for_function("() => innervateAudio.state === 'suspended'")
        count = len(played(page))
        stood_s = page.evaluate("innervateAudio.time_s")
        for _ in range(30):
            page.evaluate("new Promise(requestAnimationFrame)")
        assert page.evaluate("innervateAudio.time_s") == stood_s
        assert len(played(page)) == count


def test_pitch_follows_the_share(start: Start, page: Page) -> None:
    with at_work(start, page, sound="pitch", sound_of="share") as stages:
        turn_on(page)
        chosen = spread(stages.moments + stages.later, lambda one: one.share)
        shares, pitches = [], []
        for moment in chosen:
            assert moment.share is not None
            stages.fixed = moment
            part = min(max(moment.share, 0.0), 1.0)
            wait_for(page, VOICE, LOW_HZ * 2.0 ** (OCTAVES * part), 1.0)
            shares.append(moment.share)
            pitches.append(node(page, *VOICE))
        assert shares[-1] - shares[0] > 0.1, shares
        for (less, low), (more, high) in pairwise(zip(shares, pitches, strict=True)):
            assert high > low or more - less < 0.005, (shares, pitches)
        assert node(page, *GAIN) > 0.05


def test_volume_follows_the_share(start: Start, page: Page) -> None:
    with at_work(start, page, sound="volume", sound_of="share") as stages:
        turn_on(page)
        gains = []
        for moment in spread(stages.moments + stages.later, lambda one: one.share):
            assert moment.share is not None
            stages.fixed = moment
            part = min(max(moment.share, 0.0), 1.0)
            wait_for(page, GAIN, LOUDEST * part**2, 0.002)
            gains.append(node(page, *GAIN))
        assert gains[-1] > gains[0] + 0.02, gains
        assert all(more >= less - 0.004 for less, more in pairwise(gains)), gains
        assert node(page, *VOICE) == pytest.approx(330.0, abs=1.0)


def test_pitch_follows_the_level(start: Start, page: Page) -> None:
    with at_work(start, page, sound="pitch", sound_of="level") as stages:
        turn_on(page)
        levels = []
        for moment in spread(stages.moments + stages.later, stages.asked):
            stages.fixed = moment
            part = min(max(stages.asked(moment) / 100.0, 0.0), 1.0)
            wait_for(page, VOICE, LOW_HZ * 2.0 ** (OCTAVES * part), 1.0)
            levels.append(stages.asked(moment))
        assert levels[-1] > levels[0] + 10, levels


def test_without_feedback_nothing_is_held(start: Start, page: Page) -> None:
    with at_work(start, page, sound="off") as stages:
        turn_on(page)
        stages.fixed = max(stages.moments, key=lambda one: one.share or 0.0)
        for _ in range(30):
            page.evaluate("new Promise(requestAnimationFrame)")
        assert node(page, *GAIN) == 0.0
        assert [one["name"] for one in played(page)] == ["on"]


def test_tones_at_the_tempo_with_nothing(start: Start, page: Page) -> None:
    app = start()
    hurry(page, reps=3)
    page.goto(f"{app.url}#/nothing")
    page.get_by_label("Muscle", exact=True).select_option(index=3)
    page.get_by_role("radio", name="Left").check()
    for answer in page.get_by_role("radio", name="No", exact=True).all():
        answer.check()
    page.get_by_role("button", name="Begin").click()
    turn_on(page)
    controls(page, "Continue|Go on").click()
    page.locator("[data-stage=feel]").wait_for()
    tones = [one for one in played(page) if one["name"] in ("eccentric", "pause", "concentric")]
    names = [one["name"] for one in tones]
    turn = ["eccentric", "pause", "concentric"]
    first = turn.index(names[0])
    assert names == [turn[(first + at) % 3] for at in range(len(names))]
    assert len(names) >= 9
    for name, seconds in zip(turn, TEMPO_S, strict=True):
        gaps = [
            after["at_s"] - one["at_s"] for one, after in pairwise(tones) if one["name"] == name
        ]
        assert median(gaps) == pytest.approx(seconds, abs=0.25), (name, gaps)
    said = page.evaluate("[...innervateAudio.said]")
    assert any(re.search("zero to ten", one) for one in said), said


def test_an_alarm_when_the_signal_is_lost(start: Start, page: Page) -> None:
    app = start()
    with muscles() as amplifier:
        begin(app, amplifier.source, "biceps_curl", None, calibration="none", maps=amplifier.maps)
        page.goto(app.url)
        page.evaluate("location.hash = '#/live'")
        expect(page.get_by_role("region", name="Electrodes", exact=True)).to_be_visible()
        turn_on(page)
        assert "lost" not in [one["name"] for one in played(page)]
    expect(page.locator("[data-banner=signal]")).to_be_visible()
    assert "lost" in [one["name"] for one in played(page)]
    assert node(page, *GAIN) == 0.0
