from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core import errors
from innervate.core.errors import InnervateError, InputError, MissingExtraError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, InnervateError)
]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, "cannot read x."),
        ({"given": "'x'"}, "cannot read x: given 'x'."),
        ({"found": "nothing"}, "cannot read x: found nothing."),
        ({"given": "'x'", "found": "y"}, "cannot read x: given 'x', found y."),
        ({"fix": "export it again"}, "cannot read x. To mend it: export it again."),
        ({"found": "y", "fix": "z"}, "cannot read x: found y. To mend it: z."),
    ],
)
def test_the_text_says_what_given_found_and_what_to_do(parts: dict[str, str], text: str) -> None:
    assert str(InputError("cannot read x", **parts)) == text


PART = st.none() | st.text(min_size=1)


@given(st.sampled_from(KINDS), st.text(min_size=1), PART, PART, PART)
def test_errors_survive_pickling(
    kind: type[InnervateError], what: str, given_: str | None, found: str | None, fix: str | None
) -> None:
    error = kind(what, given=given_, found=found, fix=fix)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
    assert (again.what, again.given, again.found, again.fix) == (what, given_, found, fix)


def test_every_error_of_the_house_is_one_of_the_users() -> None:
    assert len(KINDS) >= 7
    assert all(issubclass(kind, InnervateError) for kind in KINDS)


def test_a_missing_extra_names_the_command_that_brings_it() -> None:
    assert str(MissingExtraError.of("brainflow", "brainflow")) == (
        "the package brainflow is not installed. To mend it: pip install 'innervate[brainflow]' "
        "(in a clone: pip install -e '.[brainflow]')."
    )
