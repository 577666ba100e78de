"""Makes the pictures of every screen, from a real run of the app, and docs/screens.md with them.

python docs/screens.py           take all pictures anew (needs Chromium; some minutes)
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from album import IMAGES, Album
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests._amplifier import muscles
from tests.app._access import HEIGHTS, WIDE
from tests.app._app import FLAGS, App, chromium
from tests.app._hands import controls, hurry
from tests.app._kept import Kept, begin, keep, posted
from tests.app._stages import Moment, Stages

FOR_README = "app-live-dark.png"
PACE, PACE_OF_WORK = 8.0, 2.0


def go(page: Page, address: str, heading: str) -> None:
    """Open a page, and wait until it is there."""
    page.evaluate("to => { location.hash = to; }", address)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(heading))
    expect(page.get_by_text(re.compile("^Loading"))).to_have_count(0)


def pages(app: App, page: Page, album: Album) -> None:
    """All pages but the live one."""
    kept = keep(app, page, seconds=150)
    page.goto(app.origin)
    go(page, "#/", "Ask for a muscle")
    album.take(
        page, "home", "Start",
        "One sentence, the demo with its body map, four doors (nothing, EMG kit, recordings, and "
        "camera marked as coming), and the last sessions, marked SIMULATED.",
    )  # fmt: skip
    go(page, "#/nothing", "Which muscle")
    page.get_by_label("Muscle", exact=True).select_option("biceps_brachii")
    page.get_by_role("radio", name="Left").check()
    album.take(
        page, "nothing", "With nothing: which muscle",
        "A body from the front and the back to choose a muscle on, the left biceps chosen, where "
        "to put the finger, and the questions before it begins.",
    )  # fmt: skip
    kit(page, album)
    recordings(page, album, kept)
    go(page, f"#/report/{kept.session}", ".")
    page.get_by_label("Lay an earlier session over it").select_option(index=1)
    report = page.get_by_title(re.compile("^Report: ")).content_frame
    expect(report.get_by_role("heading", level=1)).to_be_visible()
    album.take(
        page, "report", "Report (SIMULATED)",
        "The report of a simulated session within the app, the session before it laid over: what "
        "came out in a sentence, the lit body map, numbers with their intervals.",
    )  # fmt: skip
    plain(page, album)


def plain(page: Page, album: Album) -> None:
    """Pages that ask nothing."""
    go(page, "#/sessions", ".")
    album.take(
        page, "sessions", "Sessions", "All sessions, the newest first, and the trend of one."
    )
    go(page, "#/evidence", ".")
    album.take(
        page, "evidence", "Evidence",
        "The claims, each with its verdict by word and mark, to be filtered by verdict.",
    )  # fmt: skip
    go(page, "#/settings", ".")
    album.take(
        page, "settings", "Settings",
        "People, look, feedback while working, and one's own data: export, import, erase.",
    )  # fmt: skip
    go(page, "#/safety", ".")
    album.take(
        page, "safety", "Safety", "The rules for electrodes and for effort, and when to stop."
    )
    go(page, "#/no-such-page", ".")
    album.take(
        page, "lost", "An unknown page", "It says that there is no such page, and leads back."
    )


def kit(page: Page, album: Album) -> None:
    """The six steps of the wizard."""
    go(page, "#/kit", "Before electrodes")
    album.take(
        page, "kit-safety", "EMG kit: before electrodes",
        "Questions with yes and no, the rules for electrodes, and a way on without electrodes.",
    )  # fmt: skip
    page.get_by_role("button", name=re.compile("use the virtual athlete")).click()
    page.get_by_role("radio", name=re.compile("virtual athlete: pec isolation")).check()
    expect(page.get_by_text(re.compile(r"pec isolation:\s\d+\schannels"))).to_be_visible()
    album.take(
        page, "kit-source", "EMG kit: the source (SIMULATED)",
        "Sources that were found, each marked SIMULATED; one is chosen and has answered.",
    )  # fmt: skip
    onward(page, "Which channel")
    album.take(
        page, "kit-channels", "EMG kit: channels and muscles",
        "The channels with the muscle of each, and the body map to say where a channel lies.",
    )  # fmt: skip
    onward(page, "What will you do")
    page.get_by_role("radio", name=re.compile("One side of the chest")).check()
    page.get_by_role("radio", name="Left").check()
    album.take(
        page, "kit-exercise", "EMG kit: the exercise",
        "Exercises as cards, those first whose muscles are recorded; the chosen one with its side, "
        "its cues and the muscles asked for and watched on the body map.",
    )  # fmt: skip
    onward(page, "What is 100")
    page.get_by_role("radio").first.check()
    album.take(
        page, "kit-effort", "EMG kit: the reference",
        "Three ways to say what 100 percent is: a maximal effort, a gentle hold, or none.",
    )  # fmt: skip
    onward(page, "Ready")
    album.take(
        page, "kit-start", "EMG kit: ready (SIMULATED)",
        "All choices in a table, each to be changed, and the button that starts the session.",
    )  # fmt: skip


def onward(page: Page, heading: str) -> None:
    """The next step of the wizard."""
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(heading))


def recordings(page: Page, album: Album, kept: Kept) -> None:
    """A file, its channels, its exercise."""
    go(page, "#/recordings", "Which recording")
    album.take(
        page, "recordings", "Recordings",
        "A place to choose or drop a file, and the recording that was brought earlier.",
    )  # fmt: skip
    go(page, f"#/recordings/{kept.recording}", "Which channel")
    album.take(
        page, "recording-channels", "A recording: channels and muscles",
        "What is in the file, and the muscle of each channel on the body map.",
    )  # fmt: skip


def live(page: Page, app: App) -> None:
    """The live page, before a session begins."""
    page.goto(app.url)
    go(page, "#/live", "No session runs")


def begun(app: App, page: Page, stage: str, seconds: float) -> Stages:
    """A short session of the virtual athlete, held at a strong moment of a stage."""
    stages = Stages(page)
    live(page, app)
    begin(app, "simulator:pec_isolation?seconds=60", "pec_isolation", PACE_OF_WORK)
    stages.hold(stage)

    def high(moments: list[Moment]) -> bool:
        most = max(stages.asked(one) for one in moments)
        long = moments[-1].at_s - moments[0].at_s >= seconds
        return long and stages.asked(moments[-1]) >= 0.93 * most

    moments = stages.gather(high)
    stages.fixed = moments[-1] if high(moments) else max(moments, key=stages.asked)
    return stages


def rest(app: App, page: Page, album: Album) -> None:
    """Before the calibration."""
    begun(app, page, "rest", 1.0)
    album.take(
        page, "rest", "Rest (SIMULATED)",
        "The instruction to relax, and the body map of the muscles that are recorded.",
        whole=False,
    )  # fmt: skip


def maximal(app: App, page: Page, album: Album) -> None:
    """The calibration."""
    begun(app, page, "maximal", 1.0)
    album.take(
        page, "maximal", "A maximal trial (SIMULATED)",
        "The instruction, a bar with the effort now and a mark at the best of this trial.",
        whole=False,
    )  # fmt: skip


def practice(app: App, page: Page, album: Album) -> None:
    """After the calibration."""
    begun(app, page, "practice", 1.5)
    album.take(
        page, "practice", "Practice (SIMULATED)",
        "The body map, the big number, the bars of all muscles and their last seconds.",
        whole=False,
    )  # fmt: skip


def work(app: App, page: Page, album: Album) -> None:
    """A set, and the question before it is stopped."""
    begun(app, page, "set", 11.0)
    album.take(
        page, "set", "A set at work (SIMULATED)",
        "The body map with the working chest muscle lit, the share of the target as one big "
        "number, repetitions and time above the line, a bar for each muscle, and the curves of "
        "the last ten seconds with the line to hold above.", whole=False,
    )  # fmt: skip
    shutil.copyfile(IMAGES / f"app-set-{WIDE}-dark.png", IMAGES / FOR_README)
    page.get_by_role("button", name=re.compile("^Stop")).click()
    album.take(
        page, "stop", "The question before stopping (SIMULATED)",
        "A dialog over the set: stop the session, or go on.", whole=False,
    )  # fmt: skip


def between(app: App, page: Page, album: Album) -> None:
    """After a set."""
    stages = Stages(page)
    live(page, app)
    with app.client() as client:
        posted(client, "/api/demo", {"exercise": "pec_isolation", "pace": PACE})
    stages.hold("break")
    expect(page.get_by_role("table")).to_be_visible()
    album.take(
        page, "break", "After a set (SIMULATED)",
        "How much of the work was above the line, and the numbers of the set by muscle.",
        whole=False,
    )  # fmt: skip


def lab(app: App, page: Page, album: Album) -> None:
    """Knobs of the virtual athlete, before and while it works."""
    page.goto(app.url)
    go(page, "#/lab", "Lab")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    album.take(
        page, "lab-start", "Lab: before it begins",
        "Which exercise, and the seed of the athlete: the same number makes the same one.",
    )  # fmt: skip
    page.get_by_role("button", name="Start", exact=True).click()
    skill = page.get_by_role("slider", name="Skill")
    skill.focus()
    for _ in range(4):
        page.keyboard.press("PageUp")
    expect(page.locator(".stage")).to_contain_text("Set 1")
    isolation = page.locator("[data-big=isolation]")
    expect(isolation).to_have_text(re.compile(r"^[6-9]\d$"))
    album.take(
        page, "lab", "Lab: a knob turned (SIMULATED)",
        "The body map lit live, the isolation as one big number, a bar for each muscle and the "
        "curves of the last seconds; beside them the knobs, the skill turned from 0.50 to 0.90, "
        "and the way back to where it was.",
    )  # fmt: skip


def unseen(app: App, page: Page, album: Album) -> None:
    """A set by ear alone."""
    stages = Stages(page)
    live(page, app)
    begin(app, "simulator:bench_press?seconds=30", "bench_press", PACE, feedback="sound_only")
    stages.hold("set")
    page.get_by_role("button", name="Turn sound on").first.click()
    album.take(
        page, "ears", "A set by ear (SIMULATED)",
        "Under load there is nothing to look at: eyes off, listen; the numbers come after the set.",
        whole=False,
    )  # fmt: skip


def nothing(app: App, page: Page, album: Album) -> None:
    """A session with no sensor."""
    hurry(page, pace=PACE)
    stages = Stages(page)
    page.goto(f"{app.url}#/nothing")
    page.get_by_label("Muscle", exact=True).select_option("biceps_brachii")
    page.get_by_role("radio", name="Left").check()
    for answer in page.get_by_role("radio", name="No", exact=True).all():
        answer.check()
    page.get_by_role("button", name="Begin").click()
    stages.hold("check")
    album.take(
        page, "finger", "With nothing: a finger on it",
        "Where the left biceps lies on the body, and what to do with the finger.", whole=False,
    )  # fmt: skip
    controls(page, "Continue|Go on").click()
    stages.hold("set")
    album.take(
        page, "reps", "With nothing: eight slow repetitions",
        "The repetitions counted, and the tempo to be seen: what to do now, and for how long.",
        whole=False,
    )  # fmt: skip
    stages.hold("feel")
    album.take(
        page, "feel", "With nothing: how well did you feel it",
        "Eleven large buttons from 0 to 10.", whole=False,
    )  # fmt: skip
    page.get_by_role("button", name="7 of 10").click()
    stages.hold("done")
    stages.release()
    report = page.get_by_role("link", name="Open the report")
    expect(report).to_be_visible()
    album.take(
        page, "done", "Done", "It says that it was that, and leads to the report.", whole=False
    )
    report.click()
    inside = page.get_by_title(re.compile("^Report: ")).content_frame
    expect(inside.get_by_role("heading", level=1)).to_be_visible()
    album.take(
        page, "first-report", "With nothing: the first report",
        "The rating, 7 of 10, and the report of a session without any sensor.",
    )  # fmt: skip


def amplifier(app: App, page: Page, album: Album) -> None:
    """Electrodes on a test signal: two that are fine, one that is not plugged in."""
    with muscles() as source:
        live(page, app)
        begin(app, source.source, "biceps_curl", None, calibration="maximal", maps=source.maps)
        expect(page.locator("[data-verdict='flat line']")).to_be_visible()
        album.take(
            page, "check", "Check of the electrodes (a test signal)",
            "Each channel with its verdict in a word, what to do about it, its raw signal, and the "
            "electrode site of the chosen one on the body map.",
        )  # fmt: skip
        controls(page, "Go on").click()
        page.locator("[data-stage=rest]").wait_for()
        controls(page, "Skip").click()
        page.locator("[data-stage=ready]").wait_for()
    expect(page.locator("[data-banner=signal]")).to_be_visible()
    album.take(
        page, "signal-lost", "Signal lost (a test signal)",
        "A band says that the signal is lost and what to do; numbers that are old are not shown.",
        whole=False,
    )  # fmt: skip


SCENES = (pages, amplifier, rest, maximal, practice, work, between, lab, unseen, nothing)


def with_app(browser: Browser, album: Album, scene: Callable[[App, Page, Album], None]) -> None:
    """Play a scene in an app of its own."""
    with tempfile.TemporaryDirectory() as home:
        app = App.start(Path(home))
        context = browser.new_context(
            viewport={"width": WIDE, "height": HEIGHTS[WIDE]}, reduced_motion="reduce"
        )
        context.set_default_timeout(60_000)
        try:
            scene(app, context.new_page(), album)
        finally:
            context.close()
            app.stop()


def main() -> None:
    """Take all pictures and write the page."""
    album = Album()
    for old in IMAGES.glob("app-*.png"):
        old.unlink()
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for scene in SCENES:
            with_app(browser, album, scene)
        browser.close()
    album.write()
    taken = list(IMAGES.glob("app-*.png"))
    size = sum(one.stat().st_size for one in taken) / 1e6
    sys.stdout.write(f"{len(taken)} pictures, {size:.1f} MB\n")


if __name__ == "__main__":
    main()
