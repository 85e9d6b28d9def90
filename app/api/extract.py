"""A dry run: what would be found in a text. Nothing is stored."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.api import models
from app.api.annotated import Spanned, annotation_shapes, annotation_spans
from app.api.deps import ReaderDep, ServicesDep
from app.api.input_schemas import EXTRACT_INPUT, json_body
from app.api.parameters.parameters_schema import EXTRACT_PARAMETERS, declared
from app.api.parameters.params import Reader, boolean, one_of
from app.api.shapes import asserted, mention_shape, zone_shape
from app.api.transport.bodies import media_type
from app.api.transport.negotiation import JSON
from app.api.transport.responses import json_response
from app.domain.explanations import Explanation
from app.domain.inputs import ArticleInput, json_pointer, parse_input
from app.domain.offsets import OFFSET_UNITS, OffsetUnit, convert_offsets
from app.domain.shapes import UNDETERMINED, Offset, date_shape
from app.domain.strict_json import decode_utf8, parse_json
from app.errors import MAX_FLAWS, Flaw, InvalidBodyError, PayloadTooLargeError
from app.services import Services
from app.services.extraction import Extraction as Extracted
from app.services.extraction import explain, extract

MAX_WITHOUT_KEY = 200_000
_PLAIN = "text/plain"


class ExtractedEntity(models.EntityLabel):
    """Who or what is mentioned; `known` is false when no authority file knows it."""

    id: str
    known: bool


class Evidence(models.Span):
    """A stretch of the text that shows something."""

    text: str


class ExplainedMention(models.Mention):
    """A mention; from `status` on, the fields come with `explain=true`."""

    why: str | None = Field(None, description="in a sentence, why it was found")
    evidence: list[Evidence] | None = Field(None, description="the places that show it")
    alternatives: list[str] | None = Field(None, description="ids of others that the name may mean, likeliest first")


class Extraction(BaseModel):
    """What is found in a text. Spans index into it as it would be stored: NFC, `\\n`, a title of its own in front."""

    language: str | None
    date: models.ArticleDate
    zones: list[models.Zone]
    mentions: list[ExplainedMention]
    quotations: list[models.Annotation]
    entities: list[ExtractedEntity]


class _Asked(NamedTuple):
    unit: OffsetUnit
    explain: bool


router = APIRouter(tags=["extract"])
_BODY = json_body("ExtractInput")
_BODY["requestBody"]["content"][_PLAIN] = {"schema": EXTRACT_INPUT["properties"]["text"]}
_BODY |= declared(EXTRACT_PARAMETERS)
_BODY["security"] = [{}, {"key": []}]  # with a key, more is taken


@router.post("/extract", response_model=Extraction, summary="Annotate a text", openapi_extra=_BODY)
async def extract_text(request: Request, services: ServicesDep, key: ReaderDep) -> Response:
    """Language, date, zones, mentions, quotations and entities of a text, which is not stored.

    Without a key at most 200 kB.
    """
    asked = _asked(request)
    kind = media_type(request.headers, (JSON, _PLAIN))
    raw = await request.body()
    if key is None and len(raw) > MAX_WITHOUT_KEY:
        detail = f"Without a key at most {MAX_WITHOUT_KEY} bytes are taken."
        raise PayloadTooLargeError(detail, maximum=MAX_WITHOUT_KEY)
    return json_response(await to_thread.run_sync(_extract, services, raw, kind, asked))


def _extract(services: Services, raw: bytes, kind: str, asked: _Asked) -> dict[str, Any]:
    article = parse_input({"text": decode_utf8(raw)}) if kind == _PLAIN else _parse(parse_json(raw))
    return extraction_shape(services, extract(services, article), asked.unit, asked.explain)


def extraction_shape(services: Services, extraction: Extracted, unit: OffsetUnit, explained: bool) -> dict[str, Any]:
    """What was found in a text, and for each mention why, if that is asked."""
    found = extraction.annotation
    whys = explain(services, extraction) if explained else []
    at = _offsets(extraction, whys, unit).__getitem__
    mentions = [mention_shape(mention, at) for mention in found.mentions]
    for shape, mention, why in zip(mentions, found.mentions, whys, strict=False):
        shape.update(asserted(mention, services.annotator.version), **_why(why, extraction.text, at))
    return {
        "language": None if found.language == UNDETERMINED else found.language,
        "date": date_shape(found.date, at),
        "zones": [zone_shape(zone, at) for zone in found.zones],
        "mentions": mentions,
        "quotations": annotation_shapes(found.quotations, extraction.text, at),
        "entities": [
            {"id": each, **label.model_dump(), "known": each in extraction.known}
            for each, label in extraction.entities.items()
        ],
    }


def _why(explanation: Explanation, text: str, at: Offset) -> dict[str, Any]:
    evidence = [
        {"start": at(span.start), "end": at(span.end), "text": text[span.start : span.end]}
        for span in explanation.evidence
    ]
    return {"why": explanation.why, "evidence": evidence, "alternatives": explanation.alternatives}


def _offsets(extraction: Extracted, whys: Sequence[Explanation], unit: OffsetUnit) -> dict[int, int]:
    found, estimate = extraction.annotation, extraction.annotation.date.estimate
    evidence = (found.date.evidence, estimate.evidence if estimate else None, *chain(*(why.evidence for why in whys)))
    noted = annotation_spans(found.quotations)
    spans: list[Spanned] = [*found.zones, *found.mentions, *noted, *(span for span in evidence if span)]
    return convert_offsets(extraction.text, (end for span in spans for end in (span.start, span.end)), unit)


def _asked(request: Request) -> _Asked:
    reader = Reader(request.scope["query_string"], EXTRACT_PARAMETERS)
    unit: OffsetUnit = reader.one("offset_unit", one_of(OFFSET_UNITS), "codepoint")
    asked = _Asked(unit, reader.one("explain", boolean, False))
    reader.done()
    return asked


def _parse(fields: Any) -> ArticleInput:
    known = EXTRACT_INPUT["properties"]
    unknown = sorted(fields.keys() - known.keys())[:MAX_FLAWS] if isinstance(fields, dict) else []
    if unknown:
        flaws = [Flaw("unknown", pointer=json_pointer([name]), more={"expected": sorted(known)}) for name in unknown]
        raise InvalidBodyError(f"A text to annotate has no {unknown[0]!r}.", *flaws)
    return parse_input(fields)
