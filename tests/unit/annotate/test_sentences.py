import pytest

from app.annotate.blocks import split_blocks
from app.annotate.sentences import sentence_starts


@pytest.mark.parametrize(
    "sentences",
    [
        ["Er kam.", "Sie ging!", "Warum?", "„Darum.“", "So war es."],
        ["Am 3. Februar kam Dr. Schmidt, z. B. aus Rom.", "Der 2. Weltkrieg war vorbei."],
        ["Das war 2008.", "Nun ist es anders."],
        ["George W. Bush und Shealah D. Craighead kamen."],
        ["The U.S. Army met Mr. Smith at 9 a.m. today.", "It rained."],
        ["Die Nato usw. blieb.", "Die EU ging."],
        ["Er sagte: »Nein.«", "Dann ging er."],
        ["Warte … dann kam er.", "Nun …", "Gut."],
    ],
)
def test_sentences_begin_where_a_reader_says(sentences: list[str]) -> None:
    text = " ".join(sentences)
    starts = sentence_starts(text, split_blocks(text))
    assert [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)] == sentences


def test_a_paragraph_ends_a_sentence() -> None:
    text = "Eine Zeile ohne Punkt\n\nund noch eine"
    assert sentence_starts(text, split_blocks(text)) == [0, text.index("und")]
