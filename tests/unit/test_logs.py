"""The log as other programs read it: in a process of its own, since it takes over all logging."""

import json
import subprocess
import sys

PROGRAM = """
import logging, sys
from app import logs
logs.configure(sys.argv[1])
logs.request_id.set("r-1")
logging.getLogger("attache.x").info("hello %s", "you", extra={"status": 200})
logging.getLogger("somebody.else").info("chatter")
logging.getLogger("somebody.else").warning("line one\\nline two")
try:
    secret = "swordfish"
    1 / 0
except ZeroDivisionError:
    logging.getLogger("app.y").exception("it failed")
"""


TOLD = """
import logging, sys
from app import logs
logs.configure(sys.argv[1])
logs.request_id.set("r-1")
facts = {"status": 200, "path": "/a\\n\u00e4", "ms": 1.5}
for name in ("attache.x", "somebody.else"):
    logging.getLogger(name).info("request", extra=facts)
    logs.tell(logging.getLogger(name), "request", **facts)
heard = []
other = logging.Handler()
other.emit = heard.append
logging.getLogger().addHandler(other)
logs.tell(logging.getLogger("attache.x"), "request", **facts)
assert [(each.name, each.status) for each in heard] == [("attache.x", 200)]
"""


def log(form: str, program: str = PROGRAM) -> str:
    ran = subprocess.run([sys.executable, "-c", program, form], check=True, capture_output=True, text=True)
    assert ran.stdout == ""
    return ran.stderr


def test_json_is_an_object_a_line() -> None:
    hello, warning, failure = (json.loads(line) for line in log("json").splitlines())
    assert hello.pop("timestamp").endswith("Z")
    assert hello == {
        "event": "hello you", "level": "info", "logger": "attache.x", "status": 200, "request_id": "r-1"
    }  # fmt: skip
    assert warning["event"] == "line one\nline two"
    assert "ZeroDivisionError" in failure["exception"]
    assert failure["request_id"] == "r-1"


def test_what_is_told_is_written_as_a_record_is_and_heard_by_others() -> None:
    record, *told = (json.loads(line) for line in log("json", TOLD).splitlines())
    assert record.pop("timestamp").endswith("Z")
    assert len(told) == 2
    for each in told:
        assert list(each) == ["timestamp", *record]
        assert each.pop("timestamp").endswith("Z")
        assert each == record
    assert len([line for line in log("console", TOLD).splitlines() if "status=200" in line]) == 3


def test_console_is_for_people_and_shows_no_variables() -> None:
    said = log("console")
    assert "hello you" in said
    assert "request_id=r-1" in said
    assert "ZeroDivisionError" in said
    assert "chatter" not in said
    assert "\x1b" not in said
    assert said.count("swordfish") == said.count('secret = "swordfish"')
