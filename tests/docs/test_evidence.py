"""The table of evidence is that of the data."""

from __future__ import annotations

import subprocess
import sys

from tests.docs._pages import ROOT


def test_the_page_is_that_of_the_rows() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "claims.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr}: run python docs/claims.py"
