"""Text to annotations: pure, deterministic, in time proportional to the text.

A new extractor of mentions is one new file, one line in `EXTRACTORS`, and a sentence for each of its rules in
`data/rules.toml`.
"""

from collections.abc import Callable

from app.annotate.annotator import Annotator, find_sentences
from app.annotate.explain import explain
from app.annotate.extraction import Extractor, Found
from app.annotate.gazetteer import Gazetteer
from app.annotate.happenings import Happenings
from app.annotate.persons import Persons
from app.domain.authority import Authority

__all__ = ["EXTRACTORS", "Annotator", "Extractor", "Found", "build_annotator", "explain", "find_sentences"]

EXTRACTORS: dict[str, Callable[[Authority], Extractor]] = {
    "gazetteer": Gazetteer,
    "happenings": Happenings,
    "persons": Persons,
}


def build_annotator(authority: Authority) -> Annotator:
    """An annotator that knows the names of `authority`; reading and compiling them is done once, here."""
    return Annotator([build(authority) for build in EXTRACTORS.values()])
