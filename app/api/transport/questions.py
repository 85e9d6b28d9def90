"""Questions that were understood before: who asks one again is answered without routing, parameters and names.

What is kept is no answer, but how to answer: the route that answers a question for the first time leaves it here. It is
asked of the store and the index as they are now. What it took from the store to understand it (whom a name means) holds
until anything is written.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

from anyio import to_thread
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.transport.representations import tag_of_body
from app.caches import Cache
from app.errors import AppError
from app.services import Services

_ROOM = 10_000_000  # bytes
_SIZE = 10_000  # bytes: about what a question takes, with what was understood
_LONG = 500  # bytes: what is longer is not asked again soon
_LEFT = "attache.question"

Asked = tuple[Any, ...]


def nothing() -> bool:
    """What is understood of a question that needs nothing from the store to be understood."""
    return True


class NotAtHandError(Exception):
    """What is mostly quick to answer is not this time."""


class Question(NamedTuple):
    """How a request is answered: `understand` reads what holds until anything is written, `answer` makes the answer.

    What is `quick` to answer takes a millisecond or two; so does what is `easy` to understand. When `answer` raises
    `NotAtHandError`, `patiently` makes the same answer; then it does so wherever there is time.
    """

    answer: Callable[[Any], Response]
    understand: Callable[[], Any] = nothing
    quick: bool = True
    easy: bool = True
    patiently: Callable[[Any], Response] | None = None


def settled(make: Callable[[], Response], easy: bool = True) -> Question:
    """The question whose answer depends on the store alone: all of it is made as soon as it is understood."""
    return Question(_as_made, partial(_tagged, make), easy=easy)


class _Kept(NamedTuple):
    """A question; `route` is what figures name it by."""

    question: Question
    route: Any


async def answer_question(request: Request, question: Question, again: bool = True) -> Response:
    """Answer, and leave the question to those who will ask the same, if it may be `again`; raises what it raises."""
    if question.easy and question.quick:
        understood = question.understand()
        response = await _answer(question, understood)
    else:
        understood, response = await to_thread.run_sync(_understood_and_answered, question)
    if again:
        request.scope[_LEFT] = question, understood
    return response


def ask_again(app: ASGIApp) -> ASGIApp:
    """Answer the questions that are known; whatever goes wrong with one is for the long way to tell."""
    questions = _Questions()

    async def asking(scope: Scope, receive: Receive, send: Send) -> None:
        key = asked_by(scope) if scope["type"] == "http" else None
        kept = questions.find(key, scope["app"].state) if key else None
        version = questions.version
        response = await questions.ask(key, kept.question) if key and kept else None
        if kept and response:
            scope["route"] = kept.route
            await response(scope, receive, send)
            return
        try:
            await app(scope, receive, send)
        finally:  # also when who asked has the answer already
            if key and _LEFT in scope:
                question, understood = scope[_LEFT]
                questions.keep(key, _Kept(question, scope.get("route")), understood, version)

    return asking


def asked_by(scope: Scope) -> Asked | None:
    """What an answer depends on beside the state; None for what shows a key, or does not read.

    That is path, query and `Accept`, the day (`last:30d`), and the address that links start with.
    """
    if scope["method"] != "GET":
        return None
    host, accept = b"", b""
    for name, value in scope["headers"]:
        if name == b"host":
            host += b"," + value
        elif name == b"accept":
            accept += b"," + value
        elif name == b"authorization":
            return None
    address = scope["scheme"], host, tuple(scope.get("server") or ()), scope.get("root_path")
    return scope["path"], scope["query_string"], accept, datetime.now(UTC).date(), *address


class _Questions:
    """Questions, and what was understood of them in one version of the store."""

    def __init__(self) -> None:
        self._kept = Cache(_ROOM)
        self._understood = Cache(_ROOM)
        self._services: Services | None = None
        self.version: int | None = None

    def find(self, key: Asked, state: State) -> _Kept | None:
        """The question, if it was asked of these services before; what was understood of another version is dropped."""
        if state.services is not self._services:
            self._kept.forget()
            self._services, self.version = state.services, None
        version = state.version()
        if version != self.version:
            self._understood.forget()
            self.version = version
        kept: _Kept | None = self._kept.get(key)
        return kept

    def keep(self, key: Asked, kept: _Kept, understood: Any, version: int | None) -> None:
        """Keep a question, unless it is too long to come again soon, and what was understood of it since a version."""
        if len(query := key[1]) <= _LONG:
            self._kept.put(key, kept, _SIZE + len(query))
            self._keep_understood(key, understood, version)

    async def ask(self, key: Asked, question: Question) -> Response | None:
        """The answer as it is now; None when there is none."""
        try:
            return await _answer(question, self._understood.get(key) or await self._understand(key, question))
        except AppError:
            return None

    async def _understand(self, key: Asked, question: Question) -> Any:
        version = self.version
        understood = question.understand() if question.easy else await to_thread.run_sync(question.understand)
        self._keep_understood(key, understood, version)
        return understood

    def _keep_understood(self, key: Asked, understood: Any, version: int | None) -> None:
        if version == self.version:
            made = len(understood.body) if isinstance(understood, Response) else 0
            self._understood.put(key, understood, _SIZE + made)


def _understood_and_answered(question: Question) -> tuple[Any, Response]:
    understood = question.understand()
    return understood, (question.patiently or question.answer)(understood)


async def _answer(question: Question, understood: Any) -> Response:
    """The answer, in a thread unless it is made at once."""
    if question.quick:
        try:
            return question.answer(understood)
        except NotAtHandError:
            pass
    return await to_thread.run_sync(question.patiently or question.answer, understood)


def _as_made(response: Response) -> Response:
    return response


def _tagged(make: Callable[[], Response]) -> Response:
    response = make()
    response.headers.setdefault("ETag", tag_of_body(response.headers["Content-Type"], bytes(response.body)))
    return response
