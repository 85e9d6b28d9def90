"""Which media type to answer in: the suffix of the path says it, or else the header `Accept` (RFC 9110, 12.5.1)."""

from collections.abc import Sequence

from starlette.requests import Request

from app.domain.inputs import FORMATS
from app.errors import NotAcceptableError

JSON = "application/json"


def accepted(request: Request) -> str:
    """What `request` accepts, in one line."""
    return ",".join(request.headers.getlist("accept"))


def served_as_json(request: Request, name: str) -> str:
    """The last segment of a path without its suffix; raises `NotAcceptableError` when another format is asked for."""
    stem, _, suffix = name.rpartition(".")
    if not stem or suffix not in FORMATS:
        negotiate(accepted(request), (JSON,))
        return name
    if suffix != "json":
        raise NotAcceptableError(f"This is served as {JSON}, not as .{suffix}.", served=[JSON])
    return stem


def negotiate(accept: str, offered: Sequence[str]) -> str:
    """The one of `offered` that `accept` wants most, the first of equals; raises `NotAcceptableError`."""
    if not accept.strip():
        return offered[0]
    ranges = [_media_range(each) for each in accept.split(",")]
    best = max(offered, key=lambda media: _quality(media, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptableError(f"This is served as {' or '.join(offered)}.", served=list(offered))
    return best


def accepts_coding(accept_encoding: str, coding: str) -> bool:
    """Whether a body in this content coding may be sent (RFC 9110, 12.5.3); without a word of it, no."""
    if not accept_encoding:
        return False
    weights = dict(_media_range(each) for each in accept_encoding.split(","))
    return weights.get(coding, weights.get("*", 0.0)) > 0


def _media_range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    weights = [part[2:].strip() for part in parameters if part.startswith("q=")]
    return media, _weight(weights[0]) if weights else 1.0


def _weight(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range that takes `media`."""
    wider = (media, f"{media.partition('/')[0]}/*", "*/*")
    for level in wider:
        weights = [weight for each, weight in ranges if each == level]
        if weights:
            return max(weights)
    return 0.0
