from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.report.conftest import measure, sure
from tests.report.test_page import Outline, render

import innervate.report.body_map
from innervate.body.drawing import Drawing, Facing, Figure, Picture, Shape
from innervate.core.channel import Side
from innervate.core.measure import Quality, Subject
from innervate.core.units import PERCENT_PEAK
from innervate.engine.analysis import Analysis
from innervate.report.document import document
from innervate.report.heat import hottest
from innervate.report.page import page
from innervate.report.view import View

BACK = (
    Shape("gluteus_maximus", Side.LEFT, ("M1 1h2v2z",)),
    Shape("gluteus_maximus", Side.RIGHT, ("M1 1h2v2z",), transform="matrix(-1 0 0 1 20 0)"),
    Shape("biceps_femoris", Side.LEFT, ("M1 5h2v2z", "M1 8h2v1z")),
    Shape("biceps_femoris", Side.RIGHT, ("M1 5h2v2z", "M1 8h2v1z"), transform="scale(-1 1)"),
)
FRONT = (
    Shape("vastus_lateralis", Side.RIGHT, ("M2 2h2v2z",)),
    Shape("internal_oblique", Side.RIGHT, ("M4 4h2v2z",), deep=True),
)


def drawn(body: Figure) -> tuple[Picture, ...]:
    box, skin = (0.0, 0.0, 20.0, 40.0), (f"M0 0h{9 if body is Figure.MALE else 8}z",)
    return (
        Picture(Facing.BACK, body, box, skin, BACK),
        Picture(Facing.FRONT, body, box, skin, FRONT),
    )


TINY = Drawing("MIT License", tuple(one for body in Figure for one in drawn(body)))


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(innervate.report.body_map, "find_drawing", lambda: TINY)


def parsed(analysis: Analysis) -> Outline:
    found = Outline()
    found.feed(render(analysis))
    found.close()
    assert found.open == []
    return found


def lit(analysis: Analysis) -> list[dict[str, str | None]]:
    return [
        attrs
        for name, attrs in parsed(analysis).elements
        if name == "use" and (attrs.get("class") or "").startswith("lit")
    ]


def part(attrs: dict[str, str | None]) -> int:
    found = re.fullmatch(r"--part:(\d+)%", attrs["style"] or "")
    assert found
    return int(found[1])


def test_recorded_muscles_are_lit_on_the_side_that_was_recorded(analysis: Analysis) -> None:
    found = {(one["href"], one.get("transform")) for one in lit(analysis)}
    assert found == {
        ("#shape-back-0", "matrix(-1 0 0 1 20 0)"),
        ("#shape-back-2", "scale(-1 1)"),
        ("#shape-front-0", None),
    }


def test_the_colour_follows_the_activation_as_in_the_table(analysis: Analysis) -> None:
    full = hottest(View(document(analysis, version="0")))
    assert full is not None
    by = {one["href"]: part(one) for one in lit(analysis)}
    assert by["#shape-back-0"] == round(100 * 44 / full)
    assert by["#shape-front-0"] == round(100 * 17 / full)
    table = [int(one) for one in re.findall(r"<td[^>]*--part:(\d+)%", render(analysis))]
    assert max(table) == 100


def test_it_can_be_read_without_seeing_it(analysis: Analysis) -> None:
    text = render(analysis)
    described = re.search(r'<desc id="map-0-desc">(.*?)</desc>', text)
    assert described
    assert "right gluteus maximus, target: 44\xa0% MVC" in described[1]
    assert "right vastus lateralis, also recorded: 17\xa0% MVC" in described[1]


def test_muscles_that_are_not_in_the_drawing_are_named(analysis: Analysis) -> None:
    assert "Recorded, but not in the drawing: right erector spinae." in parsed(analysis).text


def test_both_sides_are_lit_where_the_side_is_not_known(analysis: Analysis) -> None:
    measures = tuple(
        replace(one, subject=replace(one.subject, side=None))
        if one.subject.muscle == "gluteus_maximus" and one.metric == "activation"
        else one
        for one in analysis.measures
    )
    found = [
        one for one in lit(replace(analysis, measures=measures)) if one["href"] == "#shape-back-0"
    ]
    assert {one.get("transform") for one in found} == {None, "matrix(-1 0 0 1 20 0)"}
    assert "both sides are lit" in parsed(replace(analysis, measures=measures)).text


def test_deep_muscles_are_drawn_only_where_they_were_recorded(analysis: Analysis) -> None:
    assert not any("deep" in (one["class"] or "") for one in lit(analysis))
    oblique = measure(
        "activation", 20.0, "%MVC", Subject("internal_oblique", Side.RIGHT, set=1), None, None,
        sure(20.0, 2.0, "t"), Quality(False, ("mains hum",)),
    )  # fmt: skip
    found = lit(replace(analysis, measures=(*analysis.measures, oblique)))
    classes = [one["class"] for one in found if one["href"] == "#shape-front-1"]
    assert classes == ["lit other unsure deep"]


def test_units_that_forbid_to_compare_get_one_colour(analysis: Analysis) -> None:
    measures = tuple(
        replace(one, unit=PERCENT_PEAK) if one.unit == "%MVC" else one for one in analysis.measures
    )
    changed = replace(analysis, measures=measures)
    assert lit(changed)
    assert all("style" not in one and "plain" in (one["class"] or "") for one in lit(changed))
    assert "have one colour" in parsed(changed).text
    assert hottest(View(document(changed, version="0"))) is None


def test_the_body_is_the_one_that_was_asked_for(analysis: Analysis) -> None:
    made = document(analysis, version="0")
    assert "M0 0h8z" in page(made)
    assert "M0 0h9z" in page(made, figure=Figure.MALE)


def test_without_a_drawing_the_report_does_without(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(innervate.report.body_map, "find_drawing", lambda: None)
    found = parsed(analysis)
    assert "map" not in found.attributes("id")
    assert "#map" not in found.attributes("href")
    assert "35 %" in found.text.replace("\xa0", " ")


def test_without_activation_there_is_nothing_to_light(analysis: Analysis) -> None:
    kept = tuple(one for one in analysis.measures if one.metric != "activation")
    assert "map" not in parsed(replace(analysis, measures=kept)).attributes("id")


def test_ids_are_unique_and_found(analysis: Analysis) -> None:
    found = parsed(analysis)
    ids = found.attributes("id")
    assert len(ids) == len(set(ids))
    assert all(href.removeprefix("#") in ids for href in found.attributes("href"))
