"""The app as a person starts it: a process of its own, and a real browser in front of it."""

from __future__ import annotations

import io
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import FloatRect

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=user-gesture-required",
)  # fmt: skip
_URL = re.compile(r"http://127\.0\.0\.1:\d+/\?token=\S+")
Pixels = npt.NDArray[np.uint8]


def chromium() -> str:
    """Where the browser is; there must be one."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError(
        "no Chromium is installed: the browser tests need one (apt install chromium)"
    )


def free_port() -> int:
    """A port above 20000 that nobody has now."""
    for port in range(20000 + os.getpid() % 20000, 65000, 7):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")


@dataclass
class App:
    """A running app."""

    process: subprocess.Popen[str]
    url: str
    home: Path
    said: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, home: Path, *words: str, command: str = "app", port: int | None = None) -> App:
        """Run `innervate COMMAND` and wait until it says where it is."""
        port = free_port() if port is None else port
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("innervate")), command, "--no-browser",
             "--port", str(port), "--home", str(home), *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            found = _URL.search(line)
            if found:
                app = cls(process, found[0], home, said)
                threading.Thread(target=app._listen, args=(process.stdout,), daemon=True).start()
                return app
        raise RuntimeError(f"the app did not start: {''.join(said)}")

    def _listen(self, stream: IO[str]) -> None:
        with stream:
            self.said.extend(stream)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        """The port that it listens on."""
        port = urlsplit(self.url).port
        assert port is not None
        return port

    @property
    def token(self) -> str:
        """The token of this launch."""
        return parse_qs(urlsplit(self.url).query)["token"][0]

    def client(self) -> httpx.Client:
        """A client that may ask."""
        headers = {"Authorization": f"Bearer {self.token}", "Origin": self.origin}
        return httpx.Client(base_url=self.origin, headers=headers, timeout=60.0)

    def crash(self) -> None:
        """Die as a machine does whose cable is pulled."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """End it as Ctrl-C does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"the app did not end: {''.join(self.said[-20:])}") from None


def pixels(png: bytes) -> Pixels:
    """A screenshot as rows x columns x RGB."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"), dtype=np.uint8)


def around(boxes: Sequence[FloatRect]) -> FloatRect:
    """The smallest box of whole pixels around others."""
    left, top = (math.floor(max(min(box[side] for box in boxes), 0)) for side in ("x", "y"))
    right = math.ceil(max(box["x"] + box["width"] for box in boxes))
    bottom = math.ceil(max(box["y"] + box["height"] for box in boxes))
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def cut(screen: Pixels, box: FloatRect, within: FloatRect) -> Pixels:
    """The pixels of a box, from a picture of the part of the screen that is `within`."""
    left, top = round(box["x"] - within["x"]), round(box["y"] - within["y"])
    right, bottom = round(left + box["width"]), round(top + box["height"])
    part = screen[max(top, 0) : bottom, max(left, 0) : right]
    assert part.size, box
    return part


def changed(one: Pixels, other: Pixels) -> float:
    """The share of pixels that differ visibly between two pictures of one size."""
    assert one.shape == other.shape
    far = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2)
    return float((far > 24).mean())


def share_of(picture: Pixels, colours: Sequence[str], within: int) -> float:
    """The share of pixels within so much (per channel) of one of these ``#rrggbb`` colours."""
    flat = picture.reshape(-1, 3).astype(np.int16)
    hit = np.zeros(len(flat), dtype=np.bool_)
    for colour in colours:
        wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.int16)
        hit |= np.abs(flat - wanted).max(axis=1) <= within
    return float(hit.mean())
