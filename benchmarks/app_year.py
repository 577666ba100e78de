"""A year of daily sessions in the app: how fast plans, progress and letters answer.

    python -m benchmarks.app_year            # a minute or two
    python -m benchmarks.app_year --write    # also renew docs/benchmarks.md

The store is that of `store_year`, with a programme beside it. Each address is asked five times
of the app in this process; the fastest counts. Beside it stands the time of the processor.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks._bench import machine, table, write_section
from benchmarks.store_year import fastest_ms, fill
from starlette.testclient import TestClient

from innervate.web.app import build
from innervate.web.given_plans import DoneGiven, PlanGiven
from innervate.web.house import House

TITLE: Final = "App: a year of daily sessions"
LIMIT_MS: Final = 200.0
_DAYS: Final = 365
_FIRST: Final = date(2025, 1, 1)
_TODAY: Final = _FIRST + timedelta(days=_DAYS)


def addresses(house: House, person: str) -> tuple[str, ...]:
    """What a person asks for, with a programme that was begun four weeks ago."""
    begun = _TODAY - timedelta(weeks=4)
    plan = PlanGiven(programme="imagery_clark", start=begun, person=person)
    one = house.plans.begin(plan, _TODAY).stored.id
    house.plans.tell(one, DoneGiven(kind="done", on=begun), _TODAY)
    asked = f"person={person}&today={_TODAY}"
    return (
        "/api/programmes",
        f"/api/plans?{asked}",
        f"/api/plans/{one}?today={_TODAY}",
        f"/api/plans/{one}/calendar?today={_TODAY}",
        f"/api/progress?{asked}",
        f"/api/letters?{asked}",
        f"/api/letters/2025-12?{asked}",
        f"/api/letters/2025-12/page?{asked}",
    )


def main() -> int:
    """Fill a store, ask the app, say what came out."""
    parser = argparse.ArgumentParser(description=TITLE)
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    parser.add_argument("--days", type=int, default=_DAYS, help="of sessions")
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        house = House.open(Path(folder) / "home")
        person, _ = fill(house.store, given.days)
        with TestClient(build(house)) as client:
            for address in addresses(house, person):
                assert client.get(address).status_code == 200, address
                wall, cpu = fastest_ms(partial(client.get, address))
                name = address.split("?")[0]
                rows.append((name, f"{wall:.0f}", f"{cpu:.0f}", wall <= LIMIT_MS))
        house.close()
    text = table(
        ("address", "ms", "processor, ms"), [(name, wall, cpu) for name, wall, cpu, _ in rows]
    )
    print(text)
    if given.write:
        write_section(TITLE, f"{machine()}\n\n{text}")
    return 0 if all(good for *_, good in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
