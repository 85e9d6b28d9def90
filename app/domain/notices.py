"""Notices: what an answer says of how it read the question, so that a surprising result explains itself."""

from app.domain.frozen import Frozen


class Notice(Frozen):
    """One warning of an answer. `code` is a stable word, `suggestions` are values to use for `parameter` instead."""

    code: str
    detail: str
    parameter: str | None = None
    suggestions: tuple[str, ...] = ()
