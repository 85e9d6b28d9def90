"""Looking up fixed phrases in the tokens of a text."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import Generic, TypeVar

from app.annotate.document import Document, tokens

Entry = TypeVar("Entry")


# The words after the first, and whether each is glued to the one before it.
_Rest = tuple[tuple[str, ...], tuple[bool, ...]]

_NOTHING = frozenset[str]()
_FIRST = itemgetter(0)


class Phrases(Generic[Entry]):
    """Phrases and what is known of each; found token by token, as they are spaced (`EU-Rat` is not `EU Rat`)."""

    def __init__(self, entries: Callable[[], list[Entry]] = list) -> None:
        """`entries` makes the list of what is known of a phrase."""
        self._new = entries
        self._words: dict[str, list[Entry]] = {}
        # By first word and by length, with the words that end them.
        self._longer: dict[str, dict[int, tuple[set[str], dict[_Rest, list[Entry]]]]] = {}
        self._second: dict[str, set[str]] = {}  # the words that follow a first one
        self._opening: set[str] = set()

    def add(self, phrase: str, entry: Entry) -> None:
        """Adds what is known of `phrase`; the same entry is kept once."""
        entries = self._single(phrase) if phrase.isalpha() else self._entries(phrase)
        if entry not in entries:
            entries.append(entry)

    def _entries(self, phrase: str) -> list[Entry]:
        found = tokens(phrase)
        words = [word for word, _, _ in found]
        if len(words) < 2:
            return self._single(words[0] if words else "")
        glued = tuple(left[2] == right[1] for left, right in pairwise(found))
        self._opening.add(words[0])
        self._second.setdefault(words[0], set()).add(words[1])
        last, alike = self._longer.setdefault(words[0], {}).setdefault(len(words), (set(), {}))
        last.add(words[-1])
        return alike.setdefault((tuple(words[1:]), glued), self._new())

    def _single(self, word: str) -> list[Entry]:
        self._opening.add(word)
        return self._words.setdefault(word, self._new())

    def word(self, word: str) -> list[Entry]:
        """What is known of a phrase of one word."""
        return self._words.get(word, [])

    def words(self) -> Iterator[tuple[str, list[Entry]]]:
        """All phrases of one word and what is known of them."""
        return iter(self._words.items())

    def openings(self, document: Document) -> list[int]:
        """The tokens with which one of the phrases may begin, ascending."""
        places, folds = document.places, document.folds
        written = chain.from_iterable([places[word] for word in self._opening & document.vocabulary])
        if not folds:
            return sorted(written)
        return sorted({*written, *chain.from_iterable(folds[word] for word in self._opening.intersection(folds))})

    def matches(self, document: Document) -> list[tuple[int, int, list[Entry]]]:
        """All phrases in `document`, by their first token: that, the one after the last, and what is known."""
        words, found = document.words, list[tuple[int, int, list[Entry]]]()
        for word in self._opening & document.vocabulary:
            single, second = self._words.get(word), self._second.get(word, _NOTHING)
            numbers = document.places[word]
            if single is not None:
                found += [(number, number + 1, single) for number in numbers]
            for number in numbers if second else ():
                if document.word(number + 1) in second:
                    found += [(number, *match) for match in self._longer_at(document, words, number)]
        for word in self._opening.intersection(document.folds):
            for number in document.folds[word]:
                if words[number] not in self._opening:
                    found += [(number, *match) for match in self._match(document, document.folded, number)]
        found.sort(key=_FIRST)
        return found

    def at(self, document: Document, first: int) -> Sequence[tuple[int, list[Entry]]]:
        """The phrases that begin with the token `first`: the number of the token after each, and what is known."""
        word, folded = document.words[first], document.folded[first]
        if word in self._words or word in self._longer:
            return self._match(document, document.words, first)
        return () if folded is word else self._match(document, document.folded, first)

    def longest(self, document: Document, first: int) -> tuple[int, list[Entry]] | None:
        """Of the phrases `at` a token the longest."""
        matches = self.at(document, first)
        return max(matches, key=lambda match: match[0]) if matches else None

    def _match(self, document: Document, words: list[str], first: int) -> Sequence[tuple[int, list[Entry]]]:
        word = words[first]
        matches = [(first + 1, self._words[word])] if word in self._words else []
        if first + 1 < len(words) and words[first + 1] in self._second.get(word, _NOTHING):
            matches += self._longer_at(document, words, first)
        return matches

    def _longer_at(self, document: Document, words: list[str], first: int) -> Iterator[tuple[int, list[Entry]]]:
        for length, (last, phrases) in self._longer[words[first]].items():
            after = first + length
            if after > len(words) or words[after - 1] not in last:
                continue
            rest = tuple(words[first + 1 : after]), tuple(document.glued[first + 1 : after])
            if rest in phrases and document.together(first, after - 1):
                yield after, phrases[rest]
