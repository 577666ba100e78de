from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from innervate.body.anatomy import muscles
from innervate.body.drawing import BUILT, Drawing, Facing, Figure, drawing, find_drawing
from innervate.core.channel import Side
from innervate.core.errors import InputError

built = pytest.mark.skipif(not BUILT.exists(), reason="the drawing has not been built here")
START = re.compile(r"M(-?[\d.]+)[ ]?(-?[\d.]+)")


@pytest.fixture(scope="module")
def drawn() -> Drawing:
    return drawing()


FRONTEND = Path(__file__).parents[2] / "frontend"
buildable = pytest.mark.skipif(
    shutil.which("node") is None
    or not (FRONTEND / "node_modules" / "react-native-body-highlighter").exists(),
    reason="no node, or the packages of the frontend are not installed",
)


def middle_of(view_box: tuple[float, ...]) -> float:
    return view_box[0] + view_box[2] / 2


@built
def test_there_is_a_front_and_a_back_of_both_bodies(drawn: Drawing) -> None:
    for body in Figure:
        assert [one.view for one in drawn.of(body)] == [Facing.FRONT, Facing.BACK]


@built
def test_every_shape_is_a_muscle_that_exists(drawn: Drawing) -> None:
    known = {one.key for one in muscles()}
    assert {shape.muscle for view in drawn.views for shape in view.shapes} <= known


@built
@pytest.mark.parametrize("body", Figure)
def test_every_muscle_that_can_be_measured_lights_up_on_both_sides(
    drawn: Drawing, body: Figure
) -> None:
    lit = {(shape.muscle, shape.side) for view in drawn.of(body) for shape in view.shapes}
    wanted = {(one.key, side) for one in muscles() if one.offered for side in Side}
    assert wanted <= lit


@built
def test_sides_are_those_of_the_person(drawn: Drawing) -> None:
    """On the front the picture's left is the person's right; on the back it is the left."""
    for view in drawn.views:
        there = Side.RIGHT if view.view is Facing.FRONT else Side.LEFT
        for shape in view.shapes:
            x = float(START.match(shape.d[0])[1])  # type: ignore[index]
            if shape.transform:
                turned = re.fullmatch(r"matrix\(-1 0 0 1 ([\d.]+) 0\)", shape.transform)
                assert turned
                x = float(turned[1]) - x
            left_in_picture = x < middle_of(view.viewbox)
            assert (shape.side is there) == left_in_picture, (view.view, shape.muscle, shape.side)


@built
def test_deep_muscles_are_marked_and_no_others(drawn: Drawing) -> None:
    for view in drawn.views:
        assert {one.muscle for one in view.shapes if one.deep} <= {"internal_oblique"}
    assert any(one.deep for view in drawn.views for one in view.shapes)


@buildable
def test_the_script_builds_what_the_loader_reads(tmp_path: Path) -> None:
    made = tmp_path / "drawing.json"
    script = FRONTEND / "scripts" / "body-map.mjs"
    done = subprocess.run(
        ["node", str(script), str(made)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(drawing(made).views) == 4
    if BUILT.exists():
        assert made.read_bytes() == BUILT.read_bytes(), "cd frontend && npm run body"


@built
def test_it_carries_the_licence_and_is_small() -> None:
    assert "MIT License" in drawing().licence
    assert "Copyright" in drawing().licence
    assert BUILT.stat().st_size < 100_000


def test_where_it_was_not_built_the_error_says_how_to(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="npm run body") as caught:
        drawing(tmp_path / "drawing.json")
    assert caught.value.what == "the drawing of the body is not there"
    assert find_drawing(tmp_path / "drawing.json") is None


@pytest.mark.parametrize("text", ["", "[]", json.dumps({"licence": "x", "views": [{}]})])
def test_a_damaged_drawing_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "drawing.json").write_text(text)
    with pytest.raises(InputError, match="cannot be read"):
        drawing(tmp_path / "drawing.json")
