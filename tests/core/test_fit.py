from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.core.fit import Fit, FitInterval, FitParameter

FIT = Fit(
    "normalise", 1, "emg/activation", ("BB",), "MVC",
    (FitParameter("reference", (1.1e-3,), "V"),), (FitInterval("a.xdf", 1.0, 2.0, "mvc 1"),),
)  # fmt: skip


@given(st.lists(st.floats(allow_nan=False), max_size=5))
def test_floats_read_back_exactly(values: list[float]) -> None:
    fit = Fit("s", 1, "x", (), "µ-method", (FitParameter("p", tuple(values), "V"),))
    text = fit.to_json()
    assert Fit.from_json(text) == fit
    assert "\n" not in text


def test_values_by_name() -> None:
    assert FIT.values("reference") == (1.1e-3,)
    with pytest.raises(InputError, match="the fit of normalise has no parameter 'mains'"):
        FIT.values("mains")


@pytest.mark.parametrize("text", ["", "{", "null", "3", "[]", "{}", "[" * 100_000, '{"step": 1}'])
def test_what_is_no_fit_is_refused_with_words(text: str) -> None:
    with pytest.raises(InputError):
        Fit.from_json(text)


@given(st.text())
def test_any_text_is_a_fit_or_an_input_error(text: str) -> None:
    with pytest.raises(InputError):
        Fit.from_json(text)
