"""One connection to an LSL outlet, with its clock correction measured beside the reading."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from innervate.core.errors import DeviceLostError, InputError
from innervate.devices._lsl_describe import text

_CORRECT_EVERY_S = 3.0
_OPEN_S = 5.0
_BUFFER_S = 120


def load_pylsl() -> Any:
    """The LSL library, with its chatter on standard error reduced to errors.

    A configuration that the user has made is left alone.
    """
    import pylsl

    own = (
        Path("lsl_api.cfg"),
        Path.home() / "lsl_api/lsl_api.cfg",
        Path("/etc/lsl_api/lsl_api.cfg"),
    )
    if "LSLAPICFG" not in os.environ and not any(path.exists() for path in own):
        # Does nothing once the library is in use; older libraries do not have it.
        with suppress(NotImplementedError, AttributeError):
            pylsl.set_config_content("[log]\nlevel = -2\n")
    return pylsl


class Link:
    """An open inlet; raises `DeviceLostError` where the outlet does not answer.

    Args:
        info: the resolved stream.
    """

    def __init__(self, info: Any) -> None:
        self._pylsl = load_pylsl()
        self.inlet: Any = self._pylsl.StreamInlet(info, max_buflen=_BUFFER_S, recover=False)
        try:
            self.inlet.open_stream(_OPEN_S)
            self.info: Any = self.inlet.info(_OPEN_S)
            # The first estimate takes the library about half a second; later ones are at hand.
            self.correction_s = float(self.inlet.time_correction(_OPEN_S))
        except RuntimeError as error:  # the library's timeout and loss are such
            raise DeviceLostError(
                f"the LSL stream {text(info, 'name')!r} does not answer",
                found=str(error),
                fix="check that its program is running and that no firewall is in between",
            ) from error
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._correct, daemon=True)
        self._thread.start()

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the values of a numeric stream."""
        names = ("float32", "double64", "int8", "int16", "int32", "int64")
        own = self.inlet.channel_format
        for name in names:
            if own == getattr(self._pylsl, f"cf_{name}"):
                return np.dtype("float64" if name == "double64" else name)
        raise InputError(f"the LSL stream {text(self.info, 'name')!r} is not of numbers")

    def close(self) -> None:
        """Let go; may be called twice."""
        self._stopping.set()
        self._thread.join()
        if self.inlet is not None:
            self.inlet.close_stream()
            self.inlet = None

    def _correct(self) -> None:
        while not self._stopping.wait(_CORRECT_EVERY_S):
            # A timeout may pass; a loss is found out by reading.
            with suppress(RuntimeError):
                self.correction_s = float(self.inlet.time_correction(1.0))
