"""Publishes derived streams, cues and events to the local network by LSL, when asked to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import numpy as np

from innervate.core.clock import Clock
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.stream import Block, StreamSpec
from innervate.devices._lsl_describe import OWN_SOURCE, SIMULATED
from innervate.devices._lsl_link import load_pylsl
from innervate.devices._origin import host_clock_s

WARNING = (
    "Publishing is on: every computer on the local network can read the streams and events of "
    "this session, unencrypted. Switch it off on networks that you do not trust."
)
"""To be shown wherever publishing is switched on."""

_BUFFER_S = 60
_NOT_PUBLISHED = frozenset({EventKind.FIT})


class Publisher:
    """LSL outlets for streams and events; nothing is published unless one of these is made.

    Every stream becomes an outlet ``innervate STREAM`` of float64 in the units of its spec, with
    labels, units, muscles and sides in its description; what was simulated carries SIMULATED in
    its name. Events become an outlet ``innervate events`` of text (``kind: label``). Time stamps
    are those of the phenomenon on this computer's LSL clock.

    Args:
        specs: the streams to publish.
        origin_s: the host-clock second that is session second 0.

    Raises `InputError` where two streams would have one name.
    """

    def __init__(self, specs: Iterable[StreamSpec], origin_s: float) -> None:
        pylsl = load_pylsl()
        specs = tuple(specs)
        self._zero_s = float(pylsl.local_clock()) - (host_clock_s() - origin_s)
        self._id = uuid4().hex[:12]
        if len({spec.id for spec in specs}) < len(specs):
            raise InputError("two streams to publish have one name")
        self._outlets: dict[str, Any] = {spec.id: self._outlet(pylsl, spec) for spec in specs}
        name = "innervate events"
        if any(spec.simulated for spec in specs):
            name += f" {SIMULATED}"
        info = pylsl.StreamInfo(
            name, "Markers", 1, 0.0, pylsl.cf_string, f"{OWN_SOURCE}{self._id}:events"
        )
        self._events: Any = pylsl.StreamOutlet(info, 0, _BUFFER_S)

    @property
    def streams(self) -> tuple[str, ...]:
        """The ids of the published streams."""
        return tuple(self._outlets)

    def push(self, block: Block, clock: Clock) -> None:
        """Publish a block; one of a stream that is not published is passed over.

        `clock` maps the device seconds of the block's clock to session seconds. Lost samples
        show as a jump of the time stamps, samples that were not measured as NaN.
        """
        outlet = self._outlets.get(block.spec.id)
        if outlet is None or not len(block):
            return
        time_s = block.time_s
        if time_s is None:
            numbers = np.arange(block.start, block.stop, dtype=np.float64)
            time_s = clock.session_times_s(numbers / block.spec.regular_rate_hz)
        outlet.push_chunk(block.data, (time_s + self._zero_s).tolist())

    def tell(self, event: Event) -> None:
        """Publish an event; fits stay private."""
        if event.kind in _NOT_PUBLISHED or self._events is None:
            return
        text = f"{event.kind}: {event.label}" if event.label else str(event.kind)
        self._events.push_sample([text], event.at_s + self._zero_s)

    def close(self) -> None:
        """Take the outlets off the network; may be called twice."""
        self._outlets = {}
        self._events = None

    def _outlet(self, pylsl: Any, spec: StreamSpec) -> Any:
        name = f"innervate {spec.id}" + (f" {SIMULATED}" if spec.simulated else "")
        kinds = {str(channel.kind) for channel in spec.channels}
        info = pylsl.StreamInfo(
            name,
            kinds.pop().upper() if len(kinds) == 1 else "Mixed",
            len(spec.channels),
            spec.rate_hz or 0.0,
            pylsl.cf_double64,
            f"{OWN_SOURCE}{self._id}:{spec.id}",
        )
        info.desc().append_child_value("simulated", "1" if spec.simulated else "0")
        described = info.desc().append_child("channels")
        for channel in spec.channels:
            one = described.append_child("channel")
            one.append_child_value("label", channel.name)
            one.append_child_value("unit", channel.unit)
            one.append_child_value("type", str(channel.kind))
            if channel.muscle:
                one.append_child_value("muscle", channel.muscle)
            if channel.side:
                one.append_child_value("side", str(channel.side))
        return pylsl.StreamOutlet(info, 0, _BUFFER_S)
