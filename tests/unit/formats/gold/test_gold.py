"""Gold in every format gives a text, the marks in it, and what is found in the labels of the format."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate import Annotator, build_annotator
from app.domain.authority import load_authority
from app.domain.scoring import Gold, judge
from app.errors import InvalidBodyError
from app.formats.gold import read_gold
from app.formats.gold.tagging import Word, set_text
from app.settings import shipped

CONLL = """-DOCSTART- -X- O O

Angela NNP I-NP I-PER
Merkel NNP I-NP I-PER
met VBD I-VP O
Nicolas NNP I-NP B-PER
Sarkozy NNP I-NP I-PER
and CC O O
Russian JJ I-NP I-MISC
generals NNS I-NP O
in IN I-PP O
Paris NNP I-NP I-LOC
. . O O

-DOCSTART- -X- O O

"NATO NNP I-NP I-ORG
's POS O O
NATO-led JJ I-NP I-MISC
force NN I-NP O
"""
GERMEVAL = """#\thttp://example.org\t[2010-01-01]
1\tDie\tO\tO
2\tRusslandpolitik\tB-LOCpart\tO
3\ttrifft\tO\tO
4\trussische\tB-LOCderiv\tO
5\tFirmen\tO\tO
6\tin\tO\tO
7\tNew\tB-LOC\tO
8\tYork\tI-LOC\tO
9\t.\tO\tO

