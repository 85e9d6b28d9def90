"""The persons of an authority: by full name, by surname, and by surname with a given name like theirs."""

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from app.annotate.document import Document
from app.annotate.lexicon import names_of
from app.annotate.morphology import german_forms
from app.annotate.name_patterns import NameShape
from app.annotate.name_words import NameWords, read_name_words
from app.annotate.phrases import Phrases
from app.domain.authority import Authority, AuthorityEntity
from app.domain.entities import fold_name

_ALIKE = 0.7  # how alike two spellings of one given name are: Sergej, Sergey; Anthony, Antony


@dataclass(frozen=True, slots=True)
class Surname:
    """A person who has a surname; `alone` when news mean this person by it without saying the full name.

    With `anchors` it means this person beside any of them too, and an office before it is not enough without them
    or a word of the `context` near by.
    """

    entity: str
    alone: bool
    anchors: tuple[str, ...] = ()
    context: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonIndex:
    """`full` and `surnames` are looked up in a text; `given` are the first words of the names of each person;
    `taken` are the names of one word that are no persons."""

    full: Phrases[str]
    surnames: Phrases[Surname]
    given: dict[str, frozenset[str]]
    taken: frozenset[str]
    words: NameWords

    def link(self, document: Document, shape: NameShape) -> str | None:
        """The person with this surname and a given name like this one, or None."""
        given = fold_name(document.words[shape.first])
        for start in range(shape.surname, shape.after):
            for after, surnames in self.surnames.at(document, start):
                if after == shape.after:
                    return next((each.entity for each in surnames if self._alike(given, each.entity)), None)
        return None

    def _alike(self, given: str, entity: str) -> bool:
        names = self.given[entity]
        if len(given) == 1:
            return any(name.startswith(given) for name in names)
        return any(name[0] == given[0] and SequenceMatcher(None, name, given).ratio() >= _ALIKE for name in names)


def _add(entity: AuthorityEntity, full: Phrases[str], surnames: Phrases[Surname]) -> set[str]:
    """Adds a person to both tables; gives the first words of the full names."""
    names = dict.fromkeys(names_of(entity, "en"))
    for name in names:
        for form in german_forms(name, person=True):
            full.add(form, entity.id)
    context = frozenset(chain(*entity.context.values()))
    for surname in entity.surnames or (entity.label.split()[-1],):
        for form in german_forms(surname, person=True):
            for written in (form, form[0].upper() + form[1:]):
                surnames.add(written, Surname(entity.id, entity.known_alone, entity.anchors, context))
    return {name.split()[0] for name in names if " " in name}


def _single_words(entity: AuthorityEntity) -> set[str]:
    listed = (*entity.aliases.values(), *entity.adjectives.values(), *entity.demonyms.values())
    names = {*entity.labels.values(), *chain.from_iterable(listed)}
    return {form for name in names if name.isalpha() for form in (name, name + "s")}


def compile_persons(authority: Authority) -> PersonIndex:
    """The index of the persons of `authority`, with the word lists that tell the names of others."""
    full, surnames = Phrases[str](), Phrases[Surname]()
    given: dict[str, set[str]] = defaultdict(set)
    taken: set[str] = set()
    for entity in authority.entities:
        if entity.type == "person":
            given[entity.id] = _add(entity, full, surnames)
        else:
            taken |= _single_words(entity)
    more = {name for names in given.values() for name in names if name.isalpha() and len(name) > 2}
    folded = {entity: frozenset(fold_name(name) for name in names) for entity, names in given.items()}
    return PersonIndex(full, surnames, folded, frozenset(taken), read_name_words(more - taken))
