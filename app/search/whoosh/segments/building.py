"""From documents to the arrays of a segment."""

from collections.abc import Iterable

from app.domain.index_documents import IndexDocument
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.document_sections import document_sections
from app.search.whoosh.segments.mention_sections import mention_sections
from app.search.whoosh.segments.tokens import Words
from app.search.whoosh.segments.word_sections import word_sections

MAX_DOCUMENTS = 1 << 16
"""How many documents a segment holds at most: their numbers have 16 bits."""


def build(documents: Iterable[IndexDocument]) -> Arrays:
    """All sections of a segment of these documents, of which no two have the same id; their texts are not kept."""
    words, bare = Words(), list[IndexDocument]()
    for document in documents:
        words.add(document)
        bare.append(document.model_copy(update={"passages": ()}))
    columns = document_sections(bare)
    word_arrays, lengths = word_sections(words, columns["languages"])
    return {**columns, "length": lengths, **word_arrays, **mention_sections(bare)}
