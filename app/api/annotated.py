"""The JSON of annotations that are no mentions: quotations, and dates that a text speaks of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from app.domain.annotations import Mention, MentionedDate, Quotation, Span, Speaker, Zone

Spanned = Span | Zone | Mention | MentionedDate | Quotation | Speaker
Noted = MentionedDate | Quotation


def annotation_shapes(noted: Iterable[Noted], text: str | None, at: Callable[[int], int]) -> list[dict[str, Any]]:
    """Annotations in the order of the text, longest first, with their words unless `text` is None.

    `at` gives an offset in the unit of the answer.
    """
    ordered = sorted(noted, key=lambda each: (each.start, -each.end))
    return [_shape(each, text, at) for each in ordered]


def annotation_spans(noted: Iterable[Noted]) -> Iterator[Spanned]:
    """All stretches that the shapes of these annotations speak of."""
    for each in noted:
        yield each
        if isinstance(each, Quotation):
            yield from (span for span in (each.cue, each.speaker) if span)


def speakers_of(quotations: Sequence[Quotation]) -> list[Speaker]:
    """Who speaks in these quotations."""
    return [each.speaker for each in quotations if each.speaker]


def _shape(noted: Noted, text: str | None, at: Callable[[int], int]) -> dict[str, Any]:
    shape = {
        "type": "quotation" if isinstance(noted, Quotation) else "date",
        "start": at(noted.start),
        "end": at(noted.end),
        "zone": noted.zone,
        "text": None if text is None else text[noted.start : noted.end],
    }
    if isinstance(noted, MentionedDate):
        return {**shape, "value": noted.value}
    said_by, cue = noted.speaker, noted.cue
    return {
        **shape,
        "kind": noted.kind,
        "speaker": said_by and {**said_by.model_dump(), "start": at(said_by.start), "end": at(said_by.end)},
        "cue": cue and {"start": at(cue.start), "end": at(cue.end)},
    }
