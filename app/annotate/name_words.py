"""The words by which a person's name is known: given names, roles before it, particles in it, and what forbids it."""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import compress
from typing import Any

from app.annotate.document import Document
from app.annotate.memory import Memory
from app.annotate.word_lists import read_toml, read_words

_LISTS = (
    "titles",
    "particles",
    "not_before",
    "not_after",
    "not_names",
    "not_hyphened",
    "nobles",
    "thrones",
    "also_surnames",
)


@dataclass(frozen=True, slots=True)
class NameWords:
    """Sets of words; `data/roles.toml` says what each holds. `unsure` given names are also common words.

    `is_role` tells whether a word says what a person is (`Außenministerin`, `President`).
    """

    given: frozenset[str]
    unsure: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]
    not_names: frozenset[str]
    not_hyphened: frozenset[str]
    nobles: frozenset[str]
    thrones: frozenset[str]
    also_surnames: frozenset[str]
    is_role: Callable[[str], bool]
    common_end: re.Pattern[str]

    def is_given(self, word: str) -> bool:
        """Whether `word` is a given name."""
        return word in self.given or word in self.unsure

    def may_be_surname(self, word: str) -> bool:
        """Whether a word is shaped like a surname and is none of the words that never are."""
        if len(word) < 2 or not word[0].isupper() or word.isupper() or not word.isalpha():
            return False
        return word not in self.not_names and word not in self.titles and not self.is_role(word)

    def titled(self, document: Document, first: int) -> bool:
        """Whether `Herr`, `Mr.`, `Dr.` stands before the token `first`."""
        if document.glued[first]:
            return False
        before = first - 2 if document.word(first - 1) == "." else first - 1
        return document.word(before) in self.titles and document.together(before, first)

    def introduced(self, document: Document, first: int) -> bool:
        """Whether a role or a title stands directly before the token `first`."""
        before = document.words[first - 1] if first else ""
        if before == "." or before in self.titles:
            return self.titled(document, first)
        return self.is_role(before) and not document.glued[first] and document.together(first - 1, first)

    def all_introduced(self, document: Document) -> frozenset[int]:
        """The capitalised tokens that are `introduced`."""
        roles = compress(document.places, map(self.is_role, document.places))
        behind = (number + 1 for number in document.of(self.titles.union(".", roles)))
        return frozenset(n for n in behind if document.word(n)[:1].isupper() and self.introduced(document, n))

    def part_of_other_name(self, document: Document, first: int, after: int) -> bool:
        """Whether a person's name is only part of the name of a street, a firm, a ship, a foundation."""
        before = document.word(first - 1)
        if before in {'"', "„", "“", "«", "»", "'"}:
            before = document.word(first - 2)
        if before == "." and document.word(first - 2) == "St":
            before = "St"
        following = document.word(after + 1) if document.word(after) == "-" else document.word(after)
        named_so = following in self.not_after or following.endswith(("straße", "platz", "allee", "stiftung"))
        return before in self.not_before or (named_so and document.together(first, after))


def _role_test(roles: dict[str, Any]) -> Callable[[str], bool]:
    english = frozenset(roles["english"])
    heads, endings = "|".join(sorted(roles["heads"], key=len, reverse=True)), "|".join(roles["endings"])
    german = re.compile(f"(?:{heads})(?:{endings})$")
    told = Memory[str, bool](
        lambda word: word.isalpha() and (word in english or bool(german.search(word.lower()))), 20_000
    )
    return told.__getitem__


def read_name_words(more_given: AbstractSet[str]) -> NameWords:
    """The word lists, with `more_given` names added."""
    listed = read_words("first_names")
    unsure = frozenset(name[:-1] for name in listed if name.endswith("?"))
    roles = read_toml("roles")
    is_role = _role_test(roles)
    called = frozenset(name for name in more_given if not is_role(name))
    return NameWords(
        given=(frozenset(name for name in listed if not name.endswith("?")) | called) - unsure,
        unsure=unsure,
        is_role=is_role,
        common_end=re.compile(roles["common_end"]),
        **{name: frozenset(roles[name]) for name in _LISTS},
    )
