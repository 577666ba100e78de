"""Many channels, channels without a signal, and recordings without repetitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tests.report.test_page import outline, render, words

from innervate.core.channel import Channel, Kind
from innervate.core.flaw import Flaw
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.engine.analysis import Analysis, ChannelQuality, FlawShare
from innervate.report.document import document
from innervate.report.view import View, who_of_curve

NONE = Uncertainty.none("a count")


def with_channels(analysis: Analysis, silent: int, others: int) -> Analysis:
    """More channels after the four muscles: those that are flat, and those of unknown muscles."""
    names = [f"flat{i}" for i in range(silent)] + [f"more{i}" for i in range(others)]
    curve, quality = analysis.curves[0], analysis.channels[0]
    flat = (FlawShare(Flaw.FLAT.words[0], 1.0),)
    curves = [replace(curve, channel=Channel(name, Kind.ACTIVATION, "%MVC")) for name in names]
    qualities = [
        replace(
            quality,
            channel=Channel(name, Kind.EMG, "V"),
            ok=index >= silent,
            flaws=flat if index < silent else (),
            strip=(int(Flaw.FLAT), int(Flaw.FLAT | Flaw.MAINS), None) if index < silent else (0,),
        )
        for index, name in enumerate(names)
    ]
    active = [
        Measure("activation", 90.0 + index, "%MVC", Subject(channel=name, set=1), 0.0, 1.0, NONE)
        for index, name in enumerate(names[silent:])
    ]
    refused = [
        Measure("activation", None, "%MVC", Subject(channel=name, set=1), 0.0, 1.0, NONE,
                Quality(False, (f"{name}: flat line",)))
        for name in names[:silent]
    ]  # fmt: skip
    return replace(
        analysis,
        curves=(*analysis.curves, *curves),
        channels=(*analysis.channels, *qualities),
        measures=(*analysis.measures, *active, *refused),
    )


def stretches(analysis: Analysis, spans: Sequence[tuple[float, float]]) -> Analysis:
    """No repetitions, but one muscle known to be active now and then."""
    subject = Subject("biceps_femoris")
    share = Measure("activity", 12.5, "%", subject, 0.0, 60.0, NONE)
    found = [
        Measure("activity.stretch", stop_s - start_s, "s", replace(subject, rep=number),
                start_s, stop_s, NONE)
        for number, (start_s, stop_s) in enumerate(spans, 1)
    ]  # fmt: skip
    return replace(analysis, repetitions=(), measures=(share, *found))


def test_channels_that_never_had_a_signal_are_one_line(analysis: Analysis) -> None:
    text = words(with_channels(analysis, silent=5, others=0))
    assert "5 of 9 channels never had a signal (flat line); they are not drawn" in text
    assert text.count("flat0") == text.count("flat4")
    assert "5 channels without a signal" in text
    parsed = outline(with_channels(analysis, silent=5, others=0))
    drawn = [key for key in parsed.attributes("id") if re.fullmatch(r"course-\d+-title", key)]
    assert len(drawn) == 4


def test_a_channel_that_was_flat_for_a_while_is_still_drawn(analysis: Analysis) -> None:
    quality: ChannelQuality = analysis.channels[0]
    flat = replace(quality, strip=(4, 4, 0), flaws=(FlawShare(Flaw.FLAT.words[0], 0.66),), ok=False)
    text = words(replace(analysis, channels=(flat, *analysis.channels[1:])))
    assert "never had a signal" not in text


def test_targets_and_watched_muscles_come_before_the_most_active(analysis: Analysis) -> None:
    view = View(document(with_channels(analysis, silent=0, others=30), version="0"))
    shown, rest = view.ranked(view.curves, who_of_curve)
    names = [one.channel.name for one in shown]
    assert len(shown) == 12
    assert names[0] == "GMAX_R"
    assert set(names[1:3]) == {"BF_R", "ES_R"}
    assert names[3] == "more29"
    assert len(rest) == 22


def test_few_channels_keep_their_order(analysis: Analysis) -> None:
    view = View(document(analysis, version="0"))
    shown, rest = view.ranked(view.curves, who_of_curve)
    assert [one.channel.name for one in shown] == ["GMAX_R", "BF_R", "ES_R", "VL_R"]
    assert not rest


def test_what_does_not_fit_is_folded_and_still_there(analysis: Analysis) -> None:
    text = words(with_channels(analysis, silent=0, others=30))
    assert "Show 22 more channels" in text
    assert "Show 22 more muscles" in text
    assert all(f"more{i}" in text for i in range(30))


def test_activity_is_a_timeline_where_there_are_no_repetitions(analysis: Analysis) -> None:
    without = stretches(analysis, [(3.0, 5.5), (20.0, 25.0)])
    text = words(without)
    assert "No repetition was found. biceps femoris was active 12.5 % of the time" in text
    assert "active 12.5 % of the time, in 2 stretches of up to 5 s" in text
    assert render(without).count('class="stretch ') == 2
    assert "Biceps femoris, stretch 2" in text


def test_stretches_never_stand_among_repetitions(analysis: Analysis) -> None:
    found = stretches(analysis, [(3.0, 5.5)]).measures
    text = words(replace(analysis, measures=(*analysis.measures, *found)))
    assert "When it was active" not in text
    before = text[: text.index("Show all")]
    assert "stretch 1" not in before


def test_activity_that_is_not_known_is_not_drawn_as_rest(analysis: Analysis) -> None:
    without = stretches(analysis, [])
    unknown = replace(
        without.measures[0],
        value=None,
        subject=Subject("soleus"),
        quality=Quality(False, ("it is not known when this muscle was active",)),
    )
    text = words(replace(without, measures=(*without.measures, unknown)))
    assert "not known: it is not known when this muscle was active" in text
