"""The text query in advanced mode: `title:(EU OR NATO) AND "engere Zusammenarbeit"~5 NOT Gipfel*`.

Grammar (EBNF, ISO 14977); white space parts, and counts for nothing else:

    or     = and , { "OR" , and } ;
    and    = not , { [ "AND" ] , not } ;
    not    = { "NOT" | "-" } , part ;
    part   = [ zone , ":" ] , ( "(" , or , ")" | phrase | term ) ;
    phrase = '"' , words , '"' , [ "~" , distance ] ;
    term   = words without white space | word , "~" , edits | word with "*" and "?" ;

A term of several words (`EU-Gipfel`) is a phrase. Of two zones around a part the inner one counts.
"""

import re
import unicodedata
from typing import NoReturn

from app.domain.annotations import ZONES, ZoneName
from app.domain.text_queries import Clause, Either, Every, TextExpression, TextQuery, Without
from app.domain.words import MAX_WORD, MAX_WORDS, MIN_PREFIX, WORD
from app.errors import Flaw, InvalidParameterError, QueryTooCostlyError

MAX_DEPTH = 8
MAX_DISTANCE = 50
MAX_EDITS = 2
MAX_EXPANDING = 16
MAX_WILDCARDS = 4

_OPERATOR = re.compile(r'(AND|OR|NOT)(?=[\s()"]|\Z)')
_ZONE = re.compile(r"([A-Za-z]+):")
_TERM = re.compile(r'[^\s()"]+')
_DISTANCE = re.compile(r"~([0-9]*)")
_WILDCARD = re.compile(r"[*?]")
_EDITS = tuple(map(str, range(1, MAX_EDITS + 1)))
_FOREIGN = re.compile(r"[“”„‟«»‹›|^{}\[\]\\]|\A[-+!&]")
_PART = ("word", '"', "(")
_STARRED = "In quotes * is read as a plain character, not as an operator."


def parse_word_expression(q: str) -> TextQuery:
    """The tree of an advanced `q`.

    Raises `InvalidParameterError` with one flaw: `syntax` (`position`, `expected`), `too-deep`, `too-many`, `too-long`
    or `range` (`position`, `maximum`); and `QueryTooCostlyError` for a part that could stand for too many words (its
    `position`, the `part`, and `minimum` or `maximum`). Positions are 0-based code points.
    """
    parser = _Parser(q)
    expression = parser.whole()
    return TextQuery(expression=expression, mode="advanced", adjusted=(_STARRED,) if parser.starred else ())


