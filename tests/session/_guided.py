"""A short guided protocol of one's own, and what runs it in tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from innervate.coach.choices import Cast
from innervate.session.guided import GuidedCoach
from innervate.session.guided_choice import GuidedChoice
from innervate.session.setup import Setup

SHORT = """
name = "Short"
purpose = "A little of everything."
family = "feel"
claims = ["A01"]
muscles = ["biceps_brachii"]
eyes_closed = true

[dose]
words = "A few seconds."

[[facts]]
text = "The times."
status = "ours"

[[steps]]
kind = "ask"
label = "focus before"
title = "How focused are you?"
text = "From zero to ten?"

[[steps]]
kind = "breathe"
title = "Breathe"
in_s = 2
out_s = 3
seconds = 10

[[steps]]
kind = "reps"
title = "Curls"
count = 4
tempo = "1-0-1-0"

[[steps]]
kind = "pulse"
title = "Tap"
hz = 2
seconds = 5

[[steps]]
kind = "ask"
label = "felt {target}"
title = "How well did you feel it?"
text = "From zero to ten?"

[[steps]]
kind = "ask"
label = "words"
answer = "text"
title = "In words"
text = "What was it like?"
"""


def own(folder: Path) -> GuidedChoice:
    """The choice of the short protocol, laid down in a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "short.toml").write_text(SHORT, encoding="utf-8")
    return GuidedChoice("short", seed=3, folder=str(folder))


def setup(folder: Path, **more: object) -> Setup:
    """A session of it without a sensor."""
    made = Setup("none", guided=own(folder), pace=20.0)
    return replace(made, **more).checked()  # type: ignore[arg-type]


def coach(made: Setup) -> GuidedCoach:
    """The coach of such a session."""
    score = made.score()
    assert score is not None
    return GuidedCoach(score, Cast(), made.choices())
