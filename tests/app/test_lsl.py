"""A kit on the network: chosen in the browser, lost in mid-set, back, and a report at the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from tests.app._app import App
from tests.app._person import (
    LIT,
    UNLIT,
    envelope,
    expect_live,
    expect_moving,
    expect_real,
    go_on,
    level_of,
    look,
    press,
    read_report,
    say_no_to_everything,
    stop,
    title,
    touch_muscle,
    until,
    visit,
)

START = Callable[..., App]
LEFT, LEFT_NAME = "pectoralis_major left", "Pectoralis major left"


class Amplifier:
    """A process of its own that publishes the EMG of somebody who does as they are told."""

    def __init__(self) -> None:
        self.name = f"amplifier-{uuid4().hex[:8]}"
        self._process: subprocess.Popen[str] | None = None

    def on(self) -> None:
        """Switch it on."""
        script = Path(__file__).with_name("_outlet.py")
        self._process = subprocess.Popen(
            [sys.executable, str(script), self.name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert _of(self._process.stdout).readline() == "ready\n"

    def tell(self, word: str) -> None:
        """Have the athlete "work" or "rest"."""
        assert self._process is not None
        stream = _of(self._process.stdin)
        stream.write(f"{word}\n")
        stream.flush()

    def die(self) -> None:
        """As when its battery is pulled out."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _of(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


@pytest.fixture
def amplifier() -> Iterator[Amplifier]:
    one = Amplifier()
    one.on()
    yield one
    one.die()


def test_a_kit_that_drops_out_and_comes_back(
    start: START, page: Page, amplifier: Amplifier
) -> None:
    app = start()
    visit(page, app)
    page.get_by_role("link", name="An EMG kit").click()
    _through_the_wizard(page, amplifier.name)
    _check_electrodes(page)
    _practise(page, amplifier)
    _start(page, "Start the set", "Set 1")
    _repetitions(page, amplifier, 2)
    expect_live(page)

    amplifier.die()
    lost = page.get_by_role("alert").filter(has_text="Signal lost")
    expect(lost).to_be_visible()
    expect(page.get_by_role("region", name="Now", exact=True)).to_contain_text("Not up to date")
    amplifier.on()
    expect(lost).to_have_count(0)
    expect(title(page)).to_have_text("Set 1")
    _repetitions(page, amplifier, 2)
    press(page, "End the set")
    expect(page.get_by_role("region", name="Results of set 1")).to_be_visible()

    _start(page, "Start set 2", "Set 2")
    _repetitions(page, amplifier, 2)
    press(page, "End the set")
    expect(page.get_by_role("region", name="Results of set 2")).to_be_visible()
    stop(page)
    expect(title(page)).to_have_text("Done")
    _, report = read_report(page)
    expect_real(page)
    body = report.locator("body")
    expect(body).not_to_contain_text("SIMULATED")
    expect(body).to_contain_text("left pectoralis major")
    expect(body).to_contain_text("Set 2")


def _through_the_wizard(page: Page, name: str) -> None:
    """Safety, source, channels on the body map, exercise, what 100 percent is."""
    say_no_to_everything(page)
    page.get_by_role("checkbox", name="I keep to these rules.").check()
    go_on(page)
    page.get_by_role("radio", name=name).check()
    expect(page.get_by_text(f"{name}: 2 channels.")).to_be_visible()
    go_on(page)
    touch_muscle(page, "Where is A1?", "Left pectoralis major")
    page.get_by_role("button", name="Next channel").click()
    page.get_by_label("Muscle of A2").select_option("Pectoralis major")
    page.get_by_role("group", name="Side", exact=True).get_by_role("radio", name="Right").check()
    go_on(page)
    page.get_by_role("radio", name="One side of the chest at a time").check()
    page.get_by_role("group", name="Which side works?").get_by_role("radio", name="Left").check()
    go_on(page)
    page.get_by_role("radio", name="No reference").check()
    go_on(page)
    page.get_by_role("button", name="Start the session").click()


def _check_electrodes(page: Page) -> None:
    """Each electrode is judged, its raw signal drawn as it comes."""
    expect(title(page)).to_have_text("Check the electrodes")
    electrodes = page.get_by_role("region", name="Electrodes")
    expect(electrodes.get_by_role("button", name="Pectoralis major left: good")).to_be_visible()
    for side in ("left", "right"):
        raw = page.get_by_role("img", name=f"Raw signal of pectoralis major {side}")
        expect_moving(page, raw, 0.02, f"the raw signal of the {side}")
    press(page, "Go on")


def _start(page: Page, button: str, name: str) -> None:
    """Start a set, and wait until its seconds are counted down."""
    press(page, button)
    expect(title(page)).to_have_text(name)
    controls = page.get_by_role("navigation", name="Controls")
    expect(controls.get_by_role("button", name="End the set")).to_be_visible()


def _practise(page: Page, amplifier: Amplifier) -> None:
    """Two repetitions, as the page asks for; their strongest moment is what counts as 100 %."""
    expect(title(page)).to_have_text("Practice")
    for _ in range(2):
        amplifier.tell("work")
        until(lambda: level_of(page, LEFT_NAME), lambda level: level > 100, "work in practice")
        amplifier.tell("rest")
        until(lambda: level_of(page, LEFT_NAME), lambda level: level < 40, "rest in practice")
    expect(title(page)).to_have_text("Ready")


def _repetitions(page: Page, amplifier: Amplifier, count: int) -> None:
    """The muscle on the map does what the person does."""
    for _ in range(count):
        amplifier.tell("work")
        at_work = until(lambda: look(page, LEFT, LEFT_NAME), lambda one: one.works, "work seen")
        assert at_work.muscle >= LIT, at_work
        amplifier.tell("rest")
        at_rest = until(lambda: look(page, LEFT, LEFT_NAME), lambda one: one.rests, "rest seen")
        assert at_rest.muscle <= UNLIT, at_rest
    expect(envelope(page)).to_be_visible()
