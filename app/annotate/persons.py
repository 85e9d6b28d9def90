"""Mentions of persons: those of the authority by full name or surname, and unknown ones by the shape of their names."""

from collections.abc import Iterator

from app.annotate.document import Document
from app.annotate.extraction import Found
from app.annotate.full_names import Named, find_full_names
from app.annotate.person_index import compile_persons
from app.annotate.short_names import ShortNames
from app.domain.actor_grammar import MAX_NAME
from app.domain.authority import Authority
from app.domain.entities import unknown_person_id

_CONFIDENCE = {
    "full-name": 0.98,
    "surname": 0.9,
    "known-alone": 0.85,
    "role-surname": 0.7,
    "anchored-surname": 0.65,
    "given-name": 0.75,
    "role-name": 0.7,
}
_BY_SURNAME = frozenset({"surname", "known-alone", "role-surname", "anchored-surname"})
_UNKNOWN = 0.6  # the most for a surname of somebody the authority does not know


class Persons:
    """The extractor of persons."""

    def __init__(self, authority: Authority) -> None:
        self._index = compile_persons(authority)

    def find(self, document: Document) -> Iterator[Found]:
        """The persons named in `document`, none too long to be asked for; only those that need anchors may overlap."""
        if not document.languages:
            return
        introduced = self._index.words.all_introduced(document)
        full = list(find_full_names(document, self._index, introduced))
        for name in (*full, *ShortNames(document, self._index, full, introduced).find()):
            found = _found(document, name, self._namesakes(document, name))
            if found.end - found.start <= MAX_NAME:
                yield found

    def _namesakes(self, document: Document, name: Named) -> tuple[str, ...]:
        """Others who have the surname by which somebody is called alone."""
        listed = self._index.surnames.longest(document, name.first) if name.rule in _BY_SURNAME else None
        return tuple(each.entity for each in listed[1] if each.entity != name.entity) if listed else ()


def _found(document: Document, name: Named, namesakes: tuple[str, ...]) -> Found:
    confidence = _CONFIDENCE[name.rule]
    if name.entity is None and name.rule == "surname":
        confidence = min(confidence, _UNKNOWN)
    hyphened = document.word(name.after) == "-" and document.glued[name.after]
    return Found(
        start=document.starts[name.first],
        end=document.ends[name.after - 1],
        entity=name.entity or unknown_person_id(name.label or ""),
        type="person",
        kind="compound" if hyphened else "name",
        rule=f"persons/{name.rule}",
        confidence=confidence,
        label=None if name.entity else name.label,
        alternatives=namesakes,
        anchors=name.anchors,
    )
