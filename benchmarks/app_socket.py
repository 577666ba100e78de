"""Many clients on one WebSocket, in a process of their own: how late frames come.

    python -m benchmarks.app_socket --port PORT --server PID --token TOKEN --clients 100

Speaks to the app and to the bare server of `benchmarks.app_bare` alike. The clients are plain
sockets in one loop, because a hundred ready-made ones would be busier than the server.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import OPEN
from websockets.uri import parse_uri

WARM_S: Final = 1.0
_ASK_EVERY_S: Final = 0.25
_PATIENCE_S: Final = 20.0
_READ: Final = 1 << 16


class _Client:
    """One connection: bytes in, messages out; answers pings."""

    def __init__(self, port: int, token: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), _PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}/api/live"))
        request = self._protocol.connect()
        request.headers["Authorization"] = f"Bearer {token}"
        self._protocol.send_request(request)
        self._flush()
        while self._protocol.state is not OPEN:
            for event in self._take():
                if isinstance(event, Response) and event.status_code != 101:
                    raise RuntimeError(f"no WebSocket: {event.status_code} {event.body!r}")
        self.socket.setblocking(False)

    def ask(self) -> None:
        """Ask for the server's clock."""
        asked = {"t": "clock", "client_ms": time.monotonic() * 1e3}
        self._protocol.send_binary(msgpack.packb(asked))
        self._flush()

    def messages(self) -> list[bytes]:
        """What has come; raises `RuntimeError` where the server has hung up."""
        return [
            bytes(event.data)
            for event in self._take()
            if isinstance(event, Frame) and event.opcode is Opcode.BINARY
        ]

    def _take(self) -> list[Any]:
        data = self.socket.recv(_READ)
        if not data:
            raise RuntimeError("the server hung up")
        self._protocol.receive_data(data)
        self._flush()
        return list(self._protocol.events_received())

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self.socket.sendall(data)


@dataclass(slots=True)
class _Heard:
    """Frames with the second at which each came, and how far the two clocks lie apart."""

    frames: list[tuple[float, bytes]] = field(default_factory=list)
    offset_s: float = 0.0
    within_s: float = float("inf")

    def take(self, at_s: float, message: bytes) -> None:
        """Put a message by; frames are read later, when nobody waits."""
        if b"\xa5frame" in message[:16]:
            self.frames.append((at_s, message))
            return
        said = msgpack.unpackb(message)
        if said["t"] == "clock" and said["server_s"] is not None:
            asked_s = said["client_ms"] / 1e3
            if (at_s - asked_s) / 2 < self.within_s:
                self.within_s = (at_s - asked_s) / 2
                self.offset_s = said["server_s"] - (asked_s + at_s) / 2


def cpu_s(pid: int) -> float:
    """The CPU time that a process and all its threads have taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def hear(port: int, server: int, token: str, clients: int, seconds: float) -> dict[str, Any]:
    """Listen with so many clients for so long; the first second does not count."""
    heard, selector = _Heard(), selectors.DefaultSelector()
    everybody = [_Client(port, token) for _ in range(clients)]
    for client in everybody:
        selector.register(client.socket, selectors.EVENT_READ, client)
    began_s, taken_s = time.monotonic(), (time.process_time(), cpu_s(server))
    warm_s, until_s, ask_s = began_s + WARM_S, began_s + WARM_S + seconds, began_s
    while (now_s := time.monotonic()) < until_s:
        if now_s >= ask_s:
            ask_s = now_s + _ASK_EVERY_S
            everybody[0].ask()
        for key, _ in selector.select(min(ask_s, until_s) - now_s):
            messages: list[bytes] = key.data.messages()
            at_s = time.monotonic()
            for message in messages:
                heard.take(at_s, message)
    wall_s = time.monotonic() - began_s
    busy = {
        "client_cpu": (time.process_time() - taken_s[0]) / wall_s,
        "server_cpu": (cpu_s(server) - taken_s[1]) / wall_s,
    }
    counted = [one for one in heard.frames if one[0] > warm_s]
    return _summed_up(counted, heard, clients, seconds) | busy


def _summed_up(
    frames: list[tuple[float, bytes]], heard: _Heard, clients: int, seconds: float
) -> dict[str, Any]:
    import numpy as np

    sent_s: dict[bytes, float] = {}
    for _, message in frames:
        if message not in sent_s:
            sent_s[message] = msgpack.unpackb(message)["stamps"][3]
    late_ms = [(at_s + heard.offset_s - sent_s[message]) * 1e3 for at_s, message in frames]
    if not late_ms:
        return {"problem": "no frame came"}
    return {
        "late_ms": [float(value) for value in np.percentile(late_ms, (50, 95, 99))],
        "within_ms": heard.within_s * 1e3,
        "frames_per_s": len(sent_s) / seconds,
        "reached": len(frames) / (len(sent_s) * clients),
        "bytes": float(np.mean([len(message) for message in sent_s])),
    }


def main() -> None:
    """Be the clients; print what they found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--server", type=int, required=True, help="the server's process")
    parser.add_argument("--token", default="")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    print(
        json.dumps(hear(given.port, given.server, given.token, given.clients, given.seconds)),
        flush=True,
    )
    os._exit(0)  # leaves the closing of the sockets to the system


if __name__ == "__main__":
    main()