def _refuse(detail: str, reason: str, **more: object) -> NoReturn:
    raise InvalidParameterError(detail, Flaw(reason, parameter="q", more=more))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.words = self.expanding = 0
        self.starred = False

    def whole(self) -> TextExpression:
        expression = self.either(0, None)
        if self.at < len(self.text):
            self.unexpected("AND", "OR", "end")
        return expression

    def either(self, depth: int, zone: ZoneName | None) -> TextExpression:
        parts = [self.every(depth, zone)]
        while self.takes("OR"):
            parts.append(self.every(depth, zone))
        return parts[0] if len(parts) == 1 else Either(parts=tuple(parts))

    def every(self, depth: int, zone: ZoneName | None) -> TextExpression:
        parts = [self.unary(depth, zone)]
        while self.takes("AND") or (self.sign() not in ("", ")") and not self.meets("OR")):
            parts.append(self.unary(depth, zone))
        return parts[0] if len(parts) == 1 else Every(parts=tuple(parts))

    def unary(self, depth: int, zone: ZoneName | None) -> TextExpression:
        negated = False
        while self.takes("NOT") or self.takes_minus():
            negated = not negated
        part = self.part(depth, zone)
        return Without(part=part) if negated else part

    def part(self, depth: int, zone: ZoneName | None) -> TextExpression:
        self.sign()
        while named := _ZONE.match(self.text, self.at):
            zone = self.zone(named)
        if self.sign() == "(":
            return self.group(depth + 1, zone)
        return self.phrase(zone) if self.sign() == '"' else self.term(zone)

    def zone(self, named: re.Match[str]) -> ZoneName:
        zone = next((zone for zone in ZONES if zone == named[1]), None)
        if zone is None:
            self.unexpected(*(f"{zone}:" for zone in ZONES))
        self.at = named.end()
        return zone

    def group(self, depth: int, zone: ZoneName | None) -> TextExpression:
        if depth > MAX_DEPTH:
            detail = f"it nests more than {MAX_DEPTH} parentheses."
            _refuse(detail, "too-deep", position=self.at, maximum=MAX_DEPTH)
        self.at += 1
        expression = self.either(depth, zone)
        if self.sign() != ")":
            self.unexpected("AND", "OR", ")")
        self.at += 1
        return expression

    def phrase(self, zone: ZoneName | None) -> Clause:
        start = self.at + 1
        end = self.text.find('"', start)
        if end < 0:
            self.at = len(self.text)
            self.unexpected('"')
        self.at = start
        words = self.counted(self.text[start:end])
        self.starred |= "*" in self.text[start:end]
        self.at = end + 1
        return Clause(kind="phrase", words=words, distance=self.distance(), zone=zone)

    def distance(self) -> int:
        found = _DISTANCE.match(self.text, self.at)
        if not found:
            return 0
        self.at += 1
        if not found[1]:
            self.unexpected("number")
        if len(found[1]) > len(str(MAX_DISTANCE)) or int(found[1]) > MAX_DISTANCE:
            detail = f"at most {MAX_DISTANCE} words may stand between those of a phrase."
            _refuse(detail, "range", position=self.at, minimum=0, maximum=MAX_DISTANCE)
        self.at = found.end()
        return int(found[1])

    def term(self, zone: ZoneName | None) -> Clause:
        found = _TERM.match(self.text, self.at)
        if not found or self.meets("AND", "OR", "NOT"):
            self.unexpected(*_PART)
        foreign = _FOREIGN.search(found[0])
        if foreign:
            self.at += foreign.start()
            self.unexpected(*_PART)
        clause = self.fuzzy(found[0]) or self.pattern(found[0]) or self.plain(found[0])
        self.at = found.end()
        return clause.model_copy(update={"zone": zone})

    def plain(self, term: str) -> Clause:
        words = self.counted(term)
        return Clause(kind="word" if len(words) == 1 else "phrase", words=words)

    def fuzzy(self, term: str) -> Clause | None:
        word, tilde, edits = term.partition("~")
        if not tilde:
            return None
        self.whole_word(word)
        if edits not in _EDITS:
            self.at += len(word) + 1
            self.unexpected(*_EDITS)
        words = self.counted(word)
        self.begins(term, words[0])
        return Clause(kind="fuzzy", words=words, edits=int(edits))

    def pattern(self, term: str) -> Clause | None:
        """A term with wildcards; stars in a row are one."""
        beginning, *others = _WILDCARD.split(term)
        if not others:
            return None
        for piece in filter(None, (beginning, *others)):
            self.whole_word(piece)
        letters = unicodedata.normalize("NFC", beginning)
        self.begins(term, letters)
        if term == f"{beginning}*":
            return Clause(kind="prefix", words=self.counted(beginning))
        self.counted(term)
        pattern = re.sub(r"[*]+", "*", unicodedata.normalize("NFC", term))
        if len(pattern) > MAX_WORD:
            self.too_long()
        if len(_WILDCARD.findall(pattern)) > MAX_WILDCARDS:
            self.costly(f"{term!r} has more than {MAX_WILDCARDS} wildcards.", part=term, maximum=MAX_WILDCARDS)
        return Clause(kind="wildcard", words=(pattern,))

    def begins(self, term: str, letters: str) -> None:
        """Make sure that what a part stands for can be told from enough letters, and that it is not one of too many."""
        if len(letters) < MIN_PREFIX:
            detail = f"{term!r} could stand for too many words: begin it with at least {MIN_PREFIX} letters."
            self.costly(detail, part=term, minimum=MIN_PREFIX)
        self.expanding += 1
        if self.expanding > MAX_EXPANDING:
            detail = f"at most {MAX_EXPANDING} words may have wildcards or a '~'."
            self.costly(detail, part=term, maximum=MAX_EXPANDING)

    def costly(self, detail: str, **more: object) -> NoReturn:
        raise QueryTooCostlyError(detail, Flaw("too-costly", parameter="q", more={"position": self.at, **more}))

    def whole_word(self, piece: str) -> None:
        if not WORD.fullmatch(unicodedata.normalize("NFC", piece)):
            self.unexpected("word")

    def counted(self, text: str) -> tuple[str, ...]:
        """The words of a text, of which there is at least one."""
        words = tuple(WORD.findall(unicodedata.normalize("NFC", text)))
        if not words:
            self.unexpected("word")
        if any(len(word) > MAX_WORD for word in words):
            self.too_long()
        self.words += len(words)
        if self.words > MAX_WORDS:
            _refuse(f"it has more than {MAX_WORDS} words.", "too-many", position=self.at, maximum=MAX_WORDS)
        return words

    def too_long(self) -> NoReturn:
        detail = f"a word has at most {MAX_WORD} characters."
        _refuse(detail, "too-long", position=self.at, maximum=MAX_WORD)

    def sign(self) -> str:
        """The next character that is no white space, where the parser then stands; empty at the end."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def meets(self, *operators: str) -> str:
        """The operator that comes next, if it is one of these."""
        self.sign()
        found = _OPERATOR.match(self.text, self.at)
        return found[0] if found and found[0] in operators else ""

    def takes(self, operator: str) -> bool:
        """Whether this operator comes next; the parser then stands behind it."""
        met = self.meets(operator)
        self.at += len(met)
        return bool(met)

    def takes_minus(self) -> bool:
        """Whether a minus comes next that touches what it negates, and nothing before it."""
        if self.sign() != "-":
            return False
        before, after = self.text[: self.at][-1:], self.text[self.at + 1 : self.at + 2]
        if not (before.isspace() or before in ("", "(", "-")) or not after.strip():
            self.unexpected(*_PART)
        self.at += 1
        return True

    def unexpected(self, *expected: str) -> NoReturn:
        signs = " or ".join(each if each.isalnum() else repr(each) for each in expected)
        found = repr(self.text[self.at]) if self.at < len(self.text) else "the end"
        detail = f"at position {self.at} {signs} is expected, not {found}."
        _refuse(detail, "syntax", position=self.at, expected=list(expected))
