from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from innervate.report.markup import join, tag


@given(st.text())
def test_text_is_escaped(text: str) -> None:
    made = tag("p", text)
    inside = made[3:-4]
    assert "<" not in inside
    assert ">" not in inside
    assert join(text) == inside


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_attributes_are_escaped(text: str) -> None:
    made = tag("p", title=text)
    inside = made.removeprefix('<p title="').removesuffix('"></p>')
    assert '"' not in inside
    assert "<" not in inside
    assert unescape(inside) == text


def test_what_was_built_is_not_escaped_again() -> None:
    assert tag("p", tag("b", "&")) == "<p><b>&amp;</b></p>"
    assert join([tag("i", "a"), None, "<"]) == "<i>a</i>&lt;"


def test_attribute_names() -> None:
    assert tag("rect", stroke_width=0.5, class_="a", hidden=True, x=None) == (
        '<rect stroke-width="0.5" class="a" hidden/>'
    )
    assert tag("meta", name="a") == '<meta name="a">'
