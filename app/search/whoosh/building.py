"""From documents to the arrays of a segment."""

from collections.abc import Sequence

from app.domain.index_documents import IndexDocument
from app.search.whoosh.container import Arrays
from app.search.whoosh.document_sections import document_sections
from app.search.whoosh.mention_sections import mention_sections
from app.search.whoosh.word_sections import Words, word_sections

MAX_DOCUMENTS = 1 << 16
"""How many documents a segment holds at most: their numbers have 16 bits."""


def build(documents: Sequence[IndexDocument]) -> Arrays:
    """All sections of a segment of these documents, of which no two have the same id."""
    words = Words()
    for document in documents:
        words.add(document)
    return assemble(documents, words)


def assemble(documents: Sequence[IndexDocument], words: Words) -> Arrays:
    """`build` for documents whose words are collected already."""
    columns = document_sections(documents)
    word_arrays, lengths = word_sections(words, columns["languages"])
    return {**columns, "length": lengths, **word_arrays, **mention_sections(documents)}