#\thttp://example.org\t[2010-01-02]
1\tDie\tO\tO
2\tEU\tB-ORG\tO
"""


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return build_annotator(load_authority(shipped("seed") / "actors"))


def held(tmp_path: Path, name: str, content: str, *folders: Path) -> list[Gold]:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return list(read_gold(path, None, folders))


def marked(gold: Gold) -> list[tuple[str, str]]:
    return [(gold.text[mark.start : mark.end], mark.name) for mark in gold.wanted]


def outcomes(gold: Gold, annotator: Annotator) -> list[tuple[str, str, str]]:
    verdicts = judge(gold, annotator.annotate("a", gold.text, gold.given)).mentions
    return [(outcome, gold.text[mark.start : mark.end], mark.name) for outcome, mark in verdicts]


def test_conll_is_set_as_a_text(tmp_path: Path) -> None:
    first, second = held(tmp_path, "a.txt", CONLL)
    assert first.text == "Angela Merkel met Nicolas Sarkozy and Russian generals in Paris."
    assert marked(first) == [
        ("Angela Merkel", "PER"),
        ("Nicolas Sarkozy", "PER"),
        ("Russian", "MISC"),
        ("Paris", "LOC"),
    ]
    assert (second.text, marked(second)) == ("\"NATO's NATO-led force", [('"NATO', "ORG"), ("NATO-led", "MISC")])
    assert first.actors is None


def test_what_is_found_is_labelled_as_conll_does(tmp_path: Path, annotator: Annotator) -> None:
    first, second = held(tmp_path, "a.txt", CONLL)
    assert {outcome for outcome, _, _ in outcomes(first, annotator)} == {"right"}
    assert ("right", "NATO-led", "MISC") in outcomes(second, annotator)


def test_a_run_of_conll_begins_anew_with_a_b_and_with_a_sentence(tmp_path: Path) -> None:
    (gold,) = held(tmp_path, "a.conll", "-DOCSTART- O\n\nA B-PER\nB B-PER\nC I-PER\n\nD I-PER\nE S-ORG\n")
    assert marked(gold) == [("A", "PER"), ("B C", "PER"), ("D", "PER"), ("E", "ORG")]


def test_sentences_of_conll_without_texts_stand_alone(tmp_path: Path) -> None:
    assert [gold.text for gold in held(tmp_path, "a.bio", "A B-PERSON\n\n\nB O\nC O\n")] == ["A", "B C"]


def test_germeval(tmp_path: Path, annotator: Annotator) -> None:
    first, second = held(tmp_path, "a.tsv", GERMEVAL)
    assert first.text == "Die Russlandpolitik trifft russische Firmen in New York."
    assert outcomes(first, annotator) == [
        ("right", "Russlandpolitik", "LOCpart"),
        ("right", "russische", "LOCderiv"),
        ("right", "New York", "LOC"),
    ]
    assert (second.name, marked(second)) == ("a.tsv:13", [("EU", "ORG")])


@pytest.mark.parametrize(
    ("types", "wanted"),
    [
        (("person", "Country"), [("Olaf Scholz", "person"), ("Polen", "country")]),
        (("PER", "LOC"), [("Olaf Scholz", "PER"), ("Polen", "LOC")]),
        (("Person", "GPE"), [("Olaf Scholz", "PER"), ("Polen", "LOC")]),
    ],
)
def test_brat(tmp_path: Path, annotator: Annotator, types: tuple[str, str], wanted: list[tuple[str, str]]) -> None:
    (tmp_path / "a.txt").write_text("Bundeskanzler Olaf Scholz war in Polen.", "utf-8")
    lines = f"T1\t{types[0]} 14 25\tOlaf Scholz\nA1\tSure T1\nT2\t{types[1]} 33 38\tPolen\n#1\tAnnotatorNotes T2\thm\n"
    (tmp_path / "a.ann").write_text(lines, "utf-8")
    (gold,) = read_gold(tmp_path, None, [])
    assert marked(gold) == wanted
    assert all(each in outcomes(gold, annotator) for each in [("right", *mark) for mark in wanted])


def test_a_gold_of_our_own_names_its_article_or_holds_it(tmp_path: Path, annotator: Annotator) -> None:
    mention = {"start": 4, "end": 8, "text": "Nato", "entity": "nato", "type": "organization", "kind": "name"}
    gold = {"actors": ["nato"], "mentions": [mention]}
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.ndjson").write_text('{"id": "x", "text": "Nein"}\n{"id": "y", "text": "Die Nato tagt."}\n', "utf-8")
    (named,) = held(tmp_path, "a.json", json.dumps({"file": "a.ndjson", "id": "y", **gold}), articles)
    (holding,) = held(tmp_path, "b.json", json.dumps([{"text": "Die Nato tagt.", **gold}]))
    assert named.text == holding.text == "Die Nato tagt."
    assert outcomes(named, annotator) == outcomes(holding, annotator) == [("right", "Nato", "nato")]


def test_a_folder_is_read_file_by_file_and_may_mix_formats(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("no gold", "utf-8")
    (tmp_path / "a.tsv").write_text(GERMEVAL, "utf-8")
    assert [gold.name for gold in held(tmp_path, "b.txt", CONLL)] == ["b.txt#1", "b.txt#2"]
    assert [gold.name for gold in read_gold(tmp_path, None, [])] == ["a.tsv:2", "a.tsv:13", "b.txt#1", "b.txt#2"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "Just some prose.\n", "is no gold that is known"),
        ("a.txt", "A O\nB\n", "a.txt:2: a line is a word and, in the last column, a tag"),
        ("a.tsv", "1\tA\tO\tO\n2 B O O\n", "a.tsv:2: a line is a number, a word"),
        ("a.json", "{", "a.json: "),
        ("a.json", '{"file": "a.txt", "mentions": []}', "/actors: Field required"),
        ("a.json", '{"file": "a.txt", "actors": [], "mentions": []}', "there is no article"),
        (
            "a.json",
            '{"text": "Nato", "actors": [], "mentions": [{"start": 0, "end": 2, "text": "Nato", "entity": "nato",'
            ' "type": "organization", "kind": "name"}]}',
            "the text has 'Na' at 0 to 2, not 'Nato'",
        ),
        ("t.ann", "T1\tPER 0 4\tNato\n", "the text has 'Die ' at 0 to 4, not 'Nato'"),
        ("t.ann", "T1\tPER 0 2;4 6\tDi Na\n", "in pieces"),
        ("t.ann", "T1\tGene 4 8\tNato\n", "the types GENE are none of person"),
    ],
)
def test_what_is_wrong_with_a_gold_is_named(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / "t.txt").write_text("Die Nato", "utf-8")
    with pytest.raises(InvalidBodyError, match=r".") as refused:
        held(tmp_path, name, content)
    assert said in refused.value.detail


TOKENS = st.lists(st.builds(Word, st.sampled_from(["Nato", ",", "(", ")", "’s", "Ä", "😀", "."]), st.just("B-PER")))


@given(st.lists(TOKENS))
def test_every_word_is_marked_where_it_stands(sentences: list[list[Word]]) -> None:
    text, starts, marks = set_text(sentences)
    words = [word.text for sentence in sentences for word in sentence]
    assert [text[mark.start : mark.end] for mark in marks] == words
    assert starts == [mark.start for mark in marks]
