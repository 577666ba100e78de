from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.body.movement import exercise
from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.fit import Fit, FitParameter
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.plan import plan_from_plain
from innervate.engine.analysis import Analysis, Curve
from innervate.report.document import SCHEMA, document, from_json, to_json

ROOT = Path(__file__).resolve().parents[2]
EMPTY_PLAN = '{"branches": [], "readings": []}'
STAMP = "2026-03-14T18:25:00+01:00"


def as_json(analysis: Analysis) -> Any:
    return json.loads(to_json(document(analysis, version="0.1.0", created_at=STAMP)))


@pytest.fixture
def schema() -> Any:
    return json.loads((ROOT / "docs" / "schema" / "analysis-1.json").read_text(encoding="utf-8"))


def test_the_document_is_of_the_schema_in_the_documentation(
    analysis: Analysis, schema: Any
) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(as_json(analysis))


def test_an_empty_analysis_is_of_the_schema(analysis: Analysis, schema: Any) -> None:
    empty = replace(analysis, exercise="", fits=(), delays=(), measures=(), channels=(),
                    curves=(), repetitions=(), unsaid=())  # fmt: skip
    jsonschema.Draft202012Validator(schema).validate(as_json(empty))
    assert as_json(empty)["exercise"] is None


def test_the_schema_describes_every_field(schema: Any) -> None:
    for name, shape in schema["$defs"].items():
        assert shape["additionalProperties"] is False, name
        assert set(shape["required"]) == set(shape["properties"]), name


def test_it_reads_back_as_it_was(analysis: Analysis) -> None:
    made = document(analysis, version="0.1.0", created_at=STAMP)
    assert from_json(to_json(made)) == made


def test_the_plan_in_the_json_is_the_plan(analysis: Analysis) -> None:
    stored = as_json(analysis)["provenance"]["plan"]
    assert stored == analysis.plan.to_plain()
    assert plan_from_plain(stored) == analysis.plan


def test_measures_are_flat_objects(analysis: Analysis) -> None:
    first = as_json(analysis)["measures"][0]
    assert list(first) == ["metric", "value", "unit", "subject", "start_s", "stop_s",
                           "uncertainty", "quality", "version"]  # fmt: skip
    assert first["metric"] == "target_share"
    assert first["subject"]["rep"] == 1


def test_the_exercise_comes_with_its_evidence(analysis: Analysis) -> None:
    found = as_json(analysis)["exercise"]
    assert found["targets"] == list(exercise("romanian_deadlift").targets)
    assert {row["key"] for row in found["claims"]} == {"A08", "A27"}
    unknown = as_json(replace(analysis, exercise="wall_sit"))["exercise"]
    assert (unknown["name"], unknown["targets"]) == ("wall sit", [])


def test_the_normalisation_is_named(analysis: Analysis) -> None:
    assert as_json(analysis)["provenance"]["normalisation"] == ["MVC: best 500 ms of three trials"]
    assert as_json(replace(analysis, fits=()))["provenance"]["normalisation"] == []


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(allow_nan=True))
def test_nan_and_infinities_never_get_into_the_json(value: float, edge: float) -> None:
    from innervate.core.plan import Plan
    from innervate.core.recording import About

    measure = Measure("activation", value, "%MVC", Subject(), edge, edge,
                      Uncertainty(edge, value, 0.95, "t"), Quality())  # fmt: skip
    fit = Fit("normalise", 1, "a", ("x",), "MVC", (FitParameter("reference", (value,), "V"),))
    curve = Curve("a", Channel("x", Kind.ENVELOPE, "V"), 0.0, 0.1, (value, None, 1.0))
    analysis = Analysis(About(), False, "", 1.0, (), Plan(()), (fit,), (), (measure,), (),
                        (curve,), (), ())  # fmt: skip
    text = to_json(document(analysis, version="0"))
    assert "NaN" not in text
    assert "Infinity" not in text
    read = from_json(text).measures[0]
    assert (read.value is None) == (not math.isfinite(value))
    assert read.value is not None or not read.quality.ok


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "is not JSON"),
        ("[]", "no analysis that can be read"),
        ('{"schema": "innervate/analysis/99"}', "analysis/99.*of schema innervate/analysis/1"),
        (f'{{"schema": "{SCHEMA}"}}', "no provenance"),
        (f'{{"schema": "{SCHEMA}", "provenance": {{"plan": 3}}}}', "plan of the analysis"),
        (f'{{"schema": "{SCHEMA}", "provenance": {{"plan": {EMPTY_PLAN}}}}}', "do not describe a"),
    ],
)
def test_what_is_no_analysis_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        from_json(text)
