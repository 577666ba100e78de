"""A plan as it is kept, followed event by event to where it stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from innervate.coach.programmes.after import after, until
from innervate.coach.programmes.moving import moved
from innervate.coach.programmes.plan import Plan
from innervate.coach.programmes.programme import programme
from innervate.core.errors import InputError
from innervate.store.log_rows import PlanEvent, StoredPlan
from innervate.web.given_plans import EVENT, EventGiven, MovedGiven, SaidGiven, Terms


@dataclass(frozen=True, slots=True)
class Move:
    """A session that the person moved from one day to another."""

    on: date
    to: date


@dataclass(frozen=True, slots=True)
class Followed:
    """A plan and where it stands.

    Attributes:
        stored: as it is kept.
        terms: what was agreed on.
        plan: how it stands.
        events: what happened, in the order of its days.
        moves: which sessions the person moved.
    """

    stored: StoredPlan
    terms: Terms
    plan: Plan
    events: tuple[EventGiven, ...] = ()
    moves: tuple[Move, ...] = ()

    def told(self, event: EventGiven) -> Followed:
        """The same after one more event; raises `InputError` where it cannot have happened."""
        events = (*self.events, event)
        if isinstance(event, MovedGiven):
            plan = until(self.plan, event.on)
            move = Move(plan.slot or event.on, event.to)
            return replace(
                self, plan=moved(plan, event.to), events=events, moves=(*self.moves, move)
            )
        return replace(self, plan=after(self.plan, event.event()), events=events)

    def on(self, day: date) -> Followed:
        """The same on a day; never before the last that is known."""
        return replace(self, plan=until(self.plan, max(day, self.plan.at)))


def follow(
    stored: StoredPlan,
    folder: Path | None = None,
    stop: date | None = None,
    diary: Sequence[SaidGiven] = (),
) -> Followed:
    """A kept plan after all its events in the order of their days, or after those before `stop`.

    Args:
        stored: what is kept.
        folder: programmes of one's own.
        stop: the first day that does not count.
        diary: soreness told elsewhere, which holds eccentric work back as if told here.

    Raises `InputError` where its programme is gone, or what is kept does not fit it.
    """
    terms = terms_of(stored)
    wanted = programme(stored.programme, folder)
    begun = Plan.begin(wanted, date.fromisoformat(stored.started_on), terms.weekdays)
    now = Followed(stored, terms, begun)
    felt = [one for one in diary if wanted.eccentric and one.on >= begun.begun]
    events = [one for one in (*felt, *events_of(stored)) if stop is None or one.on < stop]
    for event in sorted(events, key=lambda one: one.on):
        if event not in felt or now.on(event.on).plan.ending is None:
            now = now.told(event)
    return now


def kept(event: EventGiven) -> PlanEvent:
    """An event for the store."""
    return PlanEvent(event.on.isoformat(), event.kind, event.model_dump_json())


def events_of(stored: StoredPlan) -> tuple[EventGiven, ...]:
    """What happened to a plan, in the order in which it was told."""
    try:
        return tuple(EVENT.validate_json(one.body) for one in stored.events)
    except ValidationError as error:
        raise InputError("what is kept of a plan cannot be read", given=stored.id) from error


def terms_of(stored: StoredPlan) -> Terms:
    """What was agreed on for a plan."""
    try:
        return Terms.model_validate_json(stored.choices)
    except ValidationError as error:
        raise InputError(
            "what was agreed on for a plan cannot be read", found=stored.choices[:60]
        ) from error
