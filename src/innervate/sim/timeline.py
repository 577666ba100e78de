"""Which form the athlete is in, macro-block by macro-block, as knobs are turned."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from innervate.sim.performance import Form

CONTROL_HZ = 100
"""Ticks of the control loop in a second."""
BLOCK_TICKS = 10
"""Control ticks in a macro-block, the step in which the simulation goes on."""
BLOCKS_HZ = CONTROL_HZ // BLOCK_TICKS


@dataclass(slots=True)
class Timeline:
    """The forms in force, each from a macro-block on; the first one from the beginning."""

    _blocks: list[int] = field(default_factory=list)
    _forms: list[Form] = field(default_factory=list)

    @classmethod
    def of(cls, form: Form) -> Timeline:
        """One form for ever."""
        return cls([0], [form])

    @property
    def last(self) -> Form:
        """The form turned to last."""
        return self._forms[-1]

    @property
    def turned(self) -> bool:
        """Whether there is more than one form."""
        return len(self._forms) > 1

    def turn(self, block: int, form: Form) -> None:
        """From this macro-block on it is another form; later turns are forgotten."""
        while len(self._blocks) > 1 and self._blocks[-1] >= block:
            self._blocks.pop()
            self._forms.pop()
        if block <= 0:
            self._forms[-1] = form
        elif form != self._forms[-1]:
            self._blocks.append(block)
            self._forms.append(form)

    def at_block(self, block: int) -> Form:
        """The form in force in a macro-block."""
        return self._forms[max(bisect_right(self._blocks, block) - 1, 0)]

    def at_s(self, second: float) -> Form:
        """The form in force at a session second."""
        return self.at_block(int(second * BLOCKS_HZ + 1e-9))

    def spans(self, first: int, last: int) -> Iterator[tuple[int, int, Form]]:
        """Macro-blocks [first, last) in stretches of one form: first, last, form."""
        while first < last:
            index = max(bisect_right(self._blocks, first) - 1, 0)
            further = self._blocks[index + 1] if index + 1 < len(self._blocks) else last
            yield first, min(further, last), self._forms[index]
            first = min(further, last)
