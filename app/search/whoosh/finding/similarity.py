"""Which documents are like one, counted over masks; `app.search.similarity` says what it means."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.domain.actors import Entities
from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery, Window
from app.domain.similarity import Feature, Similar, SimilarHits
from app.search.similarity import Trait, clause_of, traits, weighed
from app.search.whoosh.finding.mentions import mentioning
from app.search.whoosh.finding.ranking import best
from app.search.whoosh.finding.scores import Scores
from app.search.whoosh.finding.snapshot import Snapshot
from app.search.whoosh.finding.views import View
from app.search.whoosh.finding.words import ask, find_clause
from app.search.whoosh.native.masks import Mask, mask_of
from app.search.whoosh.segments.packing import Numbers, hash_string

_ALL = ArticleQuery()


class _Part(NamedTuple):
    """A view, which of its documents have each feature, and those that may be shown, with their scores."""

    view: View
    having: list[Mask]
    docs: Numbers
    scores: Scores


def find_similar(snapshot: Snapshot, document: IndexDocument, query: ArticleQuery, window: Window) -> SimilarHits:
    """See `SearchIndex.similar`."""
    tried = traits(document)
    counts = [
        sum(map(int, (np.count_nonzero(_having(view, trait) & view.living()) for view in snapshot.views)))
        for trait in tried
    ]
    features = weighed(tried, counts, snapshot.count)
    text = hash_string(document.duplicate_of or document.id)
    masks = snapshot.masks(query)
    parts = [_part(view, mask, features, text) for view, mask in zip(snapshot.views, masks, strict=True)]
    hits = tuple(_page(parts, features, window)) if window.limit != 0 else ()
    return SimilarHits(sum(len(part.docs) for part in parts), hits)


def _having(view: View, trait: Trait | Feature) -> Mask:
    """The documents of a view that have a feature, maybe deleted ones too; not to be changed."""
    if trait.kind == "actor":
        return mentioning(Entities(ids=(trait.key,)), _ALL, view.leaf)
    clause = clause_of(trait.key)
    return mask_of(find_clause(view.leaf, ask(clause, _ALL), clause), view.leaf.size)


def _part(view: View, mask: Mask, features: Sequence[Feature], text: int) -> _Part:
    """What shares a feature and is no copy of the same text."""
    having = [_having(view, feature) for feature in features]
    scores = np.zeros(view.leaf.size)
    for feature, found in zip(features, having, strict=True):
        scores += feature.weight * found
    docs = np.flatnonzero(mask & (scores > 0) & (view.leaf.arrays["original"] != np.uint64(text)))
    return _Part(view, having, docs, scores[docs])


def _page(parts: Sequence[_Part], features: Sequence[Feature], window: Window) -> list[Similar]:
    room = None if window.limit is None else window.offset + window.limit
    rows = []
    for part in parts:
        docs, scores = best(part.view.leaf, part.docs, part.scores, room)
        for doc, score in zip(docs.tolist(), scores.tolist(), strict=True):
            shared = tuple(feature for feature, having in zip(features, part.having, strict=True) if having[doc])
            rows.append(Similar(part.view.leaf.documents.ids.text(doc), score, shared))
    return sorted(rows, key=lambda row: (-row.score, row.id))[window.offset : room]
