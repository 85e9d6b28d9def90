"""What is asked of a feed: any filter, and one of its archives."""

from dataclasses import dataclass
from datetime import date

from app.api.parameters.filters import (
    DEMANDS,
    FILTERS,
    MAX_STREAM,
    REPEATABLE,
    ArticleRequest,
    read_selection,
)
from app.api.parameters.params import Reader, integer


@dataclass(frozen=True)
class FeedRequest:
    """A feed of what `asked` selects; `archive` is a number, None for the current one."""

    asked: ArticleRequest
    archive: int | None


def read_feed_request(raw: bytes, today: date) -> FeedRequest:
    """What the query string `raw` asks for; raises `InvalidParameterError` with every flaw."""
    reader = Reader(raw, (*FILTERS, *DEMANDS, "archive"), REPEATABLE)
    asked = read_selection(reader, today)
    archive = reader.one("archive", integer(0, MAX_STREAM), None)
    if reader.values.get("sort", ["-date"]) != ["-date"]:
        reader.flaw("sort", "conflict", "A feed comes in the order of the last change: leave out sort.")
    reader.done()
    return FeedRequest(asked, archive)
