"""What all tests share."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# The streaming layer reads its configuration once: tests keep to this machine and to themselves.
_LSL = Path(tempfile.gettempdir()) / f"innervate-tests-{os.getpid()}.cfg"
_LSL.write_text(
    "[log]\nlevel = -3\n[multicast]\nResolveScope = machine\n"
    "[ports]\nMulticastPort = 26571\nBasePort = 26572\nPortRange = 400\n"
    f"[lab]\nSessionID = innervate-tests-{os.getpid()}\n"
)
os.environ["LSLAPICFG"] = str(_LSL)

# No test may fail because the machine is busy.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real recordings; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("INNERVATE_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real recordings at {folder} (set INNERVATE_TEST_DATA)")
    return folder
