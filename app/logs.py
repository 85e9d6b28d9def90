"""The log of a process, on standard error: stdlib logging, written for people (by structlog) or for machines.

What is logged in the course of a request bears its `request_id`.
"""

import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import orjson

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered."""

_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime"}


def configure(form: Literal["console", "json"]) -> None:
    """Write everything that is logged in this process as `form`: lines to read, or a JSON object a line."""
    _leave_out_unused()
    handler = logging.StreamHandler()
    handler.setFormatter(_Objects() if form == "json" else _lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for ours in ("app", "attache"):
        logging.getLogger(ours).setLevel(logging.INFO)


def _leave_out_unused() -> None:
    """Look up neither threads, processes nor lines of source for a record: no form tells them (Logging HOWTO)."""
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


class _Objects(logging.Formatter):
    """A JSON object for each record: every request makes one, so it is made of few steps."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        event: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _STANDARD},
        }
        known = request_id.get()
        if known is not None:
            event["request_id"] = known
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(event, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS).decode()


def _lines() -> logging.Formatter:
    """Lines for people."""
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
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=first, processors=[remove, plain])


def _add_request_id(_logger: Any, _method: str, event: "EventDict") -> "EventDict":
    known = request_id.get()
    if known is not None:
        event["request_id"] = known
    return event
