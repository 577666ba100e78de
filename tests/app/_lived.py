"""A home folder in which somebody followed a programme, as the virtual athlete lived it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.web._months import lifted, trained

from innervate.coach.programmes.programme import Followed, programme
from innervate.sim.mind.person import person
from innervate.store.store import Store
from innervate.studies._programmes.chance import Chances
from innervate.studies._programmes.life import Life, World, live
from innervate.web.choices import ChoicesFile
from innervate.web.given import Settings
from innervate.web.given_plans import DoneGiven, PlanGiven
from innervate.web.plans import Plans

PROGRAMME = "bench_connection"
_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Lived:
    """Who it was, and the last month that is over."""

    person: str
    month: str


def lived(home: Path, today: date, seed: int = 1) -> Lived:
    """Fill a home with the programme, which ended with the month before `today`."""
    end = today.replace(day=1)
    start = end - timedelta(weeks=_WEEKS)
    world = World(programme(PROGRAMME), person(seed), start, seed, Chances.none())
    life = live(world, 7 * _WEEKS)
    store = Store.open(home)
    try:
        ada = store.add_person("Ada").id
        _keep(store, ada, life, today)
    finally:
        store.close()
    ChoicesFile(home).write(Settings(person=ada))
    return Lived(ada, f"{end - timedelta(days=1):%Y-%m}")


def _keep(store: Store, ada: str, life: Life, today: date) -> None:
    plans = Plans(store)
    begun = PlanGiven(programme=PROGRAMME, start=life.plan.begun, person=ada)
    plan = plans.begin(begun, today).stored.id
    for turn, session in enumerate(life.sessions):
        found = {one.followed: one.measured for one in session.found}
        share = found[Followed.TARGET_SHARE] / 100
        kept = trained(store, ada, session.on, [share], felt=float(turn % 11), active=30 + turn)
        lifted(store, ada, session.on, 60.0 + turn % 3)
        plans.tell(plan, DoneGiven(kind="done", on=session.on, session=kept), today)
