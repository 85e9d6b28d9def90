import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate import Annotator
from app.domain.annotations import Given, Quotation


def _said(annotator: Annotator, text: str, language: str = "de") -> list[str]:
    """Each quotation as `kind speaker: words`."""
    found = annotator.annotate("a", text, Given(language=language)).quotations
    return [f"{q.kind} {_speaker(q)}: {text[q.start : q.end]}" for q in found]


def _speaker(quotation: Quotation) -> str:
    return quotation.speaker.entity if quotation.speaker else "?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("„Wir warten ab“, sagte Angela Merkel.", "direct angela-merkel: Wir warten ab"),
        ('"Wir warten ab", sagte Angela Merkel.', "direct angela-merkel: Wir warten ab"),
        ("»Wir warten ab«, so Angela Merkel.", "direct angela-merkel: Wir warten ab"),
        ("«Wir warten ab», sagte Angela Merkel.", "direct angela-merkel: Wir warten ab"),
        ("Angela Merkel sagte: ‚Wir warten ab.‘", "direct angela-merkel: Wir warten ab."),
        ("Dem Kreml zufolge wird weiter verhandelt.", "reported russia: wird weiter verhandelt"),
        ("Es ist laut Angela Merkel sehr ernst.", "reported angela-merkel: Es ist laut Angela Merkel sehr ernst"),
        ("„Wir warten ab“, teilte ein Sprecher des Kreml mit.", "direct russia: Wir warten ab"),
        ("„Wir warten ab“, sagte der russische Minister.", "direct ?: Wir warten ab"),
        ("Nach dem Treffen mit Angela Merkel sagte Donald Trump: „Wir warten ab.“",
         "direct donald-trump: Wir warten ab."),
    ],
)  # fmt: skip
def test_what_is_said_and_by_whom(annotator: Annotator, text: str, said: str) -> None:
    assert _said(annotator, text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Der Film „Das Boot“ gefiel Angela Merkel.",
        "Angela Merkel gab der „Süddeutschen Zeitung“ ein Interview.",
        "Die „Gorch Fock“ lief aus. Angela Merkel winkte.",
        "Laut Gesetz ist das verboten.",
        "Als Angela Merkel kam, sagte niemand etwas.",
        "Angela Merkel sagte nichts. Danach wurde es still.",
    ],
)
def test_marks_and_verbs_alone_are_no_quotation(annotator: Annotator, text: str) -> None:
    assert _said(annotator, text) == []


def test_the_words_go_on_in_the_next_paragraph(annotator: Annotator) -> None:
    text = "Angela Merkel sagte: „Wir warten ab.\n\n„Und dann entscheiden wir.“ Das war alles."
    assert _said(annotator, text) == ["direct angela-merkel: Wir warten ab.\n\n„Und dann entscheiden wir."]


def test_a_pronoun_means_the_one_who_was_named_last_and_fits(annotator: Annotator) -> None:
    text = "Bundeskanzlerin Angela Merkel traf Präsident Donald Trump. „Wir warten ab“, sagte {}."
    assert _said(annotator, text.format("sie")) == ["direct angela-merkel: Wir warten ab"]
    assert _said(annotator, text.format("er")) == ["direct donald-trump: Wir warten ab"]


def test_the_speaker_is_a_mention_and_the_cue_a_word(annotator: Annotator) -> None:
    text = "„Wir warten ab“, sagte Angela Merkel."
    annotation = annotator.annotate("a", text)
    (quotation,) = annotation.quotations
    assert quotation.speaker
    assert quotation.cue
    assert quotation.speaker.mention in {mention.id for mention in annotation.mentions}
    assert text[quotation.speaker.start : quotation.speaker.end] == "Angela Merkel"
    assert text[quotation.cue.start : quotation.cue.end] == "sagte"


def test_what_stands_in_the_tail_is_no_quotation(annotator: Annotator) -> None:
    body = "Der Absatz ist lang genug, um ein Absatz zu sein, und er sagt, was geschehen ist. " * 5
    assert _said(annotator, f"Titel\n\n{body}\n\nKommentare\n\n„Wir warten ab“, sagte Angela Merkel.") == []


_PIECES = st.sampled_from(
    ["„", "“", "”", '"', "»", "«", "‚", "‘", "’", " ", " ", "\n\n", ",", ".", ":", "sagte", "said", "laut", "Laut ",
     "Angela Merkel", "Kreml", "wie", "er", "sei", "that", "nannte", "so", "zufolge", "according to", "Wort", "A"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join), st.sampled_from(["de", "en"]))
def test_spans_are_within_the_text_whatever_it_is(annotator: Annotator, text: str, language: str) -> None:
    annotation = annotator.annotate("a", text, Given(language=language))
    mentions = {mention.id for mention in annotation.mentions}
    for quotation in annotation.quotations:
        assert 0 <= quotation.start < quotation.end <= len(text)
        assert quotation.speaker is None or quotation.speaker.mention in mentions
        assert quotation.cue is None or 0 <= quotation.cue.start < quotation.cue.end <= len(text)
    places = [(each.start, -each.end) for each in annotation.quotations]
    assert places == sorted(places)
