"""Load: connections that are kept open and ask one after the other; as little Python as can be between two requests.

    python -m benchmarks.http_load PORT CONNECTIONS SECONDS PATH…

prints a JSON object a path: the median in milliseconds, the answers a second, and the size of an answer.
"""

import asyncio
import json
import re
import statistics
import sys
import time
from typing import Any

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_TIMEOUT = 60.0


class _Asking(asyncio.Protocol):
    """One connection, which asks until `until`."""

    def __init__(self, request: bytes, until: float, taken: list[float]) -> None:
        self._request, self._until, self._taken = request, until, taken
        self._received, self._wanted, self._asked = b"", 0, 0.0
        self.size = 0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._received = self._received + data if self._received else data
        if not self._wanted:
            self._read_head()
        if self._wanted and len(self._received) >= self._wanted:
            self._taken.append(time.perf_counter() - self._asked)
            self.size = len(self._received)
            self._received, self._wanted = b"", 0
            if time.perf_counter() < self._until:
                self._ask()
            else:
                self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._transport.write(self._request)

    def _read_head(self) -> None:
        end = self._received.find(b"\r\n\r\n")
        if end >= 0:
            head = self._received[:end]
            if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")):
                raise SystemExit(f"{self._request!r}: {head[:40]!r} {self._received[end : end + 300]!r}")
            length = _LENGTH.search(head)
            self._wanted = end + 4 + (int(length[1]) if length else 0)


async def load(port: int, path: str, connections: int, seconds: float, headers: str = "") -> dict[str, float]:
    """Ask one path; see above."""
    loop, taken = asyncio.get_running_loop(), list[float]()
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n{headers}\r\n".encode()
    started = time.perf_counter()
    asking = [
        (await loop.create_connection(lambda: _Asking(request, started + seconds, taken), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.wait_for(asyncio.gather(*(each.ended for each in asking)), seconds + _TIMEOUT)
    elapsed = time.perf_counter() - started
    return {"ms": 1000 * statistics.median(taken), "rate": len(taken) / elapsed, "size": asking[0].size}


def main() -> None:
    """Print what was measured."""
    import uvloop  # noqa: PLC0415

    port, connections, seconds, *paths = sys.argv[1:]
    for path in paths:
        plain, _, known = path.partition("#")
        headers = f"If-None-Match: {known}\r\n" if known else ""
        measured = uvloop.run(load(int(port), plain, int(connections), float(seconds), headers))
        print(json.dumps(measured), flush=True)


if __name__ == "__main__":
    main()
