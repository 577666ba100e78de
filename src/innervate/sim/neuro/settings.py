"""What all muscles of a person share: firing, noise, twitches and fatigue."""

from __future__ import annotations

from dataclasses import dataclass, fields

from innervate.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Neuromuscular:
    """The settings of the motor units; times in s, rates in Hz.

    Rates, force range, contraction times and the variation of intervals are those of Fuglevand,
    Winter & Patla 1993 (J Neurophysiol 70:2470).

    Attributes:
        lowest_rate_hz: rate at which every unit begins.
        peak_rate_hz, peak_rate_drop_hz: rate of the first unit at the maximum, and how much
            lower that of the last is.
        rise: excitation above the threshold over which a rate does most of its rise (a
            plausible setting: with it recruitment ends at the forces that `muscle_model` names).
        interval_variation: coefficient of variation of the intervals of one unit at steady drive.
        force_range: twitch force of the last unit over that of the first.
        contraction_s, contraction_range: longest time to the peak of a twitch, and how many times
            longer it is than the shortest.
        common_noise: standard deviation of the noise common to all units of a muscle, as a
            fraction of the excitation (a plausible setting, chosen for the steadiness of force).
        common_noise_hz: where the spectrum of that noise ends (below 2.5 Hz: De Luca et al. 1982,
            J Physiol 329:129).
        fatigue: how fast units tire and recover; 1 as in a healthy adult, 0 not at all.
        conduction_loss: fraction of the conduction velocity that a wholly tired unit has lost.
    """

    lowest_rate_hz: float = 8.0
    peak_rate_hz: float = 35.0
    peak_rate_drop_hz: float = 10.0
    rise: float = 0.4
    interval_variation: float = 0.15
    force_range: float = 100.0
    contraction_s: float = 0.09
    contraction_range: float = 3.0
    common_noise: float = 0.012
    common_noise_hz: float = 1.5
    fatigue: float = 1.0
    conduction_loss: float = 0.3

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0.0 <= value < float("inf"):
                raise InputError(
                    f"the setting {field.name} of the motor units must not be negative",
                    found=f"{value}",
                )
        if self.lowest_rate_hz <= 0.0 or self.rise <= 0.0:
            raise InputError("the lowest rate of a motor unit and its rise must be positive")
        if self.peak_rate_hz - self.peak_rate_drop_hz < self.lowest_rate_hz:
            raise InputError(
                "the last unit's peak rate must not be below the lowest rate",
                found=f"{self.peak_rate_hz - self.peak_rate_drop_hz} Hz",
            )
        if self.interval_variation > _MOST_VARIATION:
            raise InputError(
                "intervals of motor units vary by less than a third",
                found=f"{self.interval_variation}",
            )
        if self.force_range <= 1.0 or self.contraction_range <= 1.0 or self.contraction_s <= 0.0:
            raise InputError("twitches need a range of forces and of contraction times above 1")
        if self.conduction_loss >= 1.0:
            raise InputError("a tired unit still conducts: the loss must be below 1")


_MOST_VARIATION = 1.0 / 3.0
