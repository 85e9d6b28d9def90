"""The supervisor starts anew what ends, gives up where that cannot help, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from app import supervisor

FOREVER = "import time; time.sleep(60)"
SUPERVISE = """
import sys
from app import supervisor
code = supervisor.supervise({"one": [sys.executable, "-c", sys.argv[1]]}, lambda: None)
sys.exit(code)
"""

INTERRUPTED = """
import signal, sys
from app import supervisor

def interrupted_at(number):
    left, ticking = number, False

    def trace(frame, event, _):
        nonlocal left
        left -= ticking and event == "line"
        if left == 0:
            signal.raise_signal(signal.SIGTERM)
        return trace

    def tick():
        nonlocal ticking
        ticking = True

    sys.settrace(trace)
    try:
        return supervisor.supervise({}, tick)
    finally:
        sys.settrace(None)

supervisor._TICK = 0.001
sys.exit(any([interrupted_at(number) for number in range(1, 40)]))
"""


def start(program: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SUPERVISE, program], stderr=stderr)


def lines(path: Path, wanted: int) -> list[int]:
    """The numbers in a file, once there are as many as wanted."""
    for _ in range(200):
        if path.exists() and len(found := path.read_text("utf-8").split()) >= wanted:
            return [int(each) for each in found]
        time.sleep(0.05)
    raise TimeoutError(f"{path} never held {wanted} lines")


def ended(pid: int) -> bool:
    """Whether a process is gone, or will be within some seconds."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_what_ends_is_started_anew(tmp_path: Path) -> None:
    log = tmp_path / "pids"
    running = start(f"import os; print(os.getpid(), file=open({str(log)!r}, 'a'))")
    assert len(set(lines(log, 3))) >= 3
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=15) == 0


def test_it_ends_at_whatever_line_it_is_told_to() -> None:
    assert subprocess.run([sys.executable, "-c", INTERRUPTED], timeout=60, check=False).returncode == 0


def test_what_cannot_be_helped_is_given_up() -> None:
    running = start(f"raise SystemExit({supervisor.GIVE_UP})", subprocess.PIPE)
    _, said = running.communicate(timeout=15)
    assert (running.returncode, said) == (supervisor.GIVE_UP, b"")


def test_children_end_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    log = tmp_path / "pids"
    running = start(
        f"import os; from app.supervisor import die_with_parent; die_with_parent(); "
        f"print(os.getpid(), file=open({str(log)!r}, 'a')); {FOREVER}"
    )
    child = lines(log, 1)[0]
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert ended(child)
