"""Who watches a guided session: keeps what is told, and can be waited with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from innervate.coach.acts import Cue, Remark
from innervate.coach.standing import Stage, Standing
from innervate.session.conducted import ConductedSession
from innervate.session.frames import Ended, Frame, Layout, Message, SetMeasures

PATIENCE_S = 60.0
"""After this long a test gives up waiting: never reached when all is well."""

M = TypeVar("M")


@dataclass
class Audience:
    """A sink that remembers everything."""

    frames: list[Frame] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def frame(self, frame: Frame) -> None:
        self.threads.add(threading.current_thread().name)
        with self._news:
            self.frames.append(frame)
            self._news.notify_all()

    def told(self, message: Message) -> None:
        self.threads.add(threading.current_thread().name)
        with self._news:
            self.messages.append(message)
            self._news.notify_all()

    def of(self, kind: type[M]) -> list[M]:
        """The messages of one kind."""
        return [message for message in self.messages if isinstance(message, kind)]

    @property
    def stages(self) -> list[Stage]:
        """The stages in the order in which they came."""
        found: list[Stage] = []
        for standing in self.of(Standing):
            if standing.stage not in found[-1:]:
                found.append(standing.stage)
        return found

    @property
    def ended(self) -> Ended:
        (ended,) = self.of(Ended)
        return ended

    @property
    def remarks(self) -> list[str]:
        return [remark.text for remark in self.of(Remark)]

    @property
    def cues(self) -> list[Cue]:
        return self.of(Cue)

    @property
    def layouts(self) -> list[Layout]:
        return self.of(Layout)

    @property
    def sets(self) -> list[SetMeasures]:
        return self.of(SetMeasures)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds, which is asked for whenever something was told."""
        with self._news:
            assert self._news.wait_for(lambda: bool(condition()), PATIENCE_S), self.messages[-3:]

    def until_standing(self, condition: Callable[[Standing], object]) -> Standing:
        """Wait until a standing was told that meets a condition; the first one that does."""
        self.until(lambda: any(condition(one) for one in self.of(Standing)))
        return next(one for one in self.of(Standing) if condition(one))


def played(session: ConductedSession) -> None:
    """Run a session to its own end."""
    session.start()
    assert session.join(PATIENCE_S)
