"""What Whoosh's own readers see of a segment of arrays: its terms, their postings with places, and stored ids."""

from collections.abc import Iterable, Iterator
from itertools import islice

from whoosh.codec.base import PerDocumentReader, Segment, TermsReader
from whoosh.formats import Format
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer
from whoosh.system import pack_uint

from app.search.scoring import boost
from app.search.whoosh.fields import ARTICLE
from app.search.whoosh.finding.documents import Documents, find_document
from app.search.whoosh.finding.lexicon import Lexicon
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.word_sections import FIELDS, SHORT_FIELDS

_Term = tuple[str, bytes]


class ArrayTerms(TermsReader):  # type: ignore[misc]
    """See `TermsReader`. Terms are in UTF-8, and in the order of their bytes."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._documents = Documents(arrays)
        self._lexicon = Lexicon(arrays)

    def __contains__(self, term: _Term) -> bool:
        return bool(self._ids(*term))

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms, in order."""
        return sorted((ARTICLE, *FIELDS, *SHORT_FIELDS))

    def terms(self) -> Iterator[_Term]:
        """All terms, by field."""
        for field in self.indexed_field_names():
            yield from ((field, text) for text in self._texts(field))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[_Term]:
        """The terms from one on."""
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[_Term, TermInfo]]:
        """All terms, and what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[_Term, TermInfo]]:
        """`items` from one term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """How many documents have a term, and with which weights; raises `KeyError`."""
        ids = self._ids(fieldname, text)
        if not ids:
            raise KeyError((fieldname, text))
        weights = self._weights(fieldname, text)
        return TermInfo(sum(weights), len(ids), 0, 0, max(weights), ids[0], ids[-1])

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: BaseScorer | None = None) -> ListMatcher:
        """The postings of a term, deleted documents among them; raises `TermNotFound`."""
        ids = self._ids(fieldname, text)
        if not ids:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        weights, values = self._weights(fieldname, text), self._values(fieldname, text, format_)
        return ListMatcher(ids, weights, values, format_, scorer, term=(fieldname, text))

    def _texts(self, field: str) -> Iterator[bytes]:
        if field == ARTICLE:
            return (self._documents.ids.text(number).encode() for number in self._arrays["id.order"].tolist())
        starts = self._arrays[f"{field}.starts"].tolist()
        return (self._lexicon.text(form).encode() for form in range(len(starts) - 1) if starts[form] < starts[form + 1])

    def _ids(self, field: str, text: bytes) -> list[int]:
        """The documents that have a term."""
        if field == ARTICLE:
            number = find_document(self._arrays, text.decode())
            return [] if number is None else [number]
        return self._listed(field, "docs", text)

    def _weights(self, field: str, text: bytes) -> list[float]:
        if field == ARTICLE:
            return [1.0]
        if field in SHORT_FIELDS:
            return [boost(field) * count for count in self._listed(field, "counts", text)]
        return [float(weight) for weight in self._listed(field, "weights", text)]

    def _values(self, field: str, text: bytes, kept: Format) -> list[bytes]:
        """The postings as Whoosh encodes them."""
        counts = [1] if field == ARTICLE else self._listed(field, "counts", text)
        if field not in FIELDS:
            return [pack_uint(count) for count in counts]
        places = iter(self._listed(field, "positions", text))
        return [kept.encode(list(islice(places, count))) for count in counts]

    def _listed(self, field: str, column: str, text: bytes) -> list[int]:
        """What a column of the postings has for a form."""
        form = self._lexicon.number(text.decode())
        if form is None:
            return []
        starts = self._arrays[f"{field}.positions.starts" if column == "positions" else f"{field}.starts"]
        listed: list[int] = self._arrays[f"{field}.{column}"][starts[form] : starts[form + 1]].tolist()
        return listed


class ArrayDocuments(PerDocumentReader):  # type: ignore[misc]
    """See `PerDocumentReader`. Nothing is stored of a document but its id, and no field has lengths."""

    def __init__(self, arrays: Arrays, segment: Segment) -> None:
        self._documents, self._segment = Documents(arrays), segment

    def doc_count(self) -> int:
        """How many documents there are."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """How many documents there are, with those that are deleted."""
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        """The numbers of the documents that are deleted."""
        return list(self._segment.deleted_docs())

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The id."""
        return {ARTICLE: self._documents.ids.text(docnum)}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """0."""
        return 0

    field_length = min_field_length = max_field_length = lambda self, fieldname: 0
