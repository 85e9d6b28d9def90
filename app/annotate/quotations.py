"""Quotations and who said them: what stands in quotation marks beside a verb of saying, and what is told as said.

Marks alone are no quotation: titles, names and words held at arm's length stand in them too.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.annotate.document import Document
from app.annotate.quote_marks import Quoted, find_quoted
from app.annotate.reported import find_reported
from app.annotate.speakers import Speakers, as_quotation
from app.annotate.speech import Speech, read_speech
from app.annotate.word_lists import word_set
from app.domain.annotations import ARTICLE_ZONES, Mention, Quotation, Span

_SENTENCE = re.compile(r"[.!?…][\"'”“«»’‘]?\Z")
_WORD = re.compile(r"\w+")
_FEW = 4  # words that a verb which judges nothing needs between marks in the midst of its sentence
_NAME = 6  # words that the title of a work has at most
_NAMED = word_set("der die das den dem des im vom zum zur beim the of in")
_JOINING = word_set("and or but to in on at as for by with during while when which who")
_BACK = 60  # tokens before a quotation that are looked at
_CLAUSE = 12  # tokens between a quotation and a verb behind it


class Cue(NamedTuple):
    """What shows that something was said: its tokens, from `first` to before `after`, and who speaks."""

    first: int
    after: int
    speaker: Mention | None
    rule: str


def find_quotations(document: Document, mentions: Sequence[Mention]) -> tuple[Quotation, ...]:
    """The quotations in title, lead and body of `document`, in its order; `mentions` are all that it mentions."""
    if not document.languages:
        return ()
    speech = read_speech()[document.languages[0]]
    quoted = list(find_quoted(document.text, _blocks(document)))
    speakers = Speakers(document, mentions, quoted, speech)
    direct = list(_Direct(document, speakers, quoted).find())
    told = find_reported(document, speakers, quoted, direct)
    return tuple(sorted(direct + told, key=lambda each: (each.start, -each.end)))


def _blocks(document: Document) -> Iterator[tuple[int, int]]:
    for start, end in pairwise([*document.paragraphs, len(document.text)]):
        if document.zone_at(start).zone in ARTICLE_ZONES:
            yield start, end


class _Direct:
    """Finds the cue of each quoted stretch, in the order of the text."""

    def __init__(self, document: Document, speakers: Speakers, quoted: Sequence[Quoted]) -> None:
        self._document, self._speakers, self._quoted = document, speakers, quoted
        self._speech: Speech = speakers.speech

    def find(self) -> Iterator[Quotation]:
        last: tuple[int, Mention | None] | None = None  # where the last quotation or its cue ends, and who spoke
        for number, quoted in enumerate(self._quoted):
            cue = self._cue(number, quoted)
            follows = last is not None and self._follows(last[0], quoted)
            if cue is None and follows and last is not None and self._continues(quoted):
                cue = Cue(0, 0, last[1], "continued")
            if cue is None:
                continue
            span = self._span(cue)
            words = Span.trusted(start=quoted.start, end=quoted.end)
            yield as_quotation(self._document, words, span, cue.speaker, kind="direct", rule=cue.rule)
            last = (max(quoted.closed, span.end if span else 0), cue.speaker)

    def _span(self, cue: Cue) -> Span | None:
        if cue.first == cue.after:
            return None
        return Span.trusted(start=self._document.starts[cue.first], end=self._document.ends[cue.after - 1])

    def _follows(self, end: int, quoted: Quoted) -> bool:
        """Whether at most the rest of one sentence stands between, in one paragraph."""
        document = self._document
        if document.paragraph_at(end - 1) != document.paragraph_at(quoted.opened):
            return False
        return document.sentence_at(quoted.opened) - document.sentence_at(end - 1) <= 1

    def _continues(self, quoted: Quoted) -> bool:
        """Whether a stretch is a sentence of its own, or goes on with one."""
        document = self._document
        opening = document.text[max(0, quoted.opened - 3) : quoted.opened].rstrip()[-1:] in {",", "–", "-", "—"}
        first = document.sentences[document.sentence_at(quoted.opened)] == quoted.opened
        said = document.text[quoted.start : quoted.end]
        return (first or opening) and bool(_SENTENCE.search(said)) and len(_WORD.findall(said)) > 1

    def _cue(self, number: int, quoted: Quoted) -> Cue | None:
        if not _WORD.search(self._document.text, quoted.start, quoted.end):
            return None
        first, after = self._speakers.after(quoted.opened), self._speakers.after(quoted.closed)
        begin = self._begin(quoted)
        limit = self._limit(number, quoted, after)
        if self._is_name(quoted, first):
            return self._introduced(begin, first)
        return self._introduced(begin, first) or self._behind(after, limit) or self._within(quoted, begin, first, limit)

    def _begin(self, quoted: Quoted) -> int:
        """The first token of the sentence in which a stretch opens, behind any stretch before it and a dateline."""
        document = self._document
        start = document.sentences[document.sentence_at(quoted.opened)]
        lines = [line.end for line in document.datelines if line.start <= start < line.end]
        return max(self._speakers.after(max([start, *lines])), self._speakers.after(quoted.opened) - _BACK)

    def _limit(self, number: int, quoted: Quoted, after: int) -> int:
        """The token at which what is said about a stretch behind it ends: its sentence, or the next stretch."""
        document = self._document
        sentence = document.sentence_at(quoted.closed - 1)
        text_end = document.zone_at(quoted.closed - 1).end
        ends = [document.sentences[sentence + 1] if sentence + 1 < len(document.sentences) else text_end, text_end]
        if number + 1 < len(self._quoted):
            ends.append(self._quoted[number + 1].opened)
        return max(after, self._speakers.after(min(ends)))

    def _is_name(self, quoted: Quoted, first: int) -> bool:
        """`der Zeitung „Welt“`, `the “Financial Times”`, `the novel “War and Peace”`: large words behind an article."""
        said = self._document.text[quoted.start : quoted.end]
        words = _WORD.findall(said)
        if not words or len(words) > _NAME or _SENTENCE.search(said) or said.endswith(","):
            return False
        before = self._document.word(first - 1)
        large = words[0][0].isupper() and (words[-1][0].isupper() or words[-1].isdigit())
        return large and before.isalpha() and (before.lower() in _NAMED or before[0].isupper())

    def _introduced(self, begin: int, first: int) -> Cue | None:
        """`Stoltenberg sagte: „…“`, `Blinken said, “…”`, `Blinken told reporters that “…”`."""
        document, mark = self._document, self._document.word(first - 1)
        if first <= begin or mark not in {":", ","}:
            return None
        verbs = self._speakers.verbs(begin, first - 1)
        if mark == "," and not (verbs and verbs[-1] >= first - _CLAUSE and self._speech.language == "en"):
            return None
        for verb in reversed(verbs):
            speaker = self._speakers.subject(verb, begin, first - 1)
            if speaker or document.word(verb) in self._speech.verbs:
                return Cue(verb, verb + 1, speaker, "introduced")
        speaker = self._speakers.in_clause(begin, first - 1) if mark == ":" else None
        return Cue(first - 1, first, speaker, "colon") if speaker else None

    def _behind(self, after: int, limit: int) -> Cue | None:
        """`“, sagte Stoltenberg`, `“, so Scholz`, `,” Blinken said`, `“, hieß es aus dem Kreml`."""
        document, speech = self._document, self._speech
        number = after
        while number < limit and document.words[number] in {",", "–", "-", "—"}:
            number += 1
        if number >= limit:
            return None
        word = document.words[number]
        if word in speech.told:
            return Cue(number, number + 1, self._told(number + 1, limit), "told")
        if word in speech.verbs or (word == "so" and speech.language == "de" and number > after):
            speaker = self._speakers.behind(number + 1, limit, plural=word.endswith("ten"))
            return Cue(number, number + 1, speaker, "inverted") if speaker or word != "so" else None
        if word == "wie" or (speech.language == "en" and word not in _JOINING):
            return self._subject_first(number, limit)
        return None

    def _told(self, number: int, limit: int) -> Mention | None:
        """`hieß es aus dem Kreml`, `hieß es in einer Mitteilung der Nato`."""
        while number < limit and self._document.words[number] not in {",", "."}:
            mention = self._speakers.behind(number, limit)
            if mention:
                return mention
            number += 1
        return None

    def _subject_first(self, number: int, limit: int) -> Cue | None:
        """`,” Blinken said`, `,” he said`, `“, wie Merkel sagte`."""
        verbs = self._speakers.verbs(number + 1, min(limit, number + _CLAUSE))
        if not verbs or any(word in {".", ";", ":"} for word in self._document.words[number : verbs[0]]):
            return None
        speaker = self._speakers.before(verbs[0], number) or self._speakers.in_clause(number, verbs[0])
        return Cue(verbs[0], verbs[0] + 1, speaker, "subject-first")

    def _within(self, quoted: Quoted, begin: int, first: int, limit: int) -> Cue | None:
        """`Macron nannte das „Unsinn“`, `said he had “a very good call”`."""
        if self._document.word(first - 1).startswith("sogenannt") or self._document.word(first - 2) == "-":
            return None
        many = len(_WORD.findall(self._document.text[quoted.start : quoted.end])) >= _FEW
        after = self._speakers.after(quoted.closed)
        behind = self._speakers.verbs(after, min(limit, after + _CLAUSE // 2))
        for verb in (*reversed(self._speakers.verbs(begin, first)), *behind):
            if self._document.words[verb] in self._speech.judging or (many and verb < first):
                speaker = self._speakers.subject(verb, begin, first if verb < first else limit)
                return Cue(verb, verb + 1, speaker, "within") if speaker else None
        return None
