"""What holds of every annotation, whatever the text."""

import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.annotate import EXTRACTORS, Annotator
from app.domain.annotations import ARTICLE_ZONES, Annotation, Given, Mention

_WORDS = """Russland Russlands russische USA US - . , ! ? … „ “ " ' ’ ( ) : ; – • © Nato Bündnis das Der in mit aus
Moskau bestreitet BERLIN. Angela Merkel Merkels von der Leyen Präsident Peter Müller Müllers Ukrainekrieg Nordsyrien
Kreml sagte laut wie dass so sei habe said that Anna Nato-Russland-Rat 10.02.2024 3. Mai 2012 Kommentare Foto: date
2016-12 Von J. O'Connor prorussisch 😀 İ ß"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\n\n", " ", "\u00a0", "e\u0301", "\u0300", "\u2028", "\0"])
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_PIECES, max_size=60).map(" ".join),
    st.lists(_PIECES, max_size=60).map("".join),
)


def _check_zones(text: str, annotation: Annotation) -> None:
    zones = annotation.zones
    assert bool(zones) == bool(text)
    if text:
        assert (zones[0].start, zones[-1].end) == (0, len(text))
    assert all(zone.start < zone.end for zone in zones)
    assert all(left.end == right.start and left.zone != right.zone for left, right in pairwise(zones))


def _check_mention(text: str, annotation: Annotation, mention: Mention) -> None:
    assert mention.text == text[mention.start : mention.end] != ""
    around = [zone for zone in annotation.zones if zone.start <= mention.start and mention.end <= zone.end]
    assert [zone.zone for zone in around] == [mention.zone]
    assert 0 < mention.confidence <= 1
    assert mention.rule.partition("/")[0] in {*EXTRACTORS, "crf-de", "crf-en"}
    assert mention.sentence >= 0
    assert mention.paragraph >= 0


def _check_quotations(text: str, annotation: Annotation) -> None:
    named = {mention.id: mention for mention in annotation.mentions}
    for said in annotation.quotations:
        assert 0 <= said.start < said.end <= len(text)
        assert said.cue is None or text[said.cue.start : said.cue.end].strip()
        if said.speaker:
            mention = named[said.speaker.mention]
            assert (mention.start, mention.end) == (said.speaker.start, said.speaker.end)
    for left, right in pairwise(annotation.dates):
        assert left.start < left.end <= right.start
    assert all(text[each.start : each.end].strip() for each in annotation.dates)


@settings(max_examples=300)
@given(TEXTS, st.sampled_from(["de", "en", "und", None]), st.sampled_from([None, "Nato", "Der Präsident"]))
@example("", None, None)
@example("\n", None, None)
@example("Donald Trump", "de", "Donald Trump")
def test_every_text_has_a_sound_annotation(
    annotator: Annotator, text: str, language: str | None, title: str | None
) -> None:
    annotation = annotator.annotate("a", text, Given(language=language, title=title))
    _check_zones(text, annotation)
    for mention in annotation.mentions:
        _check_mention(text, annotation, mention)
    order = [(mention.start, -mention.end) for mention in annotation.mentions]
    assert order == sorted(set(order))
    for left, right in pairwise(annotation.mentions):
        assert right.start >= left.end or right.end <= left.end
    assert len({mention.id for mention in annotation.mentions}) == len(annotation.mentions)
    unknown = {mention.entity for mention in annotation.mentions if mention.entity.startswith("x-")}
    assert unknown == {entity.id for entity in annotation.unknown}
    _check_quotations(text, annotation)
    assert annotation == annotator.annotate("a", text, Given(language=language, title=title))


@settings(max_examples=200)
@given(TEXTS)
def test_the_excerpt_is_a_short_piece_of_lead_or_body(annotator: Annotator, text: str) -> None:
    annotation = annotator.annotate("a", text, Given(language="de"))
    span = annotation.excerpt
    articles = [zone for zone in annotation.zones if zone.zone in ARTICLE_ZONES - {"title"}]
    if span is None:
        assert not any(text[zone.start : zone.end].strip() for zone in articles)
    else:
        assert 0 < span.end - span.start <= 240
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert any(zone.start <= span.start and span.end <= zone.end for zone in articles)


def test_the_excerpt_holds_whole_sentences(annotator: Annotator) -> None:
    first, second = "Der erste Satz ist recht kurz.", "Der zweite Satz " + "ist sehr lang und hört nicht auf, " * 8
    text = f"{first} {second}."
    span = annotator.annotate("a", text, Given(language="de")).excerpt
    assert span is not None
    assert text[span.start : span.end] == first


def test_ids_survive_and_differ_by_article(annotator: Annotator) -> None:
    one, again, other = (annotator.annotate(name, "Die Nato.").mentions[0].id for name in ("a", "a", "b"))
    assert one == again != other


def test_sentence_and_paragraph_are_counted_from_zero(annotator: Annotator) -> None:
    text = "Ein Satz ohne Namen. Die Nato.\n\nDie EU. Russland."
    found = annotator.annotate("a", text, Given(language="de")).mentions
    assert [(each.text, each.sentence, each.paragraph) for each in found] == [
        ("Nato", 1, 0), ("EU", 2, 1), ("Russland", 3, 1),
    ]  # fmt: skip


UNITS = [
    ".", "A. ", "a\n", " ", "NATO ", "Nato-", "a", "Peter Müller ", "Peter Müller und Müller ", "Donald von der ",
    '"', '."', "1", "1. ", "10.02.2024 ", "10.02.2024\n", "Foto: x\n", "Präsident ", "Nato das Bündnis ", "Moskau und ",
    "\u0300", "e\u0301", "a\u00ad", "😀", "Europäische ", "(", "(a ", "Kommentare ", "Von A B\n", "BERLIN. ", "Dr. ",
    "sagte ", "laut ", "sagte Merkel, er sei, ", "wie er sagte, wie ", "„a “b «c ‚d ", "„", "„Merkel“ sagte ",
    "\n", "* a\n", "heute (", "im Jahr ", "3. Mai, ", "Nato-Gipfel in ", "Vertrag von ", "[a](b) ", "Angela Merkel ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_takes_long(annotator: Annotator, unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.thread_time()
        annotator.annotate("a", text, Given(language="de"))
        return time.thread_time() - start

    seconds(1_000)
    assert min(seconds(50_000) for _ in range(2)) < 2.5  # half a second on a quiet machine; quadratic time is minutes


def _calls(work: Callable[[], object]) -> int:
    """How many functions are called, ours and those of the interpreter."""
    count = 0

    def called(_: object, event: str, __: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_twice_as_long_takes_twice_the_steps(annotator: Annotator, unit: str) -> None:
    def steps(size: int) -> int:
        text = unit * (size // len(unit))
        return _calls(lambda: annotator.annotate("a", text, Given(language="de")))

    steps(4_000)
    assert steps(8_000) < 2.2 * steps(4_000) + 1_000


def test_a_line_of_a_million_characters_is_read(annotator: Annotator) -> None:
    text = "wort " * 200_000 + "Nato"
    annotation = annotator.annotate("a", text, Given(language="de"))
    _check_zones(text, annotation)
    assert [mention.start for mention in annotation.mentions] == [1_000_000]
