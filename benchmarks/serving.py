"""How fast questions are answered, beside the floor: `/healthz`, a constant answer of the same server in the same run.

    .venv/bin/python benchmarks/serving.py [ROUNDS]

Starts `attache serve` over the demo corpus in a temporary folder; one connection, one request at a time, in turn.
No answer is kept, so that each is made.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

ATTACHE = Path(sys.executable).parent / "attache"
PATHS = (
    "/healthz",
    "/articles?actor=EU",
    "/articles?actor=EU&date=2014/2016",
    "/articles?actor=(EU|NATO),-Russland",
    f"/articles?q={quote('Außenminister')}",
    "/articles?q=%22European%20Union%22",
    "/articles/2015-02-minsk-abkommen?include=text,mentions",
    "/entities/eu",
    "/articles/facets?by=actor,month&actor=EU",
    "/articles/timeline?actor=EU&interval=year",
)


def ask(connection: http.client.HTTPConnection, path: str) -> float:
    """Milliseconds until the whole answer is there."""
    started = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise SystemExit(f"{path} answers {answer.status}")
    return 1000 * (time.perf_counter() - started)


def wait(port: int) -> None:
    """Wait until the service is ready."""
    for _ in range(300):
        try:
            urlopen(f"http://127.0.0.1:{port}/readyz").close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the service does not come up")


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = {"ATTACHE_DATA_DIR": folder, "ATTACHE_PORT": str(port), "ATTACHE_ANSWER_CACHE": "0"}
        environment = {**os.environ, **own}
        subprocess.run([ATTACHE, "seed"], env=environment, check=True, stdout=subprocess.DEVNULL)
        service = subprocess.Popen([ATTACHE, "serve"], env=environment, stdout=subprocess.DEVNULL)
        try:
            wait(port)
            connection = http.client.HTTPConnection("127.0.0.1", port)
            for path in PATHS:
                ask(connection, path)
            times = {path: [ask(connection, path) for _ in range(rounds)] for path in PATHS}
        finally:
            service.terminate()
            service.wait()
    floor = statistics.median(times["/healthz"])
    print("| request | median ms | × floor |\n|---|---|---|")
    for path, each in times.items():
        print(f"| `{path}` | {statistics.median(each):.2f} | {statistics.median(each) / floor:.1f} |")


if __name__ == "__main__":
    main()
