"""The log of a process, on standard error: stdlib logging, written for people (by structlog) or for machines.

What is logged in the course of a request bears its `request_id`.
"""

import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TextIO

import orjson

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered."""

_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime"}


def configure(form: Literal["console", "json"]) -> None:
    """Write everything that is logged in this process as `form`: lines to read, or a JSON object a line."""
    _leave_out_unused()
    handler = _Objects() if form == "json" else logging.StreamHandler()
    if form == "console":
        handler.setFormatter(_lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for ours in ("app", "attache"):
        logging.getLogger(ours).setLevel(logging.INFO)


def _leave_out_unused() -> None:
    """Look up neither threads, processes nor lines of source for a record: no form tells them (Logging HOWTO)."""
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def tell(logger: logging.Logger, event: str, **facts: object) -> None:
    """Log an event at the level INFO. Where that is written as an object, and nobody else listens, no record is made:
    every request is told so, and a record takes several times as long as its line.
    """
    if logger.isEnabledFor(logging.INFO):
        first, *others = logging.root.handlers or (None,)
        if isinstance(first, _Objects) and not others:
            first.tell(logger.name, event, facts)
        else:
            logger.info(event, extra=facts)


class _Objects(logging.StreamHandler[TextIO]):
    """Writes a JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Handler`."""
        facts = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            facts["exception"] = logging.Formatter().formatException(record.exc_info)
        level, at = record.levelname.lower(), datetime.fromtimestamp(record.created, UTC)
        return _object(at, level, record.name, record.getMessage(), facts)

    def tell(self, name: str, event: str, facts: Mapping[str, object]) -> None:
        """Write what `emit` writes of a record of the level INFO; what cannot be written is nobody's fault here."""
        try:
            self.stream.write(_object(datetime.now(UTC), "info", name, event, facts) + "\n")
            self.stream.flush()
        except OSError:
            pass


def _object(at: datetime, level: str, name: str, event: str, facts: Mapping[str, object]) -> str:
    told: dict[str, object] = {"timestamp": at, "level": level, "logger": name, "event": event, **facts}
    known = request_id.get()
    if known is not None:
        told["request_id"] = known
    return orjson.dumps(told, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS).decode()


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
