"""What is told as said, without marks: `Die Lage sei ernst, sagte Merkel`, `laut Merkel`, `Blinken said that …`."""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.annotate.document import Document
from app.annotate.memory import Memory
from app.annotate.quote_marks import Quoted
from app.annotate.speakers import Speakers, as_quotation
from app.domain.annotations import Mention, Quotation, Span

_ENDS = frozenset({".", "!", "?", "…"})
_REACH = 14  # tokens between a verb of saying and the clause that it opens
_BACK = 60  # tokens before a verb, or of the clause it opens, that are looked at
_SHORTEST = 3  # tokens of what is told
_TELLING = {word: word for word in ("laut", "nach", "zufolge", "according", "wie")}
_SMALL = Memory[str, str | None](lambda word: _TELLING.get(word.lower()), 20_000)
_NOTHING = frozenset({"nothing", "little", "so", "yes", "no"})


class _Told(NamedTuple):
    """What is told, by its tokens; what shows it, from `cue` to before `cued`; and who said it."""

    first: int
    after: int
    cue: int
    cued: int
    speaker: Mention
    rule: str


def find_reported(
    document: Document, speakers: Speakers, quoted: Sequence[Quoted], direct: Sequence[Quotation]
) -> list[Quotation]:
    """The reported quotations in lead and body; sentences may go on with what is said in `direct`, those in marks."""
    return list(_Reported(document, speakers, quoted, direct).find())


