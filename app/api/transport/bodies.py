"""Bodies: taken only in the media types that a route knows."""

from collections.abc import Collection

from starlette.datastructures import Headers

from app.api.transport.negotiation import JSON
from app.domain.strict_json import parse_json
from app.errors import UnsupportedMediaTypeError
from app.formats.readers.encodings import decode
from app.formats.readers.html import decode_page, read_page

PLAIN, HTML = "text/plain", "text/html"
_UTF_8 = frozenset({"", "utf-8", "utf8", "us-ascii"})
_OTHERS = frozenset({"utf-16", "windows-1252", "iso-8859-1", "iso-8859-15"})


def media_type(headers: Headers, accepted: Collection[str]) -> str:
    """The media type of a body; raises `UnsupportedMediaTypeError` when it is none of `accepted`, or not UTF-8."""
    kind, charset = _content_type(headers)
    if kind not in accepted or charset not in _UTF_8:
        expected = " or ".join(accepted)
        raise UnsupportedMediaTypeError(f"A body here is {expected}, in UTF-8.", accepted=sorted(accepted))
    return kind


def read_article(headers: Headers, raw: bytes) -> object:
    """The fields of an article that is sent as JSON, as plain text or as an HTML page.

    Text may be in UTF-16, Windows-1252 or ISO 8859-1 or -15 where the `charset` says so, a page also where it does so
    itself. Raises `UnsupportedMediaTypeError`, and `InvalidBodyError` for what cannot be read.
    """
    kind, charset = _content_type(headers)
    if kind not in (PLAIN, HTML) or charset not in _UTF_8 | _OTHERS:
        media_type(headers, (JSON, PLAIN, HTML))
        return parse_json(raw)
    if kind == HTML:
        return read_page(decode_page(raw, charset)[0])
    return {"text": decode(raw, charset or "utf-8")[0]}


def _content_type(headers: Headers) -> tuple[str, str]:
    kind, _, parameters = headers.get("content-type", "").partition(";")
    return kind.strip().lower(), parameters.partition("charset=")[2].strip().strip('"').lower()
