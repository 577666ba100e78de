"""What happened to a programme as plain data, for a store or a file, and the plan from it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import cast, get_args

from innervate.coach.programmes.after import after
from innervate.coach.programmes.events import Event, Number
from innervate.coach.programmes.plan import Plan
from innervate.coach.programmes.programme import Programme
from innervate.core.errors import InputError, nearest
from innervate.core.plain import Plain, from_plain, to_plain

_KINDS = {kind.__name__.lower(): kind for kind in get_args(Event)}


def written(event: Event) -> dict[str, Plain]:
    """An event as plain data: its kind, its day, and what else it holds.

    >>> from innervate.coach.programmes.events import Missed
    >>> written(Missed(date(2026, 1, 5)))
    {'kind': 'missed', 'on': '2026-01-05'}
    """
    held = {field.name: getattr(event, field.name) for field in fields(event)}
    rest = {name: to_plain(value) for name, value in held.items() if name != "on"}
    return {"kind": type(event).__name__.lower(), "on": event.on.isoformat(), **rest}


def read(value: dict[str, Plain]) -> Event:
    """The event that was written; raises `InputError` where there is none."""
    rest = dict(value)
    kind = _KINDS.get(str(rest.pop("kind", "")))
    if kind is None:
        given = str(value.get("kind", "nothing"))
        raise InputError(
            "that is no event of a programme",
            given=given,
            fix=f"write one of {', '.join(nearest(given, _KINDS) or _KINDS)}",
        )
    try:
        on = date.fromisoformat(str(rest.pop("on", "")))
        known = {one.name: one.type for one in fields(kind)}
        made = {name: _part(str(known[name]), item) for name, item in rest.items()}
        return cast("Event", kind(on, **made))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "that does not describe an event of a programme",
            found=str(error),
            fix="write its day as 2026-01-05 and only its own fields",
        ) from error


def replayed(
    programme: Programme,
    start: date,
    events: Iterable[Event],
    weekdays: tuple[int, ...] | None = None,
) -> Plan:
    """The plan after all events in order; raises `InputError` as `after` does."""
    plan = Plan.begin(programme, start, weekdays)
    for event in events:
        plan = after(plan, event)
    return plan


def _part(kind: str, value: Plain) -> object:
    if kind.startswith("tuple"):
        return tuple(from_plain(Number, item) for item in cast("list[Plain]", value))
    if kind == "Flag":
        from innervate.coach.programmes.rules import Flag

        return Flag(str(value))
    wanted = {"bool": bool, "str": str}[kind]
    if not isinstance(value, wanted):
        raise TypeError(f"{value!r} is not a {kind}")
    return value
