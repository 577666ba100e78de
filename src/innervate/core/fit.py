"""What was learned from data: stated, stored and re-applied exactly."""

from __future__ import annotations

import json
from dataclasses import dataclass

from innervate.core.errors import InputError
from innervate.core.plain import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class FitParameter:
    """One learned parameter: a value per channel, or one value for all."""

    name: str
    values: tuple[float, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class FitInterval:
    """Where in which recording a fit was learned."""

    recording: str
    start_s: float
    stop_s: float
    name: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Learned parameters of one step.

    Attributes:
        step: plug-in name of the step.
        version: version of the step.
        stream: id of the step's output stream.
        channels: names of the channels that per-channel values belong to, in order.
        method: how it was learned, in the field's words.
        parameters: what was learned.
        intervals: the data it was learned from.
        ok, reasons: whether it may be trusted, and if not, why.
    """

    step: str
    version: int
    stream: str
    channels: tuple[str, ...]
    method: str
    parameters: tuple[FitParameter, ...]
    intervals: tuple[FitInterval, ...] = ()
    ok: bool = True
    reasons: tuple[str, ...] = ()

    def values(self, name: str) -> tuple[float, ...]:
        """The values of one parameter; raises `InputError` if the fit has none of that name."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter.values
        raise InputError(f"the fit of {self.step} has no parameter {name!r}")

    def to_json(self) -> str:
        """One line of JSON; floats are written so that they read back exactly."""
        return json.dumps(to_plain(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Fit:
        """Read what `to_json` wrote; raises `InputError` on anything else.

        >>> fit = Fit("normalise", 1, "emg/activation", ("BB",), "MVC",
        ...           (FitParameter("reference", (1e-3,), "V"),))
        >>> Fit.from_json(fit.to_json()) == fit
        True
        """
        try:
            return from_plain(cls, json.loads(text))
        except (ValueError, RecursionError) as error:
            raise InputError(
                "a stored fit cannot be read", found=repr(text[:60]), fix="learn it again"
            ) from error
