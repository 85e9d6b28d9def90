"""Lists: `{data, meta, links}`, and their paging by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from app.api.filters import DEFAULT_LIMIT, MAX_LIMIT, MAX_ROW
from app.api.links import Pairs, link
from app.api.params import Reader, integer
from app.api.responses import json_response


@dataclass(frozen=True)
class NumberedPage:
    """A page of a list that pages by number, from 1."""

    limit: int
    number: int

    @property
    def offset(self) -> int:
        """The rows before it."""
        return self.limit * (self.number - 1)

    def links(self, base: str, path: str, pairs: Pairs, total: int) -> dict[str, str | None]:
        """The page itself and the next one, in a list of `total` rows."""
        sized = [*pairs, *([("limit", str(self.limit))] if self.limit != DEFAULT_LIMIT else [])]
        here = [*sized, *([("page", str(self.number))] if self.number > 1 else [])]
        more = self.limit > 0 and self.offset + self.limit < min(total, MAX_ROW)
        following = link(base, path, [*sized, ("page", str(self.number + 1))]) if more else None
        return {"self": link(base, path, here), "next": following}


def read_page(reader: Reader) -> NumberedPage:
    """`limit` and `page`."""
    limit = reader.one("limit", integer(0, MAX_LIMIT), DEFAULT_LIMIT)
    return NumberedPage(limit, reader.one("page", integer(1, MAX_ROW // max(1, limit)), 1))


def list_response(
    data: Sequence[Mapping[str, Any]],
    meta: Mapping[str, Any],
    links: Mapping[str, str | None],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page of a list; its next page stands in the body and in the header `Link` (RFC 8288)."""
    following = {"Link": f'<{links["next"]}>; rel="next"'} if links["next"] else {}
    whole = {"data": data, "meta": {"total": meta["total"], "total_relation": "eq", **meta}, "links": links}
    return json_response(whole, headers={**following, **(headers or {})})