class _Reported:
    def __init__(
        self, document: Document, speakers: Speakers, quoted: Sequence[Quoted], direct: Sequence[Quotation]
    ) -> None:
        self._document, self._speakers, self._speech = document, speakers, speakers.speech
        self._masked = bytearray(len(document.words) + 1)
        for each in quoted:
            first, after = speakers.after(each.opened), speakers.after(each.closed)
            self._masked[first:after] = b"\1" * (after - first)
        self._telling = self._outside(self._speech.conjunctive)
        past = self._outside(self._speech.past_conjunctive)
        self._telling_past = sorted({*self._telling, *past}) if past else self._telling
        small = [
            (word, told)
            for word, told in zip(document.places, map(_SMALL.__getitem__, document.places), strict=True)
            if told
        ]
        self._sources = document.of(frozenset([word for word, told in small if told != "wie"]))
        self._as = document.of(frozenset([word for word, told in small if told == "wie"]))
        self._cues = sorted(
            [*self._sources, *self._as, *speakers.verbs(0, len(document.words)), *document.of(frozenset({"so"}))]
        )
        self._direct = {document.sentence_at(each.start): each for each in direct}
        self._whole = {number for number, each in self._direct.items() if each.rule != "within"}
        by_id = {each.id: each for each in speakers.mentions}
        self._spoke: dict[int, Mention] = {}  # who spoke last in a sentence
        for said in direct:
            if said.speaker:
                end = max(said.end, said.cue.end if said.cue else 0)
                self._spoke[document.sentence_at(end - 1)] = by_id[said.speaker.mention]

    def _outside(self, forms: frozenset[str]) -> list[int]:
        """Where these words stand outside marks."""
        return [number for number in self._document.of(forms) if not self._masked[number]]

    def find(self) -> Iterator[Quotation]:
        numbers = self._document.sentence_numbers
        cued = {numbers[cue] for cue in self._cues}
        for number, first, after in self._sentences(cued):
            told = None if number in self._whole else self._told(first, after)
            if told is None and number not in self._direct and (speaker := self._spoke.get(number - 1)):
                told = self._continued(number, first, after, speaker)
            if told:
                yield self._quotation(told)
                self._spoke[number] = told.speaker

    def _sentences(self, cued: Container[int]) -> Iterator[tuple[int, int, int]]:
        """Number, first token and token behind the last word of each sentence of lead and body outside marks.

        Only of those that are `cued` or follow one in which somebody spoke.
        """
        document = self._document
        for number, (start, end) in enumerate(pairwise([*document.sentences, len(document.text)])):
            if not (number in cued or number - 1 in self._spoke):
                continue
            if document.zone_at(start).zone not in {"lead", "body"}:
                continue
            lines = [line.end for line in document.datelines if line.start <= start < line.end]
            first, after = self._speakers.after(max([start, *lines])), self._speakers.after(end)
            while after > first and document.words[after - 1] in _ENDS:
                after -= 1
            if after - first > _SHORTEST and not self._masked[first]:
                yield number, first, after

    def _quotation(self, told: _Told) -> Quotation:
        starts, ends = self._document.starts, self._document.ends
        span, cue = Span.trusted(start=starts[told.first], end=ends[told.after - 1]), None
        if told.cue < told.cued:
            cue = Span.trusted(start=starts[told.cue], end=ends[told.cued - 1])
        return as_quotation(self._document, span, cue, told.speaker, kind="reported", rule=told.rule)

    def _told(self, first: int, after: int) -> _Told | None:
        if not _some(self._cues, first, after):
            return None
        for find in (self._sourced, self._as_said, self._spoken):
            found = find(first, after)
            if found and found.after - found.first >= _SHORTEST:
                return found
        return None

    def _sourced(self, first: int, after: int) -> _Told | None:
        """`Laut Merkel …`, `… nach Angaben des Kreml …`, `Selenskyj zufolge …`, `…, according to the Kremlin`."""
        document, word = self._document, self._document.word
        for number in _among(self._sources, first, after):
            low, following = word(number).lower(), word(number + 1)
            if low == "zufolge":
                speaker = self._speakers.ending_at(number)
                opens = speaker and self._speakers.token(speaker.start) - first < _SHORTEST
                if speaker:
                    return _Told(number + 1 if opens else first, after, number, number + 1, speaker, "source")
            named = low == "nach" and following in self._speech.sources
            if not (low == "laut" or named or (low, following) == ("according", "to")):
                continue
            begin = number + (1 if low == "laut" else 2)
            speaker = self._speakers.behind(begin, after)
            if speaker:
                end = self._speakers.end_of(speaker)
                while document.word(end) in {",", "'", "s"}:
                    end += 1
                if number == first:
                    return _Told(end, after, number, begin, speaker, "source")
                last = word(number - 1) == "," and after - end < _SHORTEST
                return _Told(first, number - 1 if last else after, number, begin, speaker, "source")
        return None

    def _as_said(self, first: int, after: int) -> _Told | None:
        """`Wie Borrell mitteilte, wollen …`, `…, wie Borrell mitteilte`."""
        words = self._document.words
        if self._speech.language != "de":
            return None
        for number in _among(self._as, first, after):
            if number > first and words[number - 1] != ",":
                continue
            end = next((n for n in range(number, min(after, number + _REACH)) if words[n] == ","), after)
            if not self._verbs(end - 1, end):
                continue
            speaker = self._speakers.behind(number + 1, end - 1)
            if speaker and number == first and end < after:
                return _Told(end + 1, after, end - 1, end, speaker, "as-said")
            if speaker and number > first and end == after:
                return _Told(first, number - 1, end - 1, end, speaker, "as-said")
        return None

    def _verbs(self, first: int, after: int) -> list[int]:
        judging, words = self._speech.judging, self._document.words
        verbs = self._speakers.verbs(first, after)
        return [verb for verb in verbs if words[verb] not in judging and not self._masked[verb]]

    def _spoken(self, first: int, after: int) -> _Told | None:
        for verb in self._verbs(first, after):
            find = self._clause_english if self._speech.language == "en" else self._clause
            found = find(verb, first, after) or self._before_verb(verb, first, after)
            if found:
                return found
        return self._so(first, after) if self._speech.language == "de" else None

    def _so(self, first: int, after: int) -> _Told | None:
        """`Der Haushalt sei solide, so Scholz`."""
        last = max(first, after - _REACH)
        number = next((n for n in range(after - 1, last, -1) if self._document.words[n] == "so"), None)
        return None if number is None else self._before_verb(number, first, after)

    def _before_verb(self, verb: int, first: int, after: int) -> _Told | None:
        """`Die Lage sei ernst, sagte Merkel`, `The talks had failed, Lavrov said`."""
        document, speech, words = self._document, self._speech, self._document.words
        if words[first].lower() in speech.subordinating:
            return None
        if words[verb - 1] == "," and verb > first:
            speaker = self._speakers.behind(verb + 1, after)
            return None if speaker is None else _Told(first, verb - 1, verb, verb + 1, speaker, "inverted")
        comma = next((n for n in range(verb - 1, max(first, verb - _REACH), -1) if words[n] == ","), None)
        ends = verb + 1 >= after or document.word(verb + 1).lower() in speech.stops | {","}
        if speech.language != "en" or comma is None or not ends:
            return None
        speaker = self._speakers.before(verb, comma + 1)
        return None if speaker is None else _Told(first, comma, verb, verb + 1, speaker, "subject-first")

    def _clause(self, verb: int, first: int, after: int) -> _Told | None:
        """`Baerbock betonte, Deutschland stehe …`, `…, dass …`: with a conjunction, or a verb that only tells."""
        words = self._document.words
        for comma in range(verb + 1, min(after - 1, verb + _REACH)):
            if words[comma] != ",":
                continue
            said = words[comma + 1].lower() in {"dass", "ob"}
            if said or _some(self._telling_past, comma + 1, after):
                speaker = self._speakers.subject(verb, max(first, verb - _BACK), comma)
                start = comma + 1 + (words[comma + 1].lower() == "dass")
                return None if speaker is None else _Told(start, after, verb, verb + 1, speaker, "clause")
        return None

    def _clause_english(self, verb: int, first: int, after: int) -> _Told | None:
        words, speech = self._document.words, self._speech
        that = next((n for n in range(verb + 1, min(after, verb + _REACH)) if words[n] == "that"), None)
        if that is not None and not any(words[n] in {",", ":", ";"} for n in range(verb, that)):
            start = that + 1
        else:
            following = self._document.word(verb + 1)
            plain = following.isalnum() and following.lower() not in speech.stops | _NOTHING
            if words[verb] not in speech.bare or not plain or verb + 1 >= after:
                return None
            start = verb + 1
        first = max(first, verb - _BACK)
        speaker = self._speakers.before(verb, first) or self._speakers.in_clause(first, verb)
        return None if speaker is None else _Told(start, after, verb, verb + 1, speaker, "clause")

    def _continued(self, number: int, first: int, after: int, speaker: Mention) -> _Told | None:
        """`Sein Land habe sich darauf eingestellt.` after a sentence of somebody's."""
        document = self._document
        starts = document.sentences[number - 1], document.sentences[number]
        together = document.paragraph_at(starts[0]) == document.paragraph_at(starts[1])
        tells = _some(self._telling, first, after)
        if not together or self._verbs(first, after) or not tells:
            return None
        return _Told(first, after, first, first, speaker, "continued")


def _among(numbers: list[int], first: int, after: int) -> list[int]:
    """Those of the ascending `numbers` that are `first` or more and less than `after`."""
    return numbers[bisect_left(numbers, first) : bisect_left(numbers, after)]


def _some(numbers: list[int], first: int, after: int) -> bool:
    """Whether any is `_among` them."""
    return bisect_left(numbers, first) < bisect_left(numbers, after)
