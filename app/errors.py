"""Errors that a caller can cause or must hear about: small classes with a code.

`api/problems.py` alone knows which HTTP status and title a code has; the command line prints `detail`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

MAX_FLAWS = 50
"""So many are told at once; who mends those will hear of the others."""


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong: where (a URL `parameter` or a JSON Pointer into the body), and why.

    `reason` is a stable word (`unknown`, `syntax`, `range`, …); `more` holds what helps to mend it:
    `did_you_mean`, `position` (0-based code point), `expected`, `value`, `maximum` …
    """

    reason: str
    parameter: str | None = None
    pointer: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The JSON object that stands in `errors[]` of a problem (RFC 9457 extension member)."""
        place = {"parameter": self.parameter} if self.parameter is not None else {"pointer": self.pointer}
        return {**{k: v for k, v in place.items() if v is not None}, "reason": self.reason, **self.more}


class AppError(Exception):
    """The parent of all: `code` names the kind of problem, `detail` says in a sentence what happened."""

    code: ClassVar[str] = "internal"

    def __init__(self, detail: str, *flaws: Flaw, **more: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.flaws = flaws
        self.more = more


class InvalidParameterError(AppError):
    """Something in the URL is wrong."""

    code = "invalid-parameter"


class CursorInvalidError(InvalidParameterError):
    """A cursor that is damaged, or that another query gave."""

    code = "cursor-invalid"


class QueryTooCostlyError(InvalidParameterError):
    """A question that could be answered, but not at a price that others would like to pay."""

    code = "query-too-costly"


class InvalidBodyError(AppError):
    """A body or a file was understood as a format, but what it says is wrong."""

    code = "invalid-body"


class PayloadTooLargeError(AppError):
    """More bytes than are taken."""

    code = "payload-too-large"


class UnsupportedMediaTypeError(AppError):
    """A body or file of a kind that is not read."""

    code = "unsupported-media-type"


class NotAcceptableError(AppError):
    """No format that the caller accepts is served here."""

    code = "not-acceptable"


class NotFoundError(AppError):
    """Nothing has, or had, this name."""

    code = "not-found"


class GoneError(AppError):
    """It was here and was deleted."""

    code = "gone"


class ChangesExpiredError(AppError):
    """A place in the change log that is no more, or is not of this store."""

    code = "changes-expired"


class UnauthorizedError(AppError):
    """No key, or one that is not known."""

    code = "unauthorized"


class ForbiddenError(AppError):
    """A known key without the scope that this needs."""

    code = "forbidden"


class IndexUnavailableError(AppError):
    """The index cannot be read now."""

    code = "index-unavailable"


class StorageFullError(AppError):
    """The disk is too full to write safely."""

    code = "storage-full"


class IncompatibleStoreError(AppError):
    """The database was written by a newer version."""

    code = "incompatible-store"


class BusyError(AppError):
    """Somebody else holds what only one may hold (the indexer's lock, a data folder)."""

    code = "busy"
