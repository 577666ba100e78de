"""What is possible with common kits: live, through LSL, by files, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

STATEMENT = (
    "From documentation of makers and projects and common knowledge; not tried with the kit."
)
"""To be said wherever the table is shown."""


class Way(StrEnum):
    """How a kit's data get here."""

    LIVE = "live (BrainFlow)"
    LSL = "live (through LSL)"
    FILE = "files"
    NONE = "not yet"


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit, the best way to use it today, what to do, and what to mind."""

    name: str
    way: Way
    note: str
    address: str = ""


KITS: tuple[Kit, ...] = (
    Kit(
        "OpenBCI Cyton",
        Way.LIVE,
        "250 Hz: shows when and how strongly, but is too slow for spectral measures",
        "brainflow:cyton?serial_port=PORT",
    ),
    Kit(
        "OpenBCI Ganglion",
        Way.LIVE,
        "200 Hz: shows when and how strongly, but is too slow for spectral measures",
        "brainflow:ganglion_native",
    ),
    Kit("OpenBCI Galea", Way.LIVE, "250 Hz, facial EMG channels", "brainflow:galea"),
    Kit(
        "OYMotion gForcePro armband",
        Way.LIVE,
        "500 Hz, 8 channels around the forearm (Windows)",
        "brainflow:gforce_pro",
    ),
    Kit(
        "Mentalab Explore",
        Way.LIVE,
        "250 Hz, 4 or 8 ExG channels; its own program also publishes LSL",
        "brainflow:explore_8_chan",
    ),
    Kit(
        "ANT Neuro eego",
        Way.LIVE,
        "bipolar EMG inputs on some models (Windows, Linux)",
        "brainflow:ant_neuro_ee_410",
    ),
    Kit(
        "Muse headband",
        Way.LIVE,
        "256 Hz EEG of the forehead and ears; no muscles of the body",
        "brainflow:muse_2",
    ),
    Kit(
        "PLUX biosignalsplux, BITalino",
        Way.LSL,
        "switch on LSL in OpenSignals; it also writes text files",
        "lsl:OpenSignals",
    ),
    Kit(
        "Shimmer3 EMG",
        Way.LSL,
        "switch on LSL in Consensys Pro; Consensys also exports CSV",
        "lsl:NAME",
    ),
    Kit(
        "BIOPAC MP150/MP160",
        Way.FILE,
        "export text from AcqKnowledge",
    ),
    Kit(
        "Delsys Trigno",
        Way.FILE,
        "export CSV or C3D; live needs Delsys's own licence key, or a bridge of others to LSL",
    ),
    Kit("Noraxon Ultium, DTS", Way.FILE, "export C3D or CSV from myoRESEARCH"),
    Kit("Cometa Mini Wave, Pico", Way.FILE, "export C3D or text from the maker's program"),
    Kit(
        "OT Bioelettronica Quattrocento, Muovi",
        Way.FILE,
        "export CSV from OT BioLab+; live needs a bridge of your own from its TCP stream",
    ),
    Kit("mTrigger", Way.NONE, "its app shows the signal; no open raw stream or export is known"),
    Kit(
        "Thalmic Myo armband",
        Way.LSL,
        "no longer sold; programs of others publish its 8 channels at 200 Hz",
        "lsl:NAME",
    ),
    Kit("Polar, Garmin and other watches", Way.NONE, "they measure no muscle activity"),
    Kit("A phone's sensors", Way.LSL, "motion only; apps of others publish them", "lsl:NAME"),
    Kit("Any program that speaks LSL", Way.LSL, "lab streaming layer", "lsl:NAME"),
)
