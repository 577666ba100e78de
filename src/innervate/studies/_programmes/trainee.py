"""The virtual athlete in a programme: what each session changes, and what is true on a day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from innervate.coach.programmes.doses import Block, Effort
from innervate.sim.draws import Draws
from innervate.sim.mind.day import Day, skill_of
from innervate.sim.mind.learning import Learned, practised, rested
from innervate.sim.mind.person import Person
from innervate.sim.mind.soreness import Bout, Sore, sore_at
from innervate.sim.mind.strength import Imagery, after_imagery, trained, untrained

IMAGERY = frozenset({"clark2014", "imagery_general", "imagery_between_sets"})
_DAY_H, _MORNING_H, _SESSION_H = 24.0, 8.0, 9.0
_HARD_LOAD = 40.0
_USUAL_FEEDBACK = 50.0


@dataclass(frozen=True, slots=True)
class Trainee:
    """What practice has made of a person so far.

    Attributes:
        person: the traits.
        learned: what is learned.
        strength: factor on the start's, without soreness.
        best: the most that was ever learned, to tell what is kept.
        bouts: the eccentric work so far.
        learns: whether practice changes anything; without it nothing ever does but soreness.
    """

    person: Person
    learned: Learned = field(default_factory=Learned)
    strength: float = 1.0
    best: float = 0.0
    bouts: tuple[Bout, ...] = ()
    learns: bool = True

    def after(self, block: Block, day: int) -> Trainee:
        """After a block on a day.

        Loads of eccentric work are soreness doses: 40 % of the maximum is a hard first bout, a
        plausible setting.
        """
        new = self
        if block.effort is Effort.ECCENTRIC:
            dose = (block.dose.load_percent or _HARD_LOAD) / _HARD_LOAD
            new = replace(new, bouts=(*self.bouts, Bout(day * _DAY_H + _SESSION_H, dose)))
        if not self.learns:
            return new
        if block.protocol in IMAGERY:
            gain = after_imagery(1, Imagery.KINAESTHETIC)
            return replace(new, strength=self.strength * gain)
        if block.effort is Effort.MAXIMAL:
            return new
        if block.dose.load_percent is not None:
            new = replace(new, strength=trained(self.strength))
        if block.effort is Effort.ECCENTRIC:
            return new
        told = block.dose.feedback_percent
        feedback = (_USUAL_FEEDBACK if told is None else told) / 100.0
        learned = practised(self.learned, self.person.rates, feedback)
        return replace(new, learned=learned, best=max(self.best, learned.selective))

    def slept(self) -> Trainee:
        """After a night."""
        if not self.learns:
            return self
        learned = rested(self.learned, self.person.rates)
        return replace(self, learned=learned, strength=untrained(self.strength))

    def sore(self, day: int) -> Sore:
        """Strength lost and soreness felt on the morning of a day."""
        return sore_at(day * _DAY_H + _MORNING_H, self.bouts, self.person.soreness)

    @property
    def kept(self) -> float:
        """The part of the most that was ever learned that is there now; 1 before any."""
        return self.learned.selective / self.best if self.best else 1.0

    def on(self, day: int, draws: Draws) -> Day:
        """The person on a day, a good or a bad one."""
        scatter = self.person.scatter
        skill = skill_of(self.person, self.learned) + scatter.skill * draws.normal(0)
        sore = self.sore(day)
        return Day(
            day,
            self.learned,
            min(max(skill, 0.0), 1.0),
            self.strength * (1.0 - sore.loss),
            sore.felt,
            scatter.placement_mm * draws.normal(2),
        )
