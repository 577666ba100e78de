"""A guided protocol as a session: the same acts as the guide alone, recorded, taken up again."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.session._audience import PATIENCE_S, Audience
from tests.session._guided import coach, own, setup

from innervate.coach.acts import Act, Announce, Cue, Over, Why
from innervate.coach.guided.guide import Guide
from innervate.coach.guided.recall import begun
from innervate.coach.guided.standing import Do
from innervate.coach.standing import Command, CommandName, Stage, Standing
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.recording import About
from innervate.engine.glance import Glance
from innervate.engine.said import GUIDED, guided
from innervate.formats._open import open_recording
from innervate.session.closing import finish_interrupted
from innervate.session.conducted import ConductedSession
from innervate.session.guided_choice import GuidedChoice
from innervate.session.setup import Setup

_CHILD = """
import sys, threading
from pathlib import Path
from innervate.coach.standing import Command, CommandName
from innervate.core.recording import About
from innervate.session.conducted import ConductedSession
from innervate.session.setup import Setup

path = Path(sys.argv[2])
session = ConductedSession(Setup.from_json(sys.argv[1]), path, About(path.name))
session.start()
session.command(Command(CommandName.ANSWER, 4.0))
threading.Event().wait()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("own")
    own(made)
    return made


def moment(at_s: float) -> Glance:
    return Glance(at_s, (), (), (), set=None, reps=0)


WISHES = {
    "answer": Command(CommandName.ANSWER, 7.0),
    "words": Command(CommandName.ANSWER, text="calm"),
    "pause": Command(CommandName.PAUSE),
    "resume": Command(CommandName.RESUME),
    "skip": Command(CommandName.SKIP),
    "back": Command(CommandName.BACK),
}


def outcome(command: Callable[..., tuple[Act, ...]], *given: object) -> tuple[tuple[Act, ...], str]:
    """What a wish brings: acts, or the words of its refusal."""
    try:
        return command(*given), ""
    except InputError as error:
        return (), str(error)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.0, 8.0), st.sampled_from(sorted(WISHES)), st.integers(1, 5)),
        max_size=12,
    )
)
def test_it_does_what_the_guide_alone_does(
    folder: Path, wishes: list[tuple[float, str, int]]
) -> None:
    made = setup(folder)
    mine = coach(made)
    score = made.score()
    assert score is not None
    alone = Guide.of(score)
    acts: list[Act] = list(mine.saw(moment(0.0)))
    wanted: list[Act] = list(alone.begin(0.0))
    now_s = 0.0
    for wait_s, name, cuts in wishes:
        for cut in range(1, cuts):
            acts += mine.saw(moment(now_s + wait_s * cut / cuts))
        now_s += wait_s
        wish, do = WISHES[name], Do(WISHES[name].name.value)
        done, refusal = outcome(mine.command, wish, now_s)
        same, words = outcome(alone.command, do, now_s, wish.value, wish.text)
        acts += done
        wanted += same
        assert refusal == words
        mine = pickle.loads(pickle.dumps(mine))
    acts += mine.saw(moment(now_s + 60.0))
    wanted += alone.to(now_s + 60.0)
    acts += mine.command(Command(CommandName.STOP), now_s + 60.0)
    wanted += alone.command(Do.STOP, now_s + 60.0)
    assert acts == wanted
    assert mine.standing(now_s + 60.0).stage is Stage.DONE


def test_the_standing_says_what_the_beat_asks_for(folder: Path) -> None:
    mine = coach(setup(folder))
    mine.saw(moment(0.0))
    asked = mine.standing(0.0)
    assert (asked.stage, asked.title) == (Stage.GUIDED, "How focused are you?")
    assert asked.guided is not None
    assert asked.guided.question is not None
    assert (asked.guided.index, asked.guided.of) == (1, 6)
    mine.command(WISHES["answer"], 1.0)
    breathing = mine.standing(3.0)
    assert breathing.guided is not None
    assert breathing.guided.breath == (2.0, 3.0)
    assert (breathing.began_s, breathing.ends_s) == (1.0, 11.0)
    mine.saw(moment(18.5))
    lifting = mine.standing(18.5)
    assert (lifting.reps_done, lifting.reps_asked) == (2, 4)
    assert lifting.tempo == (1.0, 0.0, 1.0, 0.0)
    assert CommandName.URGENT in lifting.commands


