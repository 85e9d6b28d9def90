"""Who speaks: the mention that is the subject of a verb of saying, or stands behind `laut` and `according to`."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from app.annotate.document import Document
from app.annotate.quote_marks import Quoted
from app.annotate.speech import Speech
from app.domain.annotations import ACTOR_TYPES, ARTICLE_ZONES, Mention, Quotation, Span, Speaker

_SPEAKING = frozenset({"name", "metonym", "nominal"})
_REACH = 14  # tokens of a subject: article, office, name, and what describes it
_BACK = 3  # sentences that a pronoun may look back
_OF = frozenset({"of", "for", "from", "von", "vom"})
_ENDS = frozenset({".", ":", ";", "!", "?", "…", "(", "„", "“", "”", '"', "»", "«"})


def as_quotation(document: Document, span: Span, cue: Span | None, speaker: Mention | None, **how: Any) -> Quotation:
    """The words of `span` as a quotation; `how` are its kind and rule."""
    said_by = speaker and Speaker.trusted(
        mention=speaker.id, entity=speaker.entity, start=speaker.start, end=speaker.end
    )
    zone = document.zone_at(span.start).zone
    return Quotation(start=span.start, end=span.end, zone=zone, cue=cue, speaker=said_by, **how)


_WOMAN = re.compile(r"(?:er|[nt]t|[eo]ur|or|[ae]t|ist|chef|log)in$|^(?:Frau|Mrs|Ms)$")
_MAN = re.compile(
    r"(?:minister|präsident|kanzler|sprecher|chef|sekretär|führer|leiter|könig)$|^(?:Herrn?|Mr)$", re.IGNORECASE
)


class Speakers:
    """The mentions of one text by their tokens; those inside quotation marks do not speak."""

    def __init__(
        self, document: Document, mentions: Sequence[Mention], quoted: Sequence[Quoted], speech: Speech
    ) -> None:
        self.document, self.speech, self.mentions = document, speech, mentions
        words = document.words
        self._verbs = [n for n in document.of(speech.verbs) if not n or words[n - 1] != "-"]
        self._opened = [each.opened for each in quoted]
        self._closed = [each.closed for each in quoted]

    @cached_property
    def _speaking(self) -> list[Mention]:
        """The mentions in title, lead and body outside quotation marks."""
        opened, closed = self._opened, self._closed
        if not opened:
            return [mention for mention in self.mentions if mention.zone in ARTICLE_ZONES]
        return [
            mention
            for mention in self.mentions
            if mention.zone in ARTICLE_ZONES
            and not ((inside := bisect_right(opened, mention.start)) and mention.end <= closed[inside - 1])
        ]

    @cached_property
    def _first(self) -> dict[int, Mention]:
        """By their first tokens; of several the first."""
        starts = self.document.starts
        return {max(0, bisect_right(starts, each.start) - 1): each for each in reversed(self._speaking)}

    @cached_property
    def _after(self) -> dict[int, Mention]:
        """By the tokens behind them; of several the first."""
        starts = self.document.starts
        return {bisect_left(starts, each.end): each for each in reversed(self._speaking)}

    @cached_property
    def _persons(self) -> list[Mention]:
        return [mention for mention in self._speaking if mention.type == "person"]

    @cached_property
    def _women(self) -> dict[str, bool]:
        """The persons of whom an office before their name tells whether they are women: the last one."""
        told = ((each.entity, _is_woman(self.document.word(self.token(each.start) - 1))) for each in self._persons)
        return {entity: woman for entity, woman in told if woman is not None}

    def verbs(self, first: int, after: int) -> list[int]:
        """The verbs of saying among these tokens, ascending; none of them part of `so-called`."""
        return self._verbs[bisect_left(self._verbs, first) : bisect_left(self._verbs, after)]

    def token(self, offset: int) -> int:
        """The number of the token in which `offset` stands, or of the one before."""
        return max(0, bisect_right(self.document.starts, offset) - 1)

    def after(self, offset: int) -> int:
        """The number of the first token that begins at `offset` or later."""
        return bisect_left(self.document.starts, offset)

    def end_of(self, mention: Mention) -> int:
        """The number of the first token behind a mention, and behind the word that it is part of."""
        return self.after(mention.end)

    def behind(self, number: int, last: int, *, plural: bool = False) -> Mention | None:
        """The subject that begins at the token `number` and ends before `last`."""
        document, speech = self.document, self.speech
        word = document.word(number).lower()
        if word in speech.pronouns and not plural:
            return self.meant(number)
        described, fallback, limit = False, None, min(last, number + _REACH)
        spokesman = False
        while number < limit:
            word, mention = document.words[number], self._first.get(number)
            if mention is not None and mention.type == "person":
                return mention
            if word == ",":
                return fallback or self._apposition(number, limit)
            if mention is None and (word in _ENDS or word.lower() in speech.stops):
                break
            spokesman = spokesman or bool(speech.spokesman.search(word))
            if mention is not None and fallback is None and mention.type in ACTOR_TYPES:
                whole = self._spokesman_of(number, mention)
                fallback = mention if whole or (mention.kind in _SPEAKING and (spokesman or not described)) else None
                described = described or mention.kind in {"compound", "adjective", "demonym"}
                number = max(number + 1, self.end_of(mention))
                continue
            if fallback and word[0].islower() and speech.language == "de" and word not in speech.articles:
                return fallback
            described = described or word[0].isupper() or (speech.language == "en" and word not in speech.articles)
            number += 1
        return fallback

    def before(self, number: int, first: int) -> Mention | None:
        """The subject that ends right before the token `number` and begins at `first` or later."""
        document, speech = self.document, self.speech
        while number > first and document.word(number - 1) in {"also", "later", "then", "has", "had", "hat", "hatte"}:
            number -= 1
        if document.word(number - 1).lower() in speech.pronouns and number - 1 >= first:
            return self.meant(number - 1)
        if document.word(number - 1) == ",":
            return self._described(number - 1, first)
        mention = self._after.get(number)
        if mention is None or self.token(mention.start) < first or self._governed(mention, first):
            return None
        return mention

    def subject(self, verb: int, begin: int, end: int) -> Mention | None:
        """The subject of a verb: right before it, else behind it, else a person of its clause."""
        speech, document = self.speech, self.document
        before = self.before(verb, begin)
        if before:
            return before
        following = document.word(verb + 1).lower()
        behind = None
        if following not in speech.dative:
            behind = self.behind(verb + 1, end, plural=document.words[verb].endswith("ten"))
        return behind or self.in_clause(begin, verb)

    def in_clause(self, first: int, last: int) -> Mention | None:
        """The first mention among these tokens that may be a subject: a person, or else what stands at their start."""
        for number in range(first, last):
            mention = self._first.get(number)
            if mention is None or mention.type not in ACTOR_TYPES:
                continue
            if mention.type == "person" and not self._governed(mention, first):
                return mention
            if mention.kind in _SPEAKING and self._subject(mention, first) and number - first <= 2:
                return mention
        return None

    def ending_at(self, number: int) -> Mention | None:
        """The actor whose mention ends right before the token `number`."""
        mention = self._after.get(number)
        return mention if mention and mention.type in ACTOR_TYPES and mention.kind in _SPEAKING else None

    def meant(self, number: int) -> Mention | None:
        """Whom the pronoun at a token means: the person that the nearest of the last sentences names first."""
        offset = self.document.starts[number]
        sentence, woman = self.document.sentence_at(offset), self.document.words[number].lower() in {"sie", "she"}
        last = bisect_left(self._persons, offset, key=lambda each: each.start)
        nearest: Mention | None = None
        for mention in reversed(self._persons[max(0, last - 2 * _BACK) : last]):
            if sentence - mention.sentence > _BACK or (nearest and mention.sentence != nearest.sentence):
                break
            if self._women.get(mention.entity, woman) == woman:
                nearest = mention
        return nearest

    def _spokesman_of(self, number: int, mention: Mention) -> bool:
        """`Kremlsprecher`, `Kreml-Sprecherin`."""
        hyphened = self.document.word(number + 2) if self.document.word(number + 1) == "-" else ""
        words = (self.document.words[number], hyphened)
        return mention.kind == "compound" and any(self.speech.spokesman.search(word) for word in words if word)

    def _apposition(self, comma: int, limit: int) -> Mention | None:
        """`sagte der Vorsitzende des Ausschusses, Max Müller`."""
        mention = self._first.get(comma + 1)
        return mention if mention and mention.type == "person" and comma + 1 < limit else None

    def _described(self, comma: int, first: int) -> Mention | None:
        """`Angela Merkel, the German chancellor, said`."""
        for number in range(comma - 1, max(first, comma - _REACH) - 1, -1):
            if self.document.words[number] == ",":
                mention = self._after.get(number)
                if mention and mention.type == "person" and not self._governed(mention, first):
                    return mention
        return None

    def _governed(self, mention: Mention, first: int) -> bool:
        """Whether a preposition stands before the office and the name (`nach dem Treffen mit Kanzler Scholz`)."""
        if mention.type != "person":
            return not self._subject(mention, first)
        number = self.token(mention.start) - 1
        while number >= first:
            word = self.document.words[number]
            if word.lower() in self.speech.governing:
                return not self._opens_office(number, first)
            if not (word[0].isupper() or word == "-" or word in self.speech.articles or _adjective(word)):
                return False
            number -= 1
        return False

    def _opens_office(self, number: int, first: int) -> bool:
        """`Minister für Verteidigung Max Müller`, `Secretary of State Antony Blinken`."""
        word = self.document.words[number]
        return word in {"für", "of", "for"} and number > first and self.document.words[number - 1][0].isupper()

    def _subject(self, mention: Mention, first: int) -> bool:
        """Whether an organization or a state is no genitive of another noun, unless that is a spokesman."""
        document, speech = self.document, self.speech
        if mention.kind not in _SPEAKING or mention.type not in ACTOR_TYPES:
            return self._spokesman_of(self.token(mention.start), mention)
        number, linked = self.token(mention.start) - 1, False
        while number >= first and (document.words[number] in speech.articles or _adjective(document.words[number])):
            if speech.spokesman.search(document.words[number]):
                return True
            linked = linked or document.words[number] in _OF
            number -= 1
        if number < first:
            return not linked
        word = document.words[number]
        if linked or speech.spokesman.search(word):
            return bool(speech.spokesman.search(word))
        small = word[0].islower() and word.lower() not in speech.governing
        return (small or not word[0].isalnum()) and word not in {"-", "'"}


@lru_cache(maxsize=10_000)
def _is_woman(office: str) -> bool | None:
    """Whether the word before a name tells of a woman; None where it tells nothing."""
    return True if _WOMAN.search(office) else False if _MAN.search(office) else None


def _adjective(word: str) -> bool:
    return word[0].islower() and len(word) > 4 and word.endswith(("e", "en", "er", "es", "em", "n", "h", "d", "l"))
