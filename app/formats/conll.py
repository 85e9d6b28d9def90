"""CoNLL-2003 in IOB2: a word, two empty columns, a tag (https://www.clips.uantwerpen.be/conll2003/ner/).

Peoples and adjectives are MISC, common nouns (`das Bündnis`) nothing, as in `app.formats.gold`. Of mentions that stand
in each other only the longest counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.domain.scoring import Mark
from app.formats.gold.tagging import COARSE, outermost

MEDIA_TYPE = "text/plain"
_START = "-DOCSTART- -X- -X- O\n\n"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_DERIVED = frozenset({"adjective", "demonym"})


def write(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The words of articles that come with text, mentions and `sentences` (spans), a blank line after each sentence."""
    for article in articles:
        yield _START.encode()
        marks = _marks(article["mentions"])
        for sentence in article["sentences"]:
            lines = list(_lines(article["text"], sentence, marks))
            if lines:
                yield ("".join(lines) + "\n").encode()


def _marks(mentions: Iterable[Mapping[str, Any]]) -> list[Mark]:
    named = (mention for mention in mentions if mention["kind"] != "nominal")
    labelled = ((mention, _label(mention)) for mention in named)
    return list(outermost(Mark(mention["start"], mention["end"], label, label) for mention, label in labelled))


def _label(mention: Mapping[str, Any]) -> str:
    return "MISC" if mention["kind"] in _DERIVED else COARSE.get(mention["type"], "MISC")


def _lines(text: str, sentence: Mapping[str, int], marks: Sequence[Mark]) -> Iterator[str]:
    inside: Mark | None = None
    for token in _TOKEN.finditer(text, sentence["start"], sentence["end"]):
        mark = next((each for each in marks if each.start < token.end() and token.start() < each.end), None)
        tag = "O" if mark is None else f"{'I' if mark is inside else 'B'}-{mark.name}"
        inside = mark
        yield f"{token[0]} -X- -X- {tag}\n"
