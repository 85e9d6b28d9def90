"""Bodies: taken only in the media types that a route knows."""

from collections.abc import Collection

from starlette.datastructures import Headers

from app.errors import UnsupportedMediaTypeError


def media_type(headers: Headers, accepted: Collection[str]) -> str:
    """The media type of a body; raises `UnsupportedMediaTypeError` when it is none of `accepted`, or not UTF-8."""
    kind, _, parameters = headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2].strip().strip('"').lower()
    if kind.strip().lower() not in accepted or charset not in ("", "utf-8", "utf8", "us-ascii"):
        expected = " or ".join(accepted)
        raise UnsupportedMediaTypeError(f"A body here is {expected}, in UTF-8.", accepted=sorted(accepted))
    return kind.strip().lower()