def test_what_does_not_change_with_time_alone_stays_the_same(folder: Path) -> None:
    mine = coach(setup(folder))
    mine.saw(moment(0.0))
    mine.command(WISHES["answer"], 0.7)
    seen = set()
    for tick in range(20, 190):
        mine.saw(moment(tick / 20))
        now = replace(mine.standing(tick / 20), now_s=0.0)
        seen.add((now.began_s, now.ends_s, now.title))
    assert len(seen) == 1


def test_paused_time_stands_still_and_goes_on_from_there(folder: Path) -> None:
    mine = coach(setup(folder))
    mine.saw(moment(0.0))
    mine.command(WISHES["answer"], 1.0)
    mine.saw(moment(4.0))
    mine.command(WISHES["pause"], 4.0)
    mine.saw(moment(30.0))
    still = mine.standing(30.0)
    assert (still.now_s, still.began_s, still.ends_s, still.paused) == (4.0, 1.0, None, True)
    assert still.commands[0] is CommandName.RESUME


@pytest.mark.parametrize(
    ("name", "why", "title"),
    [
        (CommandName.STOP, Why.STOPPED, "Done"),
        (CommandName.PAIN, Why.PAIN, "Stopped"),
        (CommandName.URGENT, Why.URGENT, "Get help now"),
    ],
)
def test_an_end_says_what_to_do(folder: Path, name: CommandName, why: Why, title: str) -> None:
    mine = coach(setup(folder))
    acts = mine.command(Command(name), 2.0)
    (over,) = [act for act in acts if isinstance(act, Over)]
    now = mine.standing(2.0)
    assert (over.why, now.title, now.commands) == (why, title, ())
    assert now.instruction
    if why is Why.URGENT:
        assert "emergency number" in now.instruction


def test_an_answer_that_forbids_it_ends_it_in_words() -> None:
    made = Setup("none", guided=GuidedChoice("shovel")).checked()
    mine = coach(made)
    mine.saw(moment(0.0))
    acts = mine.command(Command(CommandName.ANSWER, text="yes"), 1.0)
    assert [act.why for act in acts if isinstance(act, Over)] in ([Why.URGENT], [Why.SCREENED])
    assert mine.standing(1.0).title in ("Get help now", "Not today")
    assert len(mine.standing(1.0).instruction) > 20


def test_a_wish_of_another_kind_of_session_is_refused_in_words(folder: Path) -> None:
    mine = coach(setup(folder))
    mine.saw(moment(0.0))
    with pytest.raises(InputError, match=r"start set is not possible now.*choose answer"):
        mine.command(Command(CommandName.START_SET), 1.0)


def test_a_recording_cannot_be_guided(folder: Path) -> None:
    with pytest.raises(InputError, match="a recording cannot be guided"):
        Setup("replay:monday.xdf", guided=own(folder)).checked()


def test_a_protocol_that_is_not_there_is_told_before_anything_opens(folder: Path) -> None:
    with pytest.raises(InputError, match="centre"):
        Setup("none", guided=GuidedChoice("centr")).checked()
    with pytest.raises(InputError, match="choose the muscle"):
        Setup("none", guided=GuidedChoice("visualise")).checked()


def test_its_setup_survives_its_json(folder: Path) -> None:
    made = setup(folder)
    assert Setup.from_json(made.to_json()) == made
    assert made.title == "Short, rehearsal"
    assert replace(made, pace=None).title == "Short"


def led(session: ConductedSession, audience: Audience) -> None:
    """Answer whatever is asked, until the end."""
    done: set[int] = set()

    def asked(one: Standing) -> bool:
        guided = one.guided
        return one.stage is Stage.GUIDED and bool(guided and guided.question)

    while True:
        audience.until(
            lambda: any(
                one.stage is Stage.DONE or (asked(one) and _index(one) not in done)
                for one in audience.of(Standing)[-1:]
            )
        )
        now = audience.of(Standing)[-1]
        if now.stage is Stage.DONE:
            return
        assert now.guided is not None
        assert now.guided.question is not None
        done.add(_index(now))
        words = "calm" if now.guided.question.answer == "text" else ""
        session.command(Command(CommandName.ANSWER, None if words else 7.0, words))


def _index(one: Standing) -> int:
    return one.guided.index if one.guided else 0


