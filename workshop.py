#!/usr/bin/env python3
"""Set up and run innervate from a clone, with nothing but Python 3.11 or newer.

    python3 workshop.py demo     install into .venv, then run the demo
    python3 workshop.py test     install what the tests need as well, then run every check
    python3 workshop.py lock     renew the locked versions in requirements/

What follows the word is passed on: `python3 workshop.py demo --seconds 40`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("mkdocs", "build", "--strict", "--quiet"),
    ("npm", "run", "--silent", "style"),
    ("npm", "run", "--silent", "check"),
    ("npm", "run", "--silent", "test"),
    ("pytest", "-n", "auto", "--dist", "worksteal", "-q"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: list[str]) -> int:
    """Do what the first word says and return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the reader may well run an older one
        print(f"innervate needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    word, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if word == "demo":
        install("base")
        return tool("innervate", "demo", *rest)
    if word == "test":
        install("dev")
        browser()
        return test(rest)
    if word == "lock":
        environment()
        return lock()
    print(__doc__)
    return 2


def install(level: str) -> None:
    """Create the environment and install the locked versions, unless that is done already."""
    locked = ROOT / "requirements" / f"{level}.txt"
    stamp = ENVIRONMENT / f"installed-{level}"
    wanted = locked.read_text() + (ROOT / "pyproject.toml").read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        build()
        return
    print(f"Installing into {ENVIRONMENT} (once) ...", flush=True)
    environment()
    pip("install", "--require-hashes", "-r", str(ROOT / "requirements" / "build.txt"))
    pip("install", "--require-hashes", "-r", str(locked))
    build()
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp.write_text(wanted)


def environment() -> None:
    """Create the environment unless it is there."""
    if not (BIN / "pip").exists() and not (BIN / "pip.exe").exists():
        venv.create(ENVIRONMENT, with_pip=True)


def build() -> None:
    """Build the front end where its sources have changed."""
    if tool("python", "hatch_build.py", quiet=True):
        sys.exit("The front end could not be built; why stands above.")


def browser() -> None:
    """See that there is a Chromium for the browser tests; install Debian's where that is possible.

    Where it is not, the tests that need one fail and say so.
    """
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        print("No Chromium is installed; the browser tests will fail until one is.")
        return
    print("Installing Chromium for the browser tests (once) ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (("update",), ("install", "-y", "--no-install-recommends", "chromium")):
        command = ["apt-get", "-qq", *words]
        done = subprocess.run(
            command,
            env=quiet,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            print(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
            return


def pip(*arguments: str) -> None:
    """Run pip of the environment; stop where it fails."""
    command = [str(BIN / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*command, *arguments], check=False).returncode:
        sys.exit("The installation failed; what is missing stands above.")


def tool(name: str, *arguments: str, quiet: bool = False) -> int:
    """Run a program of the environment; npm is that of its Node.js, in the front end's folder."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [str(BIN / name), *arguments]
    if name == "npm":
        command = [str(BIN / "python"), "hatch_build.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=False,
        stdout=subprocess.DEVNULL if quiet else None,
    ).returncode  # fmt: skip


def test(rest: list[str]) -> int:
    """Run every check, all of them even if one fails; with arguments, only pytest with them."""
    if rest:
        return tool("pytest", *rest)
    failed = []
    with tempfile.TemporaryDirectory() as site:
        for check in CHECKS:
            print(f"== {' '.join(check)}", flush=True)
            if tool(*check, *(("--site-dir", site) if check[0] == "mkdocs" else ())):
                failed.append(check[0])
    print(f"Failed: {', '.join(failed)}" if failed else "Every check passed.")
    return 1 if failed else 0


def lock() -> int:
    """Resolve the newest versions that fit, for every platform, with hashes."""
    pip("install", "uv")
    common = ("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes")
    quiet = ("--no-header", "--no-annotate", "--no-emit-index-url", "--upgrade", "-q")
    folder, project = "requirements", "pyproject.toml"
    return (
        tool("uv", *common, *quiet, project, "-o", f"{folder}/base.txt")
        or tool("uv", *common, *quiet, "--group", "build", "-o", f"{folder}/build.txt")
        or tool(
            "uv", *common, *quiet, project, "--group", "dev", "--all-extras",
            "-c", f"{folder}/base.txt", "-o", f"{folder}/dev.txt",
        )
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
