"""The JSON of the answers, as plain dicts (the contract for callers is `app.api.models`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.api.annotated import Noted, Spanned, annotation_shapes, annotation_spans, speakers_of
from app.api.parameters.fields import Tree
from app.api.transport.links import article_links, choice_value, link
from app.domain.actors import as_lists
from app.domain.annotations import ZONES, Mention, Speaker, Zone
from app.domain.articles import Article, EntityLabel
from app.domain.dates import DateInterval
from app.domain.entities import Resolved
from app.domain.listed import ListedArticle, ListedText, Stretch
from app.domain.offsets import OffsetUnit, convert_offsets
from app.domain.queries import ArticleQuery
from app.domain.rights import Rights, granted
from app.domain.shapes import Offset, listed_shape
from app.domain.text_queries import TextQuery, text_as_lists
from app.services.actors import ResolvedActor, actor_value
from app.services.articles import Mentions
from app.services.entities import Counted


@dataclass(frozen=True)
class View:
    """How articles are shown: the address that links start with, the unit of offsets, and what is included.

    `parts` are those that are shown in the end; an empty tree shows all.
    `trusted` readers have shown a key; the others get of a text what it says itself, or else `rights`.
    """

    base: str
    unit: OffsetUnit = "codepoint"
    include: frozenset[str] = frozenset()
    parts: Tree = field(default_factory=dict)
    rights: Rights = "full"
    trusted: bool = False

    def granted(self, article: Article | ListedArticle | ListedText) -> Rights:
        """How much of the text of `article` is shown."""
        return granted(article.rights, self.rights, self.trusted)

    def readable(self, article: Article | ListedText) -> Stretch:
        """The stretch of the text of `article` that is shown, which may be empty: all, the excerpt, nothing."""
        rights, excerpt = self.granted(article), article.excerpt
        if rights == "full":
            return Stretch(0, len(article.text))
        if excerpt is None or rights == "none":
            return Stretch(0, 0)
        return Stretch(excerpt.start, excerpt.end)


def article_shape(
    article: Article, view: View, found: Mentions | None = None, score: float | None = None
) -> dict[str, Any]:
    """One article; `found` holds its mentions when they are included."""
    mentions = found.by_article.get(article.id, []) if found else []
    quotations = found.quotations.get(article.id, []) if found else []
    noted: list[Noted] = [*article.dates, *quotations] if "annotations" in view.include else []
    at = _offsets(article, [*mentions, *annotation_spans(noted)], view.unit)
    shape = listed_shape(article, view.granted(article), at)
    shape |= {"links": article_links(view.base, article.id), **_included(article, view, at)}
    if "mentions" in view.include and found:
        shape["mentions"] = [mention_shape(each, at) for each in mentions]
    if "annotations" in view.include:
        readable = article.text if view.granted(article) == "full" else None
        shape["annotations"] = annotation_shapes(noted, readable, at)
    if found:
        shape["entities"] = label_shapes([*mentions, *speakers_of(quotations)], found.labels)
    return shape | score_shape(score)


def zone_shape(zone: Zone, at: Offset) -> dict[str, Any]:
    """One zone, with its offsets in the unit of `at`."""
    return {"zone": zone.zone, "start": at(zone.start), "end": at(zone.end)}


def mention_shape(mention: Mention, at: Offset) -> dict[str, Any]:
    """One mention, with its offsets in the unit of `at`."""
    return {
        "id": mention.id,
        "entity": mention.entity,
        "start": at(mention.start),
        "end": at(mention.end),
        "text": mention.text,
        "zone": mention.zone,
        "sentence": mention.sentence,
        "paragraph": mention.paragraph,
        "kind": mention.kind,
        "type": mention.type,
        "confidence": mention.confidence,
    }


def mention_shapes(article: Article, mentions: Sequence[Mention], view: View) -> list[dict[str, Any]]:
    """Some mentions of one article."""
    at = _offsets(article, mentions, view.unit)
    return [mention_shape(mention, at) for mention in mentions]


def label_shapes(mentions: Sequence[Mention | Speaker], labels: Mapping[str, EntityLabel]) -> dict[str, Any]:
    """Label, type and Wikidata id of every entity that `mentions` use."""
    used = dict.fromkeys(mention.entity for mention in mentions)
    return {entity: labels[entity].model_dump() for entity in used if entity in labels}


def asserted(mention: Mention, extractor: str) -> dict[str, Any]:
    """Who asserted a mention, and by which rule."""
    name, _, version = extractor.rpartition("/")
    asserted_by = {"kind": "software", "name": name, "version": version}
    return {"status": "auto", "asserted_by": asserted_by, "supersedes": None, "rule": mention.rule}


def sent_shape(sent: Mapping[str, Any], rights: Rights) -> dict[str, Any]:
    """What was sent of an article, without its text for those who may not read all of it."""
    return {name: value for name, value in sent.items() if rights == "full" or name != "text"}


def entity_shape(counted: Counted, base: str) -> dict[str, Any]:
    """One entity."""
    entity, counts = counted.entity, counted.counts
    return {
        "id": entity.id,
        "type": entity.type,
        "label": entity.label,
        "labels": entity.labels,
        "aliases": [name for name in entity.names if name not in entity.labels.values()],
        "wikidata_id": entity.wikidata_id,
        "codes": entity.codes,
        "part_of": list(entity.part_of),
        "parts": list(counted.parts),
        "verified": entity.verified,
        "articles": counts.articles,
        "mentions": counts.mentions,
        "first_seen": counts.first_seen,
        "last_seen": counts.last_seen,
        "description": entity.description,
        "links": {
            "self": link(base, f"/entities/{entity.id}"),
            "articles": link(base, "/articles", [("actor", actor_value(entity.id, entity.type))]),
            "timeline": link(base, "/articles/timeline", [("actor", actor_value(entity.id, entity.type))]),
            "mentions": link(base, f"/entities/{entity.id}/mentions"),
            "neighbors": link(base, f"/entities/{entity.id}/neighbors"),
        },
    }


def actor_echo(actor: ResolvedActor, query: ArticleQuery) -> dict[str, Any]:
    """How the filter by actors of a query was understood."""
    return {
        "expr": as_lists(actor.expression),
        "within": query.actor_within,
        "role": query.actor_role,
        "zones": [zone for zone in ZONES if zone in query.zones_of_actors],
        "min_mentions": query.actor_min,
        "parts": query.actor_parts,
        "resolved": [_resolved(name, each) for name, each in actor.names],
    }


def date_echo(query: ArticleQuery) -> dict[str, Any]:
    """How the filters by the date of articles were understood; empty without any."""
    chosen, within = choice_value(query.date_precision, none="unknown"), query.date_within
    asked: dict[str, Any] = {"within": within.model_dump()} if within else {}
    asked |= {"precision": chosen.split(",")} if chosen else {}
    if not (query.interval or asked):
        return {}
    interval = (query.interval or DateInterval()).model_dump()
    return {**interval, "match": query.date_match, "estimates": query.estimates, **asked}


def words_echo(q: str | None, text: TextQuery, narrowed: Sequence[str] = ()) -> dict[str, Any]:
    """How `q` was understood; `expr` is its tree, in either mode, `narrowed` what the index made of it."""
    expr = text_as_lists(text.expression) if text.expression else None
    return {"input": q, "mode": text.mode, "expr": expr, "adjusted": [*text.adjusted, *narrowed]}


def _resolved(name: str, resolved: Resolved) -> dict[str, Any]:
    return {"input": name, "id": resolved.id, "by": resolved.by, "alternatives": list(resolved.alternatives)}


def _offsets(article: Article, mentions: Sequence[Spanned], unit: OffsetUnit) -> Offset:
    if unit == "codepoint":
        return int
    dated = article.date
    single = (article.excerpt, dated.evidence, dated.estimate.evidence if dated.estimate else None)
    spans: list[Spanned] = [*article.zones, *mentions, *(span for span in single if span)]
    ends = [end for span in spans for end in (span.start, span.end)]
    firsts = [actor.first for actor in article.actors]
    return convert_offsets(article.text, [*ends, *firsts, len(article.text)], unit).__getitem__


def _included(article: Article, view: View, at: Offset) -> dict[str, Any]:
    readable = article.text if view.granted(article) == "full" else None
    text = {"text": readable} if "text" in view.include else {}
    zones = [zone_shape(zone, at) for zone in article.zones]
    return text | ({"zones": zones} if "zones" in view.include else {})


def score_shape(score: float | None) -> dict[str, Any]:
    """How well an article answers the words of a query, if there are any."""
    return {} if score is None else {"score": score}
