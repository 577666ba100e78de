"""The flat score of a guided protocol, and its JSON for a player that has no server.

The JSON is the dataclasses below field by field (`to_json`); enums are their strings, tuples are
lists, an absent value is null. A player does with it what `guide.Guide` does:

1. Go to the first beat whose `gates` all hold. A gate holds if the last answer under its `label`
   fits (`says`: the answer's text is that; `at_least`, `at_most`: its number lies within; a
   question not answered fits nothing), turned round where `negated`.
2. As a beat begins, speak `say`, show `title`, `text` and `detail`, and, where `phase` is not
   empty, write the phase down. Play each of `sounds` at `at_s` seconds after the beginning:
   `say` is spoken, `count` is spoken (or beeped), `tone` plays the tone named by `tone`:
   concentric (up, in), top, eccentric (down, out), pause, count (a tick), start, stop.
   `lead_s` seconds at the beginning are a countdown.
3. The beat ends after `seconds`; where that is null, when the person goes on or answers. Of a
   beat of kind `show` the person may go on before its time. A `question` is answered by a number
   from `low` to `high` (`scale`, `number`), an option (`choice`: the value is its place from 1),
   "yes" (1) or "no" (0) (`yes_no`), or `text`. If the answer meets one of its `halts` (as gates
   are met), say its `words` (and `urgent` of the score where the halt is urgent) and end.
   Without `must` it can be skipped, and so can every other beat. A question that is asked
   again counts as not answered until it is.
4. Then go on with the next beat whose gates hold; after the last one the session is done.
5. After a pause a beat goes on where it was, or, where `grain_s` is a number, from the last
   whole `grain_s` after `lead_s` that was over; these begin with a countdown of three seconds.
6. The person can say at any moment: stop (end), pain (say `pain`, end), urgent (say `urgent`,
   end). None of these is ever refused.

What is handed back: the answers with their labels, the beats that were done with their times,
and how it ended; with `protocol`, `seed` and `chosen`, from which the score can be made again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, cast

from innervate.coach.guided.beat import Beat
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.protocol import Fact
from innervate.coach.guided.steps import Kind
from innervate.core.errors import InputError
from innervate.core.plain import Plain, from_plain, to_plain

FORMAT: Final = "innervate-score-1"


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """An evidence row as shown beside a protocol: the claim, its verdict, the honest line."""

    row: str
    claim: str
    verdict: str
    truth: str


@dataclass(frozen=True, slots=True)
class Score:
    """A protocol laid out for one session.

    Attributes:
        protocol, name, purpose: of the protocol.
        claims, facts, dose: what it rests on, and how much is done.
        stops: when to stop.
        pain, urgent: what is said at pain, and where urgent help must be got.
        eyes_closed: whether it can be done by ear alone.
        seed, chosen: what it was made with.
        beats: what is done.
        form: the name of this format.
    """

    protocol: str
    name: str
    purpose: str
    claims: tuple[ShownClaim, ...]
    facts: tuple[Fact, ...]
    dose: str
    stops: tuple[str, ...]
    pain: str
    urgent: str
    eyes_closed: bool
    seed: int
    chosen: Chosen
    beats: tuple[Beat, ...]
    form: str = FORMAT

    @property
    def seconds(self) -> float:
        """The time of all beats that have one; what waits for the person comes on top."""
        return sum(beat.seconds for beat in self.beats if beat.seconds is not None)

    @property
    def dose_s(self) -> float:
        """The same without what is only read or asked."""
        talk = (Kind.SHOW, Kind.ASK)
        return sum(beat.seconds or 0.0 for beat in self.beats if beat.kind not in talk)

    def to_json(self) -> str:
        """The score as JSON text."""
        return json.dumps(to_plain(self), ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Score:
        """Read what `to_json` wrote; raises `InputError` where it is something else."""
        try:
            plain = cast("Plain", json.loads(text))
        except ValueError as error:
            raise InputError("this is not the score of a session", found=str(error)) from error
        form = plain.get("form") if isinstance(plain, dict) else None
        if form != FORMAT:
            raise InputError(
                "this is not a score that can be played",
                found=repr(form),
                fix=f"make it again with this version, which writes {FORMAT}",
            )
        return from_plain(cls, plain)
