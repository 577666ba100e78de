"""From the levels found in each channel to a fit, and from a fit to the channels of a stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from innervate.core.errors import InputError, NotEnoughDataError
from innervate.core.fit import Fit, FitInterval, FitParameter
from innervate.core.stream import StreamSpec
from innervate.core.units import UNKNOWN


@dataclass(frozen=True, slots=True)
class Found:
    """The levels of one channel, one per parameter; zeros with a reason where there are none.

    `short` says that the reason is too little data.
    """

    levels: tuple[float, ...]
    reason: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Learner:
    """Who learns levels: a step by its name and version, on the channels of a stream."""

    step: str
    version: int
    spec: StreamSpec

    @property
    def unit(self) -> str:
        """The unit of the channels, if they have one in common."""
        units = {channel.unit for channel in self.spec.channels}
        return units.pop() if len(units) == 1 else UNKNOWN

    def fit(
        self,
        found: Sequence[Found],
        parameters: Sequence[tuple[str, str]],
        method: str,
        intervals: tuple[FitInterval, ...],
        least_s: float,
    ) -> Fit:
        """The fit made of what was found in each channel.

        Raises `NotEnoughDataError` where no channel has enough data.

        Args:
            found: per channel.
            parameters: names and units of the levels.
            method: how they were learned.
            intervals: from which data.
            least_s: seconds that would have been enough.
        """
        reasons = tuple(
            f"{channel.label}: {one.reason}"
            for channel, one in zip(self.spec.channels, found, strict=True)
            if one.reason
        )
        if all(one.short for one in found):
            raise NotEnoughDataError(
                f"the {self.step} step has too little data to learn from",
                found=reasons[0] if reasons else "no channel",
                fix=f"give it {least_s:.1f} s or more",
            )
        return Fit(
            step=self.step,
            version=self.version,
            stream=self.spec.derive(suffix=self.step).id,
            channels=tuple(channel.name for channel in self.spec.channels),
            method=method,
            parameters=tuple(
                FitParameter(name, tuple(one.levels[place] for one in found), unit)
                for place, (name, unit) in enumerate(parameters)
            ),
            intervals=intervals,
            ok=any(not one.reason for one in found),
            reasons=reasons,
        )

    def suited(self, fit: Fit) -> Fit:
        """A fit in the order of the stream's channels; `InputError` where it does not suit."""
        names = tuple(channel.name for channel in self.spec.channels)
        known = all(name in fit.channels for name in names)
        whole = all(len(one.values) == len(fit.channels) for one in fit.parameters)
        if (fit.step, fit.version) != (self.step, self.version) or not (known and whole):
            raise InputError(
                f"the fit does not suit the {self.step} step on stream {self.spec.id!r}",
                given=f"a fit of {fit.step} version {fit.version} for {', '.join(fit.channels)}",
                fix=f"learn it again for {', '.join(names)} (--refit)",
            )
        order = [fit.channels.index(name) for name in names]
        parameters = tuple(
            replace(parameter, values=tuple(parameter.values[place] for place in order))
            for parameter in fit.parameters
        )
        return replace(fit, channels=names, parameters=parameters)