def test_a_whole_one_without_sensors_is_recorded_and_reported(folder: Path, tmp_path: Path) -> None:
    audience = Audience()
    path = tmp_path / "a.xdf"
    session = ConductedSession(setup(folder), path, About("Short"), [audience], session="s1")
    session.start()
    led(session, audience)
    assert session.join(PATIENCE_S)
    ended = audience.ended
    assert (ended.why, ended.problem) == (Why.DONE, "")
    assert ended.analysis is not None
    assert [(one.label, one.value, one.text) for one in ended.analysis.said] == [
        ("focus before", 7.0, ""),
        ("words", None, "calm"),
    ]
    (felt,) = ended.analysis.measures
    assert (felt.metric, felt.value, felt.subject.muscle) == ("felt", 7.0, "biceps_brachii")
    tones = [cue.tone for cue in audience.of(Cue) if cue.tone]
    assert tones.count("eccentric") == 2 + 4, "two breaths out, four repetitions"
    events = open_recording(path).events
    labels = [event.label for event in events if event.kind is EventKind.PHASE]
    assert labels[:4] == ["pause", "breathe", "set 1 biceps_brachii", "pulse"]
    assert guided(events)


@pytest.mark.parametrize("index", [2, 3, 4])
def test_a_killed_session_goes_on_paused_where_it_was(
    folder: Path, tmp_path: Path, index: int
) -> None:
    path = tmp_path / "a.xdf"
    made = setup(folder)
    killed(made, path, index)
    before = open_recording(path).events
    audience = Audience()
    session = ConductedSession.resume(made, path, [audience], session="s1")
    session.start()
    paused = audience.until_standing(lambda one: one.paused)
    assert paused.guided is not None
    assert paused.guided.index in (index, index + 1)
    assert paused.now_s >= max(event.at_s for event in before)
    session.command(Command(CommandName.RESUME))
    led(session, audience)
    assert session.join(PATIENCE_S)
    assert audience.ended.why is Why.DONE
    found = audience.ended.analysis
    assert found is not None
    assert [one.value for one in found.said] == [4.0, None], "the answer from before is kept"
    events = open_recording(path).events
    assert [event.kind for event in events].count(EventKind.RESUMED) == 1


def test_a_killed_session_can_be_finished_as_it_is(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    killed(setup(folder), path, 2)
    found = finish_interrupted(setup(folder), path)
    assert [(one.label, one.value) for one in found.said] == [("focus before", 4.0)]


def killed(made: Setup, path: Path, index: int) -> None:
    """Run it in another process, and kill that once this beat is on the disk."""
    slow = replace(made, pace=4.0)
    with subprocess.Popen([sys.executable, "-c", _CHILD, slow.to_json(), str(path)]) as child:
        while child.poll() is None and not reached(path, index):
            pass
        child.send_signal(signal.SIGKILL)
        child.wait(PATIENCE_S)


def reached(path: Path, index: int) -> bool:
    """Whether the recording tells that this beat (from 1) has begun."""
    if not path.exists() or not path.stat().st_size:
        return False
    marks = [one for one in open_recording(path).events if one.kind is EventKind.MARKER]
    return any(one.label == "beat" and one.value == index - 1 for one in marks)


def test_one_that_was_over_when_it_was_cut_off_ends_at_once(folder: Path) -> None:
    made = setup(folder)
    first = coach(made)
    acts = [*first.saw(moment(0.0)), *first.command(Command(CommandName.STOP), 1.0)]
    again = coach(made)
    again.recall([act.event for act in acts if isinstance(act, Announce)])
    assert [act.why for act in again.saw(moment(2.0)) if isinstance(act, Over)] == [Why.STOPPED]


def test_with_electrodes_its_phases_are_measured_and_the_source_s_own_are_notes(
    folder: Path, tmp_path: Path
) -> None:
    made = Setup(
        "simulator:pec_isolation?seed=2&rate_hz=500&seconds=40", guided=own(folder), pace=8.0
    ).checked()
    audience = Audience()
    path = tmp_path / "a.xdf"
    session = ConductedSession(made, path, About("Short"), [audience], session="s1")
    session.start()
    led(session, audience)
    assert session.join(PATIENCE_S)
    found = audience.ended.analysis
    assert found is not None
    assert found.streams
    events = open_recording(path).events
    phases = [event.label for event in events if event.kind is EventKind.PHASE]
    assert "set 1 biceps_brachii" in phases
    assert not [label for label in phases if label.startswith("mvc")]
    assert any(event.label.startswith("phase ignored") for event in events)
    assert audience.of(Standing)[-1].simulated


def test_the_mark_of_a_guided_recording_is_the_guide_s(folder: Path) -> None:
    score = setup(folder).score()
    assert score is not None
    assert begun(score, 0.0).event.label.startswith(GUIDED)
