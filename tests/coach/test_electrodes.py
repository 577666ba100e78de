"""Whether an electrode pair is good, in words that say what to do."""

from __future__ import annotations

import pytest

from innervate.coach.choices import CastChannel, Role
from innervate.coach.electrodes import Electrodes, advice
from innervate.core.channel import Side
from innervate.core.flaw import Flaw

BICEPS = CastChannel("E1", "biceps brachii left", "biceps_brachii", Side.LEFT, Role.TARGET, "%MVC")
UNKNOWN = CastChannel("E2", "E2", None, None, Role.OTHER, "%MVC")


@pytest.mark.parametrize("flaw", [flaw for flaw in Flaw if flaw])
def test_every_flaw_has_its_own_advice(flaw: Flaw) -> None:
    assert advice(flaw) not in {advice(other) for other in Flaw if other and other != flaw}
    assert len(advice(flaw)) < 140
    assert advice(flaw).endswith(".")


def test_the_worst_flaw_is_mended_first() -> None:
    assert advice(Flaw.MAINS | Flaw.UNPLUGGED) == advice(Flaw.UNPLUGGED)
    assert advice(Flaw.NONE).startswith("Good")


def test_it_waits_then_is_good_then_says_what_is_wrong() -> None:
    electrodes = Electrodes((BICEPS, UNKNOWN))
    assert [one.verdict for one in electrodes.standing()] == ["waiting", "waiting"]
    electrodes.see(0.5, (Flaw.NONE, None))
    assert [one.verdict for one in electrodes.standing()] == ["good", "waiting"]
    for half in range(2, 6):
        electrodes.see(half / 2, (Flaw.CLIPPED, Flaw.NONE))
    clipped, good = electrodes.standing()
    assert (clipped.verdict, good.verdict) == ("clipped", "good")
    assert "gain" in clipped.words
    assert "acromion" in clipped.site
    assert good.site == ""


def test_one_bad_half_second_changes_no_verdict() -> None:
    electrodes = Electrodes((BICEPS,))
    for tick in range(1, 80):
        flaw = Flaw.MOTION if 40 <= tick < 50 else Flaw.NONE
        electrodes.see(tick / 20, (flaw,))
        assert electrodes.standing()[0].verdict in ("waiting", "good")
