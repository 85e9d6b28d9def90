"""The log of a process, on standard error: stdlib logging, written by structlog for people or for machines.

What is logged in the course of a request bears its `request_id`.
"""

import logging
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Literal

import orjson

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered."""


def configure(form: Literal["console", "json"]) -> None:
    """Write everything that is logged in this process as `form`: lines to read, or a JSON object a line."""
    import structlog  # noqa: PLC0415  (a process that logs nothing need not load it)

    first: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper("iso"),
        structlog.stdlib.ExtraAdder(),
        _add_request_id,
    ]
    plain = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
    )
    last: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_dumps)] if form == "json" else [plain]
    )
    handler = logging.StreamHandler()
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=first, processors=[remove, *last]))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for ours in ("app", "attache"):
        logging.getLogger(ours).setLevel(logging.INFO)


def _add_request_id(_logger: Any, _method: str, event: "EventDict") -> "EventDict":
    known = request_id.get()
    if known is not None:
        event["request_id"] = known
    return event


def _dumps(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()
