"""Which of the found mentions stay: they nest, never cross, and a name inside a name counts only where it is meant."""

from bisect import bisect_right
from collections.abc import Iterable

from app.annotate.document import Document
from app.annotate.extraction import Found
from app.annotate.linking import decide
from app.domain.annotations import FoundEntity, Mention, mention_ids

_KIND_RANK = {"name": 0, "compound": 1, "adjective": 2, "demonym": 3, "metonym": 4, "nominal": 5}
_HOLDERS = frozenset({"event", "treaty", "mission"})  # `Georgien-Krieg`, `Nato-Gipfel in Warschau`
_MAY_HOLD = frozenset({"organization", "other", "facility"})
_HELD = frozenset({"country", "organization", "region"})


def _may_nest(text: str, outer: Found, inner: Found) -> bool:
    """Names inside names: `Nato-Russland-Rat` holds NATO and Russia, `Nordsyrien` Syria; `Deutsche Bank` holds none."""
    if (outer.start, outer.end) == (inner.start, inner.end) or outer.entity == inner.entity:
        return False
    if outer.type in _HOLDERS:
        return True
    if inner.type not in _HELD:
        return False
    if outer.type == "region":
        return inner.entity in outer.part_of
    return outer.type in _MAY_HOLD and _modifies(text, outer, inner)


def _modifies(text: str, outer: Found, inner: Found) -> bool:
    """Whether the inner name says of the outer one whose it is: `US-Kongress`, `UN Security Council`."""
    if inner.entity in outer.part_of and inner.kind != "adjective":
        return True
    if inner.start == outer.start and text[inner.end : inner.end + 1] == " ":
        return text[inner.start : inner.end].isupper()
    return "-" in {text[inner.start - 1 : inner.start], text[inner.end : inner.end + 1]} and inner.kind != "nominal"


def settle(document: Document, found: Iterable[Found]) -> list[Found]:
    """The mentions that stay, sorted by start, longest first."""
    text = document.text
    ranked = sorted(decide(document, found), key=_rank)
    kept: list[Found] = []
    open_: list[Found] = []
    for mention in ranked:
        while open_ and open_[-1].end <= mention.start:
            open_.pop()
        if not open_ or all(mention.end <= outer.end and _may_nest(text, outer, mention) for outer in open_):
            kept.append(mention)
            open_.append(mention)
    return kept


def _rank(found: Found) -> tuple[int, int, float, int, str]:
    return found.start, -found.end, -found.confidence, _KIND_RANK[found.kind], found.entity


def as_mentions(document: Document, article_id: str, version: str, found: Iterable[Found]) -> tuple[Mention, ...]:
    """The found mentions with their ids and their places in the article."""
    id_of, text, zones = mention_ids(article_id, version), document.text, document.zones
    zone_starts, sentences, paragraphs = document.zone_starts, document.sentences, document.paragraphs
    trusted = Mention.trusted
    return tuple(
        [
            trusted(
                id=id_of(start, end, type_),
                entity=entity,
                start=start,
                end=end,
                text=text[start:end],
                zone=zones[bisect_right(zone_starts, start, 1) - 1].zone,
                sentence=bisect_right(sentences, start, 1) - 1,
                paragraph=bisect_right(paragraphs, start, 1) - 1,
                kind=kind,
                type=type_,
                confidence=confidence,
                rule=rule,
                alternatives=alternatives,
            )
            for start, end, entity, type_, kind, rule, confidence, _, _, alternatives, _ in found
        ]
    )


def unknown_entities(found: Iterable[Found]) -> tuple[FoundEntity, ...]:
    """The entities among the found mentions that no authority file knows, in the order they are met."""
    labels = {
        each.entity: FoundEntity(id=each.entity, type=each.type, label=each.label) for each in found if each.label
    }
    return tuple(labels.values())
