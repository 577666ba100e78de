"""The contract of live devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from innervate.core.source import Source


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be connected to now.

    `address` is what `Device.connect` wants; `device` the plug-in name.
    """

    device: str
    address: str
    title: str
    detail: str = ""
    simulated: bool = False


@runtime_checkable
class Device(Protocol):
    """A kind of live source; a plug-in file in `devices/` ends ``PLUGIN: type[Device] = Lsl``.

    For the contract suite it may have a ``TEST_ADDRESS`` that opens without hardware, or a
    ``rehearsal()``: a context manager that sets something up and gives its address.
    """

    TITLE: ClassVar[str]

    @classmethod
    def discover(cls, timeout_s: float) -> tuple[Found, ...]:
        """What is there now, looked for at most `timeout_s` long."""

    @classmethod
    def connect(cls, address: str) -> Source:
        """A source, not yet opened; raises `InputError` where the address makes no sense."""
