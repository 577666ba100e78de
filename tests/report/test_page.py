from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from innervate.core.channel import Channel, Kind
from innervate.core.flaw import Flaw
from innervate.core.plan import Branch, Plan
from innervate.core.units import PERCENT_PEAK
from innervate.engine.analysis import Analysis, FlawShare, Unsaid
from innervate.report.document import document
from innervate.report.page import page
from innervate.report.summary import summary
from innervate.steps.bandpass import Bandpass
from innervate.steps.envelope import Envelope
from innervate.steps.normalise import Normalise
from innervate.steps.notch import Notch

VOID = {"meta", "br", "rect", "line", "circle", "path", "col"}
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


class Outline(HTMLParser):
    """Collects the elements of a page and checks that they are properly nested."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


def render(analysis: Analysis) -> str:
    return page(document(analysis, version="0.1.0", created_at="2026-03-14T18:25:00+01:00"))


def outline(analysis: Analysis) -> Outline:
    parsed = Outline()
    parsed.feed(render(analysis))
    parsed.close()
    assert parsed.open == []
    return parsed


def words(analysis: Analysis) -> str:
    return re.sub(r"\s+", " ", outline(analysis).text)


def measured_only(analysis: Analysis, *metrics: str) -> Analysis:
    kept = tuple(one for one in analysis.measures if one.metric.split(".")[0] in metrics)
    return replace(analysis, measures=kept)


def renamed(analysis: Analysis, name: str) -> Analysis:
    """Every name that can come from a file is `name`."""
    channels = (Channel(name, Kind.EMG, "V"),)
    curve = analysis.curves[0]
    return replace(
        analysis,
        about=replace(analysis.about, name=name, device=name, person=name, notes=(name,),
                      started_at=name, format=name),
        exercise=name,
        streams=tuple(replace(one, id=name, channels=channels) for one in analysis.streams),
        fits=tuple(replace(one, method=name, stream=name) for one in analysis.fits),
        measures=tuple(
            replace(one, metric=name if one.metric == "onset" else one.metric, unit="%MVC",
                    subject=replace(one.subject, muscle=name, other=name, channel=name),
                    uncertainty=replace(one.uncertainty, method=name))
            for one in analysis.measures
        ),
        channels=tuple(replace(one, channel=channels[0], stream=name) for one in analysis.channels),
        curves=(replace(curve, channel=replace(curve.channel, name=name, muscle=name)),),
        unsaid=(Unsaid(name, name, name),),
    )  # fmt: skip


def test_nothing_is_asked_of_the_network_and_nothing_runs(analysis: Analysis) -> None:
    text, parsed = render(analysis), outline(analysis)
    assert text.startswith("<!doctype html>")
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {
        name for name, _ in parsed.elements
    }
    assert not re.search(r"https?:|url\(|@import|javascript:|//", text)
    assert all(href.startswith("#") for href in parsed.attributes("href"))
    assert not any(key.startswith("on") for _, attrs in parsed.elements for key in attrs)


def test_it_works_under_a_strict_policy(analysis: Analysis) -> None:
    head = dict(outline(analysis).elements[3][1])
    assert head["http-equiv"] == "Content-Security-Policy"
    assert (head["content"] or "").startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_names_from_files_cannot_inject(analysis: Analysis) -> None:
    parsed = outline(renamed(analysis, EVIL))
    assert parsed.count("script") == 0
    assert parsed.count("img") == 0
    assert EVIL in parsed.text
    assert not any("onerror" in attrs for _, attrs in parsed.elements)


def test_ids_are_unique_and_what_is_referred_to_is_there(analysis: Analysis) -> None:
    parsed = outline(analysis)
    ids = Counter(parsed.attributes("id"))
    assert max(ids.values()) == 1
    for href in parsed.attributes("href"):
        assert href.removeprefix("#") in ids
    for names in parsed.attributes("aria-labelledby"):
        assert all(name in ids for name in names.split())


def test_it_has_landmarks_headings_and_captions(analysis: Analysis) -> None:
    parsed = outline(analysis)
    assert [parsed.count(name) for name in ("main", "header", "nav", "footer", "h1")] == [1] * 5
    assert parsed.count("h2") >= 8
    assert parsed.count("table") == parsed.count("caption")
    drawn = [attrs for name, attrs in parsed.elements if name == "svg" and "role" in attrs]
    named = [attrs for name, attrs in parsed.elements if name == "title" and "id" in attrs]
    assert len(named) == len(drawn)
    assert parsed.count("desc") == len(drawn)
    ths = [attrs for name, attrs in parsed.elements if name == "th"]
    assert all("scope" in attrs for attrs in ths)


def test_the_sections_come_in_the_order_of_their_weight(analysis: Analysis) -> None:
    ids = [attrs["id"] for name, attrs in outline(analysis).elements if name == "section"]
    without_drawing = [one for one in ids if one != "map"]
    assert without_drawing == ["answer", "courses", "repetitions", "body", "order", "more",
                               "quality", "unsaid", "measures", "provenance"]  # fmt: skip


def test_simulated_data_are_said_to_be_simulated(
    analysis: Analysis, measured_analysis: Analysis
) -> None:
    assert "SIMULATED" in words(analysis)
    assert "<title>SIMULATED: Romanian deadlift" in render(analysis)
    assert "SIMULATED" not in words(measured_analysis)


def test_the_answer_comes_with_its_interval_and_caveat(analysis: Analysis) -> None:
    text = words(analysis)
    assert "Over 7 repetitions, the right gluteus maximus had 35 % of all recorded" in text
    assert "33 to 37 % (95 % interval)" in text
    assert "unvalidated; cross-talk between sensors is possible" in text
    assert "contradicted as usually worded" in text


def test_no_word_of_the_page_claims_more_than_the_evidence(analysis: Analysis) -> None:
    text = words(analysis).lower()
    assert "not a diagnosis" in text
    for word in ("injury risk score", "not firing", "weak muscle", "dysfunction", "compensating"):
        assert word not in text


def test_an_order_is_claimed_only_where_it_is_sure(analysis: Analysis) -> None:
    text = words(analysis)
    assert "Right biceps femoris before right gluteus maximus, by 86 ms" in text
    assert "right erector spinae: no order can be claimed" in text


def test_what_could_not_be_said_comes_with_what_to_do(analysis: Analysis) -> None:
    text = words(analysis)
    assert "Which muscle channel EMG5 measures" in text
    assert "To mend it: Add --map 'EMG5=MUSCLE[:SIDE]'" in text
    assert "LateralityNo muscle was recorded on both sides: put sensors on both." in text


def test_every_measure_is_in_the_table_and_every_step_in_the_provenance(
    analysis: Analysis,
) -> None:
    text = words(analysis)
    assert f"Show all {len(analysis.measures)} measures" in text
    assert "emg/rectified" in text
    assert "MVC: best 500 ms of three trials" in text
    assert "49.6 ms" in text
    assert "12 samples were lost at 31.2 s" in text


def test_the_chain_is_told_in_words_and_every_parameter_stays_in_the_page(
    analysis: Analysis,
) -> None:
    branches = (
        Branch("emg/banded", ("emg",), Bandpass()),
        Branch("emg/envelope", ("emg/banded",), Envelope()),
        Branch("emg/activation", ("emg/envelope",), Normalise()),
    )
    text = words(replace(analysis, plan=Plan(branches)))
    assert "Band-pass: 20 to 450 Hz, Butterworth of order 4." in text
    assert "Envelope: RMS over 100 ms." in text
    assert "Normalisation: MVC: best 500 ms of three trials. Learned from mvc 1 (6 to 9 s)" in text
    assert "Live delay 50 ms." in text
    assert "high_hz = 450.0" in text


def test_the_edge_that_the_sampling_rate_allows_is_told(analysis: Analysis) -> None:
    slow = tuple(replace(one, rate_hz=250.0) for one in analysis.streams)
    plan = Plan((Branch("emg/banded", ("emg",), Bandpass()),))
    text = words(replace(analysis, streams=slow, plan=plan))
    assert "20 to 112.5 Hz" in text
    assert "450 Hz were asked for, more than 250 Hz of sampling carry" in text


def test_the_isolation_score_never_stands_without_its_caveat(analysis: Analysis) -> None:
    text, lines = words(analysis), list(summary(document(analysis, version="0")))
    assert text.count("A product score, unvalidated") == 2
    assert any("Isolation" in line and "[a product score, unvalidated]" in line for line in lines)


def test_doubtful_data_are_marked_without_colour_too(analysis: Analysis) -> None:
    text = words(analysis)
    assert re.search(r"\d+ \?", text)
    assert "1 of 4 channels is doubtful: right erector spinae." in text
    assert "mains hum 17 %" in text


def test_hum_that_was_taken_out_is_told_and_not_coloured(analysis: Analysis) -> None:
    only = replace(
        analysis.channels[2], ok=True, flaws=(FlawShare("mains hum", 0.47),),
        strip=(int(Flaw.MAINS),) * 40,
    )  # fmt: skip
    clean = Plan((Branch("emg/clean", ("emg",), Notch(mains_hz=50.0)),))
    hummed = replace(analysis, channels=(only,), fits=())
    assert "mains hum heard in 47 % of the time (taken out)" in words(replace(hummed, plan=clean))
    assert "letter good" in page(document(replace(hummed, plan=clean), version="0"))
    assert "taken out" not in words(hummed)
    assert "letter doubtful" in page(document(hummed, version="0"))


@pytest.mark.parametrize("unit", ["%submax", PERCENT_PEAK])
def test_without_a_maximum_muscles_are_not_compared(analysis: Analysis, unit: str) -> None:
    only = measured_only(analysis, "activation")
    measures = tuple(replace(one, unit=unit) for one in only.measures)
    curves = tuple(replace(one, channel=replace(one.channel, unit=unit)) for one in analysis.curves)
    text = words(replace(analysis, measures=measures, curves=curves))
    assert "muscles cannot be compared" in text
    assert "Each panel has a scale of its own" in text
    assert "Who was working" not in text


def test_a_session_without_repetitions(analysis: Analysis) -> None:
    bare = replace(analysis, measures=(), repetitions=())
    assert "No whole repetition could be measured. What was recorded is drawn below." in words(bare)


def test_an_empty_analysis(analysis: Analysis) -> None:
    empty = replace(analysis, exercise="", fits=(), delays=(), measures=(), channels=(),
                    curves=(), repetitions=(), unsaid=(), streams=())  # fmt: skip
    text = words(empty)
    assert "Nothing could be measured." in text
    assert "Nothing that was asked for had to be left out." in text
    assert "none: values were not normalised" in text


def test_one_repetition_and_no_interval(analysis: Analysis) -> None:
    one = replace(measured_only(analysis, "target_share"), repetitions=analysis.repetitions[:1])
    none = replace(one.measures[-1].uncertainty, low=None, high=None, level=None,
                   method="1 repetitions: an interval needs at least 3")  # fmt: skip
    measures = (*one.measures[:1], replace(one.measures[-1], uncertainty=none))
    text = words(replace(one, measures=measures))
    assert "In one repetition" in text
    assert "No interval: 1 repetitions: an interval needs at least 3" in text


def test_a_metric_that_is_not_installed_is_shown_by_its_name(analysis: Analysis) -> None:
    measures = tuple(
        replace(one, metric="their_metric.part")
        for one in analysis.measures
        if one.metric == "onset"
    )
    assert "their metric (part)" in words(replace(analysis, measures=measures))


def test_many_things_unsaid_are_folded_and_long_reasons_cut(analysis: Analysis) -> None:
    many = tuple(Unsaid(f"thing {i}", "no", "") for i in range(20))
    refused = replace(analysis.measures[-1], value=None)
    reasons = tuple(f"reason {i}" for i in range(9))
    refused = replace(refused, quality=replace(refused.quality, ok=False, reasons=reasons))
    text = words(replace(analysis, unsaid=many, measures=(refused,)))
    assert "Show 15 more" in text
    assert "and 6 more reasons, in the table of all measures" in text
