"""Protocols of the user's own: one file, and clear errors for mistakes in it."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coach.guided._playing import BICEPS, chosen_for, overs, play

from innervate.body.own import OwnBody
from innervate.coach.acts import Why
from innervate.coach.guided.composing import compose
from innervate.coach.guided.guide import Guide
from innervate.coach.guided.protocol import BUILT_IN, guided, guided_protocols, read_guided
from innervate.core.errors import InputError

HEAD = """
name = "Mine"
purpose = "A try."
family = "feel"
claims = ["A10"]
facts = [{ text = "My own.", status = "ours" }]
dose = { words = "Once." }
chooses = ["muscle"]
"""
STEP = '[[steps]]\nkind = "hold"\nseconds = 5\n'


def own(folder: Path, text: str, name: str = "mine") -> Path:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path, text: str, name: str = "mine") -> str:
    with pytest.raises(InputError) as caught:
        guided_protocols(own(folder, text, name))
    assert f"{name}.toml" in str(caught.value)
    return str(caught.value)


def test_one_file_is_enough(tmp_path: Path) -> None:
    folder = own(tmp_path, HEAD + STEP)
    one = guided("mine", folder)
    guide = Guide(one, chosen_for(one))
    acts = [*guide.begin(0.0), *play(guide)[0]]
    assert [over.why for over in overs(acts)] == [Why.DONE]
    assert len(guided_protocols(folder)) == len(guided_protocols()) + 1


def test_no_toml(tmp_path: Path) -> None:
    words = refused(tmp_path, "name = 3\n\nsteps = = 4\n")
    assert "is not a TOML file" in words
    assert "line 3" in words
    assert "correct the line it names" in words


def test_an_unknown_kind_of_step(tmp_path: Path) -> None:
    words = refused(tmp_path, HEAD + STEP + '[[steps]]\nkind = "breath"\nseconds = 60\n')
    assert "step 2 has the kind 'breath', which there is not" in words
    assert "write breathe" in words


def test_a_step_without_kind_and_one_with_an_unknown_field(tmp_path: Path) -> None:
    assert "step 1 has no kind" in refused(tmp_path, HEAD + "[[steps]]\nseconds = 3\n")


def test_an_unknown_field(tmp_path: Path) -> None:
    words = refused(tmp_path, HEAD + STEP + "secnods = 3\n")
    assert "step 1 (hold), field secnods: there is no such field" in words
    assert "write seconds" in words


def test_an_unknown_name_in_a_text(tmp_path: Path) -> None:
    words = refused(tmp_path, HEAD + STEP + 'text = "Feel your {musle}."\n')
    assert "names {musle}, which there is not" in words
    assert "'Feel your {musle}.'" in words
    assert "write {muscle}" in words


@pytest.mark.parametrize("text", ["a {", "a } b", "{muscle:>9}", "{}", "{muscle.side}"])
def test_braces_that_mean_nothing(tmp_path: Path, text: str) -> None:
    assert "the text" in refused(tmp_path, HEAD + STEP + f'text = "{text}"\n')


@pytest.mark.parametrize("seconds", ["0", "-5", "1e9", "nan", "inf"])
def test_an_impossible_duration(tmp_path: Path, seconds: str) -> None:
    words = refused(tmp_path, HEAD + f'[[steps]]\nkind = "rest"\nseconds = {seconds}\n')
    assert "step 1 (rest): seconds = " in words
    assert "write a number from 0.05 to 14400" in words


def test_an_unknown_claim_row(tmp_path: Path) -> None:
    words = refused(tmp_path, HEAD.replace("A10", "Z99") + STEP)
    assert "there is no claim 'Z99'" in words


def test_a_name_that_is_taken(tmp_path: Path) -> None:
    words = refused(tmp_path, HEAD + STEP, "centre")
    assert "takes the name of a built-in protocol" in words
    assert "give the file another name" in words


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ('kind = "reps"\ncount = 5\ntempo = "3-1-1"', "four numbers of seconds"),
        ('kind = "reps"\ncount = 0', "write a number from 1 to 500"),
        ('kind = "pulse"\nseconds = 5', "it needs hz, or percent"),
        ('kind = "pulse"\nseconds = 5\npercent = "fast"', "percent = 'fast'"),
        ('kind = "ask"\nlabel = "Bad: label"\ntext = "?"', "the label 'Bad: label'"),
        ('kind = "ask"\nlabel = "x"\ntext = "?"\nanswer = "choice"', "two options or more"),
        ('kind = "ask"\nlabel = "x"\ntext = "?"\nlow = 5\nhigh = 1', "put low below high"),
        ('kind = "ask"\nlabel = "x"', "a question without text"),
        ('kind = "repeat"\ntimes = 3', "step 1 has no steps"),
        ('kind = "shuffle"\nrounds = 3', "needs two arms or more"),
        ('kind = "hold"\nseconds = 5\nmuscle = "bicepss"', "there is no muscle 'bicepss'"),
        ('kind = "hold"\nseconds = 5\nvariants = ["b"]', "there is no variant 'b'"),
        ('kind = "hold"\nseconds = 5\nwhen = { label = "x" }', "asks for nothing"),
        (
            'kind = "hold"\nseconds = 5\nwhen = { label = "pian", at_most = 3 }',
            "'Hold' depends on the answer 'pian', never asked for",
        ),
        ('kind = "hold"\nseconds = 5\nsteps = [{ kind = "rest" }]', "cannot hold steps"),
        (
            'kind = "repeat"\ntimes = 200\nsteps = [{ kind = "repeat", times = 200,'
            ' steps = [{ kind = "rest", seconds = 1 }] }]',
            "more than 5000 steps",
        ),
    ],
)  # fmt: skip
def test_other_mistakes(tmp_path: Path, step: str, words: str) -> None:
    assert words in refused(tmp_path, HEAD + f"[[steps]]\n{step}\n")


def test_no_steps_and_no_folder(tmp_path: Path) -> None:
    assert "the file has no steps" in refused(tmp_path, HEAD)
    with pytest.raises(InputError, match=r"no folder of protocols of your own"):
        guided_protocols(tmp_path / "none")


def test_an_unknown_variant_of_a_protocol() -> None:
    with pytest.raises(InputError, match=r"Centre has no variant 'long'.*five, short, scan"):
        compose(guided("centre"), chosen_for(guided("centre"), variant="long"))


def test_conditions_repetition_and_names_work_together(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
[[steps]]
kind = "repeat"
times = 3
counts = "attempt"
steps = [
  { kind = "hold", seconds = 5, phase = "hold {attempt} {target}", title = "Try {attempt}" },
  { kind = "rest", seconds = 5, on = [1, 2] },
]
"""
    )
    one = guided("mine", own(tmp_path, text))
    beats = compose(one, chosen_for(one)).beats
    assert [beat.phase for beat in beats if beat.kind == "hold"] == [
        f"hold {number} {BICEPS.muscle} left" for number in (1, 2, 3)
    ]
    assert len(beats) == 5


