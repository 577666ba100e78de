"""Results of a player, brought into the journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from innervate.cli._keeping import counted
from innervate.cli._say import say
from innervate.coach.guided.results import read_results
from innervate.session.played import entries_of

if TYPE_CHECKING:
    from innervate.store.rows import Person
    from innervate.store.store import Store


def bring_results(store: Store, path: Path, text: str, person: Person | None, *, dry: bool) -> None:
    """Keep the answers of all sound sessions; each once, however often it is read."""
    results = read_results(text)
    for_ = f", for {person.name}" if person else ""
    say(f"{path.name}: results of a player, {counted(len(results.sessions), 'session')}{for_}.")
    for one in results.sessions:
        when = one.started_at[:16].replace("T", " ")
        say(f"  {when}  {one.protocol}  {one.why}  {counted(len(one.answers), 'answer')}")
    if results.damaged:
        say(f"{counted(len(results.damaged), 'session')} cannot be read and will be left out:")
    for broken in results.damaged:
        say(f"  session {broken.place}: {broken.why}")
    if dry:
        say("Nothing was added: this was a dry run.")
        return
    whose = person.id if person else None
    added = store.log.write(each for one in results.sessions for each in entries_of(one, whose))
    say(f"{counted(added.new, 'row')} of the journal new, {added.known:,} already there.")
