"""Every hostile request is refused with its reason, or does no harm."""

import pytest

from tests.hostile.bodies import BODIES
from tests.hostile.cases import Answer, Case, get
from tests.hostile.conftest import Server
from tests.hostile.questions import QUESTIONS
from tests.hostile.urls import URLS
from tests.hostile.wire import WIRE

REQUESTS = (*URLS, *QUESTIONS, *BODIES, *WIRE)


def check(answer: Answer, case: Case) -> None:
    """That the answer is what the case wants, and a problem where it is none that was asked for."""
    assert answer.status == case.status, answer
    assert answer.headers["access-control-allow-origin"] == "*"
    if case.status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["status"] == case.status
        told = [{**answer.json, **error} for error in answer.json.get("errors", [{}])]
        assert [each for each in told if case.says.items() <= each.items()], (case.says, answer.json)
        assert len(answer.body) < 40_000
    assert case.then is None or case.then(answer), answer


@pytest.mark.parametrize("case", REQUESTS, ids=[case.name for case in REQUESTS])
def test_a_hostile_request(server: Server, case: Case) -> None:
    check(server.ask(case.sent), case)
    assert server.ask(get("/healthz")).status == 200


def test_nothing_of_it_was_no_fault_of_the_caller(server: Server) -> None:
    """No answer was an error of ours, and the process is the one that was started."""
    assert server.process.poll() is None
    assert "Traceback" not in (server.folder / "api.log").read_text(errors="replace")
