"""The short answer in a terminal: few lines, doubts first, in words."""

from __future__ import annotations

from dataclasses import replace

from innervate.core.channel import Side
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.engine.analysis import Analysis
from innervate.report.document import document
from innervate.report.summary import summary

SURE = Uncertainty(-0.8, -0.7, 0.95, "Student t")
NONE = Uncertainty.none("there is no value")


def lines(analysis: Analysis) -> list[str]:
    return list(summary(document(analysis, version="0")))


def test_doubts_come_first_and_the_lines_are_few(analysis: Analysis) -> None:
    fit = replace(analysis.fits[0], ok=False, reasons=("the two best trials differ by 11 %",))
    found = lines(replace(analysis, fits=(fit,)))
    assert found[0].startswith("SIMULATED - session-07.xdf")
    assert found[1] == "7 repetitions found"
    assert found[2] == "  ! Erector spinae right: mains hum 17\xa0%, heartbeat 17\xa0% of the time"
    assert found[3] == "  ! Reference: the two best trials differ by 11 %"
    assert found.index("What could not be said:") <= 18
    assert not any(line.lstrip().startswith("Onset") for line in found)


def test_only_a_sure_order_is_told(analysis: Analysis) -> None:
    told = [line for line in lines(analysis) if "began before" in line]
    assert len(told) == 1
    assert "Right biceps femoris began before right gluteus maximus, set 1: by 86\xa0ms" in told[0]


def test_a_balance_says_which_side_is_which(analysis: Analysis) -> None:
    subject = Subject("biceps_brachii", Side.RIGHT, None, "biceps_brachii:left", 1)
    one = Measure("laterality", -0.76, "1", subject, 0.0, 1.0, SURE)
    (line,) = (each for each in lines(replace(analysis, measures=(one,))) if "balance" in each)
    assert "Left/right balance of biceps brachii: −0.76 (−1 all left, +1 all right)" in line


def test_why_there_is_no_interval_is_said(analysis: Analysis) -> None:
    few = Uncertainty.none("2 repetitions: an interval needs at least 3")
    shares = [one for one in analysis.measures if one.metric == "target_share"]
    one = replace(shares[-1], uncertainty=few)
    assert any(
        "(no interval: 2 repetitions; an interval needs at least 3)" in line
        for line in lines(replace(analysis, measures=(one,)))
    )


def test_what_could_not_be_said_is_named_where_others_could(analysis: Analysis) -> None:
    def release(muscle: str, number: int, value: float | None) -> Measure:
        lack = Quality() if value is not None else Quality(False, ("it never came to rest",))
        subject = Subject(muscle, Side.LEFT, set=number)
        return Measure("release", value, "s", subject, 0.0, 1.0, NONE, lack)

    some = (release("soleus", 1, 0.2), release("soleus", 2, None))
    assert "  Release of left soleus in set 2: it never came to rest" in lines(
        replace(analysis, measures=some)
    )
    none = (release("soleus", 1, None), release("soleus", 2, None))
    assert "  Release: it never came to rest" in lines(replace(analysis, measures=none))


def test_targets_of_several_sides_are_called_together(analysis: Analysis) -> None:
    subject = Subject(other="soleus:left, soleus:right | tibialis_anterior:left", set=1)
    share = Measure("target_share", 0.6, "1", subject, 0.0, 1.0, Uncertainty(0.5, 0.7, 0.95, "t"))
    text = "\n".join(lines(replace(analysis, measures=(share,))))
    assert "Target share of targets together: 60" in text
    assert "all recorded muscles" not in text
