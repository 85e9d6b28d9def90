"""What holds of every annotation, whatever the text."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.annotate import EXTRACTORS, Annotator
from app.domain.annotations import ARTICLE_ZONES, Annotation, Given, Mention

_WORDS = """Russland Russlands russische USA US - . , ! ? … „ “ " ' ’ ( ) : ; – • © Nato Bündnis das Der in mit aus
Moskau bestreitet BERLIN. Angela Merkel Merkels von der Leyen Präsident Peter Müller Müllers Ukrainekrieg Nordsyrien
Kreml Anna Nato-Russland-Rat 10.02.2024 3. Mai 2012 Kommentare Foto: date 2016-12 Von J. O'Connor prorussisch 😀 İ ß"""
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


@settings(max_examples=300, deadline=None)
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
    assert annotation == annotator.annotate("a", text, Given(language=language, title=title))


@settings(max_examples=200, deadline=None)
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


@pytest.mark.parametrize(
    "unit",
    [".", "A. ", "a\n", " ", "NATO ", "Nato-", "a", "Peter Müller ", "Peter Müller und Müller ", "Donald von der ",
     '"', '."', "1", "10.02.2024 ", "10.02.2024\n", "Foto: x\n", "Präsident ", "Nato das Bündnis ", "Moskau und ",
     "\u0300", "😀", "Europäische ", "(a ", "Kommentare ", "Von A B\n", "BERLIN. "],
)  # fmt: skip
def test_no_text_takes_long(annotator: Annotator, unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.thread_time()
        annotator.annotate("a", text, Given(language="de"))
        return time.thread_time() - start

    seconds(1_000)
    assert min(seconds(50_000) for _ in range(2)) < 2.5  # half a second on a quiet machine; quadratic time is minutes
