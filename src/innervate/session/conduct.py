"""The coach at work on what a session hears: who is told what, and what is recorded of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from innervate.coach.acts import Act, Announce, Cue, Level, Over, Remark, SetOver, Why
from innervate.coach.casting import asked_for
from innervate.coach.standing import Command, CommandName, RecordingStanding, Stage, Standing
from innervate.core.event import Event
from innervate.devices._origin import host_clock_s
from innervate.engine.answers import load_answer
from innervate.engine.glance import Glance
from innervate.session.coaching import coach_for
from innervate.session.frames import Message, SetMeasures, Sink
from innervate.session.knobs import Knobs
from innervate.session.live import LiveSession
from innervate.session.opening import Opening
from innervate.session.setup import Setup
from innervate.session.showing import Showing

_GLANCES_PER_S: Final = 20
_SILENCE_S: Final = 1.0
"""After so long without a sample the computer's clock tells the coach how late it is."""
_RUNNING_S: Final = 0.25
"""How often at most a standing is told of which only running results have changed."""
_SET_READY_S: Final = 1.5
"""How long after a set its last repetition has surely gone through the chain."""


class Conduct:
    """Everything that the thread of a session does but read and wait.

    Times are the coach's: it is as late as its newest glance.

    Args:
        opening: the session.
        setup: what it was made from.
        sinks: who is told.
        session: its id, for `Standing`.
    """

    def __init__(self, opening: Opening, setup: Setup, sinks: Sequence[Sink], session: str) -> None:
        self._opening, self._setup = opening, setup
        self._sinks, self._session = tuple(sinks), session
        choices = setup.choices()
        targets = asked_for(choices.exercise, choices.targets)
        self.showing = Showing(opening, setup, targets)
        self._coach = coach_for(setup, self.showing.cast, choices)
        self.knobs = Knobs(opening.labelled)
        self.live = LiveSession(
            opening.source,
            opening.analyser,
            recorder=opening.recorder,
            listeners=(self.showing,),
        )
        self.why: Why | None = None
        self._seen_s = opening.time.began_s if setup.silent else 0.0
        self._reached_s, self._came_s = -math.inf, opening.time.origin_s
        self._sets: list[SetOver] = []
        self._recording = RecordingStanding()
        self._unit_told = self.showing.percent
        self.standing = self._stands()
        self._told: Standing | None = None

    def begin(self) -> None:
        """Tell the layout, and apply the fits known beforehand."""
        self.tell(self.showing.layout())
        for event in self._opening.fits:
            self.announce(event)
        if self._opening.past is None:
            self._announce_first()
        self.showing.draws = True
        self._look()

    def begin_again(self, events: Sequence[Event]) -> None:
        """Begin after what was recorded, of which these events tell, went through the chain."""
        self._coach.recall(events)
        self.knobs.take_up(events)
        self.begin()

    def _announce_first(self) -> None:
        """What is known before a session begins, and belongs into its recording."""
        if self._setup.load_kg is not None:
            self.announce(load_answer(self._setup.load_kg))
        for event in self.knobs.first_events():
            self.announce(event)

    def pass_over(self) -> None:
        """Take in what was heard without the coach: it happened before the interruption."""
        heard = self.showing.heard
        while heard:
            one = heard.popleft()
            if isinstance(one, Glance):
                self._seen_s = one.at_s
                self.showing.saw(one)

    def attend(self, clock_s: float) -> None:
        """Do what follows from what was read by now, and show it."""
        self._take_in()
        self._pass_time()
        self._mind_recording()
        self._mind_sets(self._opening.analyser.reached_s)
        if self.showing.percent and not self._unit_told:
            self._unit_told = True
            self.tell(self.showing.layout())
        frame = self.showing.frame(
            self._at_s, clock_s, self._opening.time.clock_s(host_clock_s()), self.standing
        )
        if frame is not None:
            for sink in self._sinks:
                sink.frame(frame)

    def command(self, command: Command) -> None:
        """Do what the person asks; raises `InputError` where that is not possible now."""
        at_s = max(self._at_s, self._seen_s, self._session_s(host_clock_s()) or 0.0)
        self._do(self._coach.command(command, at_s))
        self._look()

    def finish(self, *, stopped: bool) -> None:
        """Take in what the chain still holds; the source has ended, or was `stopped`."""
        self.showing.draws = False
        at_s = max(self._at_s, self._seen_s)
        if stopped:
            self._do(self._coach.command(Command(CommandName.STOP), at_s))
        else:
            self._do(self._coach.ended(at_s))
        self.live.flush()
        self._take_in()
        self._mind_recording()
        self._look()

    def sum_up(self) -> None:
        """Tell of the sets that were not yet told of."""
        for over in self._sets:
            self._tell_set(over)
        self._sets = []

    def tell(self, message: Message) -> None:
        """Tell everybody."""
        for sink in self._sinks:
            sink.told(message)

    def _take_in(self) -> None:
        """Let the coach have what was heard."""
        heard = self.showing.heard
        while heard:
            one = heard.popleft()
            if isinstance(one, Glance):
                self._see(one)
            else:
                self._do(self._coach.heard(one))
                self._look()

    def _see(self, glance: Glance, *, newest: bool = True) -> None:
        """Let the coach have a glance; one that comes late is passed over.

        How it stands is looked at after the `newest` of several, and wherever anything is done.
        """
        if glance.at_s <= self._seen_s:
            return
        self._seen_s = glance.at_s
        self.showing.saw(glance)
        acts = self._coach.saw(glance)
        self._do(acts)
        if acts or newest:
            self._look()

    def _see_time(self, until_s: float) -> None:
        """Let time pass for the coach where no samples tell it."""
        nothing = self.showing.nothing
        first = math.floor(self._seen_s * _GLANCES_PER_S + 1e-6) + 1
        last = math.floor(until_s * _GLANCES_PER_S + 1e-6)
        for tick in range(first, last + 1):
            self._see(replace(nothing, at_s=tick / _GLANCES_PER_S), newest=tick == last)

    def _do(self, acts: Sequence[Act]) -> None:
        """Carry out what the coach wants."""
        for act in acts:
            match act:
                case Announce(event):
                    # Never before samples that have gone their way.
                    reached_s = self._opening.analyser.reached_s
                    self.announce(replace(event, at_s=max(event.at_s, reached_s)))
                case Cue() | Remark():
                    self.tell(act)
                case SetOver():
                    self._sets.append(act)
                case Over():
                    self.why = act.why

    def announce(self, event: Event) -> None:
        """Record and apply an event that does not come from the source."""
        self.showing.announcing = True
        try:
            self.live.announce(event)
        finally:
            self.showing.announcing = False

    @property
    def _at_s(self) -> float:
        return self._opening.analyser.reached_s if self._opening.specs else self._seen_s

    def _pass_time(self) -> None:
        """Where the source is silent, the computer's clock tells the coach how late it is."""
        host_s, reached_s = host_clock_s(), self._opening.analyser.reached_s
        if reached_s > self._reached_s:
            self._reached_s, self._came_s = reached_s, host_s
        now_s = self._session_s(host_s)
        if now_s is None:
            return
        if self._setup.silent or host_s - self._came_s > _SILENCE_S:
            self._see_time(now_s)

    def _session_s(self, host_s: float) -> float | None:
        """What the computer's clock says; None where a source at a pace of its own may lag."""
        time = self._opening.time
        return time.session_s(host_s) if self._setup.silent or time.pace == 1.0 else None

    def _look(self) -> None:
        """Take the new standing, and tell it if anything but the time has changed."""
        self.standing = self._stands()
        self.showing.draws_raw = self.standing.stage is Stage.CHECK or bool(self.standing.knobs)
        last = self._told
        if last is not None and _settled(self.standing) == _settled(last):
            waited_s = abs(self.standing.now_s - last.now_s)
            if waited_s < _RUNNING_S or _timeless(self.standing) == _timeless(last):
                return
        self._told = self.standing
        self.tell(self.standing)

    def _stands(self) -> Standing:
        return replace(
            self._coach.standing(self._seen_s),
            session=self._session,
            door=self._setup.door,
            recording=self._recording,
            knobs=self.knobs.standings(),
        )

    def _mind_recording(self) -> None:
        problem = self._opening.recorder.problem
        if problem is not None and self._recording.ok:
            self._recording = RecordingStanding(False, str(problem))
            self.tell(Remark(self._seen_s, Level.ERROR, str(problem)))
            self._look()

    def _mind_sets(self, reached_s: float) -> None:
        due = [over for over in self._sets if reached_s > over.at_s + _SET_READY_S]
        if due:
            self._sets = [over for over in self._sets if over not in due]
            for over in due:
                self._tell_set(over)

    def _tell_set(self, over: SetOver) -> None:
        measures = self._opening.analyser.measures(over.set)
        self.tell(SetMeasures(over.at_s, over.set, over.success, measures))


def _timeless(standing: Standing) -> Standing:
    """What of a standing is told anew when it changes: frames carry the rest."""
    return replace(standing, now_s=0.0, held_s=0.0, above=False)


def _settled(standing: Standing) -> Standing:
    """What of a standing is told anew at once; results of a running trial grow all the time."""
    calibration = replace(standing.calibration, trials=())
    return replace(_timeless(standing), calibration=calibration, electrodes=())
