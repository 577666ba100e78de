"""What the benchmarks share: work in processes of their own, tables, and their page in the docs."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "benchmarks.md"
_HEAD: Final = """# Benchmarks

How fast the chain is and how much memory it takes, beside a bare scipy script and other
libraries. The figures of each section come from one run of the script that it names; run them
again with `--write` to renew the section. Other machines give other figures: compare the ratios.
"""


def child(module: str, *arguments: str, python: str = sys.executable) -> dict[str, Any]:
    """Run a module of this folder in a process of its own; return the JSON that it prints last.

    Numerical libraries are kept to one thread, so that CPU time is the time that one core needs.
    """
    single = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
    done = subprocess.run(
        [python, "-W", "ignore", "-m", module, *arguments],
        cwd=ROOT,
        env=os.environ | single,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return {"problem": last[:160]}
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def peak_mb() -> float:
    """The most memory that this process has held at a time.

    Of this program alone: what the process held before it became this program does not count.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024.0
    raise RuntimeError("this benchmark needs Linux to tell peak memory")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A markdown table; all columns but the first are aligned to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine(*packages: str) -> str:
    """What the figures were measured on, in one line."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8"))
        model = found[1].strip() if found else model
    versions = ", ".join(f"{package} {_version(package)}" for package in packages)
    python = f"Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {platform.system()}; {python}, {versions}."


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


def write_section(title: str, text: str) -> None:
    """Put a section into the page of the docs, in place of the one of this title."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else _HEAD
    section = f"## {title}\n\n{text.strip()}\n"
    pattern = re.compile(rf"## {re.escape(title)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if pattern.search(page):
        page = pattern.sub(lambda _: section + "\n", page)
    else:
        page = f"{page.rstrip()}\n\n{section}"
    PAGE.write_text(page.rstrip() + "\n", encoding="utf-8")
