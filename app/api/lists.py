"""Lists: `{data, meta, links}`, and their paging by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from app.api.parameters.filters import DEFAULT_LIMIT, MAX_LIMIT, MAX_ROW, MAX_STREAM
from app.api.parameters.params import Reader, integer
from app.api.transport.links import Pairs, link
from app.api.transport.responses import json_response
from app.domain.queries import Window


@dataclass(frozen=True)
class NumberedPage:
    """A page of a list that pages by number, from 1; without a limit it holds all."""

    limit: int | None
    number: int

    @property
    def offset(self) -> int:
        """The rows before it."""
        return (self.limit or 0) * (self.number - 1)

    @property
    def window(self) -> Window:
        """The same, as a part of an answer."""
        return Window(self.limit, self.offset)

    def links(self, base: str, path: str, pairs: Pairs, total: int) -> dict[str, str | None]:
        """The page itself and the next one, in a list of `total` rows."""
        sized = [*pairs, *([("limit", str(self.limit))] if self.limit != DEFAULT_LIMIT else [])]
        here = [*sized, *([("page", str(self.number))] if self.number > 1 else [])]
        more = self.limit and self.offset + self.limit < min(total, MAX_ROW)
        following = link(base, path, [*sized, ("page", str(self.number + 1))]) if more else None
        return {"self": link(base, path, here), "next": following}


def read_page(reader: Reader, stream: bool = False) -> NumberedPage:
    """`limit` and `page`; a stream takes any limit and has none unless told."""
    limit = reader.one("limit", integer(0, MAX_STREAM if stream else MAX_LIMIT), None if stream else DEFAULT_LIMIT)
    if limit is None and "page" in reader.values and "limit" not in reader.values:
        reader.flaw("limit", "required", "A part of a stream needs its limit.")
    return NumberedPage(limit, reader.one("page", integer(1, max(1, MAX_ROW // (limit or 1))), 1))


def list_response(
    data: Sequence[Mapping[str, Any]],
    meta: Mapping[str, Any],
    links: Mapping[str, str | None],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page of a list; its next page stands in the body and in the header `Link` (RFC 8288)."""
    return json_response(list_shape(data, meta, links), headers={**next_link(links), **(headers or {})})


def list_shape(
    data: Sequence[Mapping[str, Any]], meta: Mapping[str, Any], links: Mapping[str, str | None]
) -> dict[str, Any]:
    """The body of a page of a list."""
    return {"data": data, "meta": {"total": meta["total"], "total_relation": "eq", **meta}, "links": links}


def next_link(links: Mapping[str, str | None]) -> dict[str, str]:
    """The header that leads to the next page, if there is one."""
    return {"Link": f'<{links["next"]}>; rel="next"'} if links["next"] else {}
