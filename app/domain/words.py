"""The text query in simple mode: words, `"phrases"`, `-without` and `begin*`; and what a word is.

A query is never refused here: what cannot be read as an operator is read as it stands, and said.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from app.domain.text_queries import Clause, ClauseKind, Every, TextExpression, TextQuery, Without

MAX_Q = 512
MAX_WORD = 64
MAX_WORDS = 64
MIN_PREFIX = 3

MARKS = "".join(
    mark
    for mark in map(chr, (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)))
    if unicodedata.category(mark)[0] == "M"
)
SOFT_HYPHEN = "\u00ad"
WORD = re.compile(rf"[^\W_]++(?:(?![\x00-\xac])(?:[{MARKS}]++|{SOFT_HYPHEN}(?=[^\W_]))[^\W_]*+)*")
"""A word: letters, digits and their combining marks; a soft hyphen inside does not end it.

Read in runs, and the marks are looked at only past ASCII: that is five times as fast as one sign after another.
"""

_PART = re.compile(r'((?<!\S)-)?(?:"([^"]*)"|(\S+))')
_OPERATORS = re.compile(r'^-|["“”„‟«»‹›*()|:~^]')
_NAMES = frozenset({"AND", "OR", "NOT"})

_Signed = tuple[bool, Clause]
"""Whether a clause is negated, and the clause."""


def parse_words(q: str) -> TextQuery:
    """The clauses of a simple `q` of up to `MAX_Q` characters, and in `adjusted` what was read otherwise than typed.

    Never raises. A `q` without a word gives no expression.
    """
    clauses: list[_Signed] = []
    plain: dict[str, None] = {}
    notes: dict[str, None] = {}
    for part in _PART.finditer(unicodedata.normalize("NFC", q)):
        clause, unread = _clause(part)
        plain.update(dict.fromkeys(_OPERATORS.findall(unread)))
        notes.update(dict.fromkeys(_notes(part, clause)))
        clauses += [(bool(part[1]), clause)] if clause else []
    if plain:
        notes[f"Read as plain characters, not as operators: {' '.join(plain)}"] = None
    kept = list(_within(clauses, MAX_WORDS))
    if kept != clauses:
        notes[f"Words beyond the {MAX_WORDS}th are left out."] = None
    return TextQuery(expression=_joined(kept), adjusted=tuple(notes))


def _joined(clauses: list[_Signed]) -> TextExpression | None:
    parts = tuple(Without(part=clause) if negated else clause for negated, clause in clauses)
    return Every(parts=parts) if len(parts) > 1 else next(iter(parts), None)


def _clause(part: re.Match[str]) -> tuple[Clause | None, str]:
    """What a part of the query asks for, and the characters of it that were not read as an operator."""
    _, phrase, term = part.groups()
    if phrase is not None:
        words = tuple(WORD.findall(phrase))
        return (Clause(kind="phrase", words=words) if words else None), phrase
    words = tuple(WORD.findall(term))
    if not words:
        return None, term
    if len(words) == 1 and term.endswith(words[0] + "*"):
        kind: ClauseKind = "prefix" if len(words[0]) >= MIN_PREFIX else "word"
        return Clause(kind=kind, words=words), term[:-1]
    return Clause(kind="word" if len(words) == 1 else "phrase", words=words), term


def _notes(part: re.Match[str], clause: Clause | None) -> Iterator[str]:
    term = part[3] or ""
    if clause is None:
        yield "What holds no letter and no digit is left out."
        return
    if term in _NAMES:
        yield f"{term} is looked for as a word, not read as an operator."
    if clause.kind == "word" and term.endswith(clause.words[0] + "*"):
        yield f"{clause.words[0]}* is read as the word: a beginning has at least {MIN_PREFIX} letters."
    if any(len(word) > MAX_WORD for word in clause.words):
        yield f"A word of more than {MAX_WORD} characters finds nothing."


def _within(clauses: Iterable[_Signed], room: int) -> Iterator[_Signed]:
    """The clauses up to `room` words; the one that crosses the limit is cut, or left out when it is negated."""
    for negated, clause in clauses:
        words = clause.words[:room]
        room -= len(words)
        if words == clause.words or (words and not negated):
            yield negated, clause.model_copy(update={"words": words})