def test_it_may_name_an_exercise_of_ones_own_and_is_read_again_when_it_changes(
    tmp_path: Path,
) -> None:
    for name in ("exercises", "protocols"):
        (tmp_path / name).mkdir()
    wall_sit = """
name = "Wall sit"
work = "hold"
targets = ["vastus_lateralis"]
compensators = []
channels = ["vastus_lateralis"]
caveat = "None."
claims = ["A10"]
cue = { external = "push the wall away" }
"""
    own(tmp_path / "exercises", wall_sit, "wall_sit")
    text = HEAD + 'exercise = "wall_sit"\n' + STEP + 'text = "{cue_external}"\n'
    folder = own(tmp_path / "protocols", text)
    score = compose(guided("mine", folder))
    assert score.beats[0].text == "Push the wall away"
    assert score.beats[0].muscle == "vastus_lateralis"
    own(folder, text.replace("seconds = 5", "seconds = 12.5"))
    assert compose(guided("mine", folder)).beats[0].seconds == 12.5


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('family = "feel"', 'family = "feels"', "field family: 'feels' is none of centre, prime,"),
        ('purpose = "A try."', "", "field purpose is missing"),
        ('family = "feel"', 'famliy = "feel"', "field famliy: there is no such field"),
        (', status = "ours"', "", "field facts: it lacks 'status'"),
        ("seconds = 5", "", "step 1 (hold), field seconds is missing"),
        ("seconds = 5", 'seconds = "5"', "step 1 (hold), field seconds: '5' is not a number"),
    ],
)
def test_fields_are_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert words in refused(tmp_path, (HEAD + STEP).replace(old, new))


FIELD = re.compile(r"= ([^,}\n]+)")
VALUES = ("0", "-1", "nan", "inf", '""', '"x"', "[]", "{}", "true", '"{"', "9e9", "[[1]]", '"{no}"')


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(BUILT_IN.glob("*.toml"))), st.data())
def test_whatever_is_written_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")
    spots = list(FIELD.finditer(text))
    spot = spots[data.draw(st.integers(0, len(spots) - 1))]
    text = text[: spot.start(1)] + data.draw(st.sampled_from(VALUES)) + text[spot.end(1) :]
    with TemporaryDirectory() as folder:
        changed = Path(folder) / "changed.toml"
        changed.write_text(text, encoding="utf-8")
        with contextlib.suppress(InputError):
            read_guided(changed, OwnBody())
