"""The statistical layer: what it sees, how it is made, and what it adds to what the rules found."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate import Annotator
from app.annotate.crf_exchange import exchanged, other_names
from app.annotate.crf_features import Features, shape
from app.annotate.crf_model import Model
from app.annotate.crf_tokens import NOTHING, Token, known_words, sentences
from app.annotate.crf_training import Sample, as_sample, cross_validate, tags, train
from app.annotate.crf_trust import trust
from app.annotate.crf_weights import pack, unpack
from app.annotate.document import prepare
from app.annotate.extraction import Found
from app.annotate.word_clusters import WordClusters, read_clusters
from app.annotate.zones import lay_out
from app.domain.annotations import Given
from app.domain.authority import Authority, AuthorityEntity
from app.domain.scoring import Gold, Mark

GERMAN = Given(language="de")


def read(text: str, *found: Found) -> list[list[Token]]:
    document = prepare(text, "de", lay_out(text, None))
    return list(sentences(document, known_words(document, found)))


def sample(text: str, *names: tuple[str, str]) -> Sample:
    marks = tuple(Mark(text.index(name), text.index(name) + len(name), label, label) for name, label in names)
    return as_sample(Gold("one", text, GERMAN, marks, lambda _: ()), "de", [])


NAMES = {"PER": ["Gönültas", "Piskin"], "LOC": ["Thornaby"], "ORG": ["Brunsviga"]}
SAMPLES = [
    sample(f"Gestern sagte {name} in {place} wenig dazu .", (name, "PER"), (place, "LOC"))
    for name, place in (("Bubik", "Tranomaro"), ("Hardiknut", "Pflückuff"), ("Demirović", "Werthern")) * 4
]


def test_hyphens_and_the_english_genitive_make_one_token() -> None:
    (words,) = read("Frank-Walter sah Bundes- und John's EU-Rat - so.")
    assert [token.word for token in words] == [
        "Frank-Walter", "sah", "Bundes-", "und", "John", "'s", "EU-Rat", "-", "so", ".",
    ]  # fmt: skip


def test_each_token_knows_what_the_rules_found_in_it() -> None:
    text = "Der EU-Rat tagt."
    ((_, council, *_),) = read(text, Found(4, 6, "eu", "organization", "compound", "gazetteer/name", 0.9))
    assert council.known == "Borganization/compound+"
    assert {token.known for token in read(text)[0]} == {NOTHING}


@given(st.text("aA1 -'’\u00ad.„\n", max_size=40))
def test_the_tokens_of_any_text_cover_all_its_signs_in_order(text: str) -> None:
    seen = [place for sentence in read(text) for token in sentence for place in range(token.start, token.end)]
    assert seen == sorted(set(seen))
    assert {place for place, sign in enumerate(text) if not sign.isspace() and sign != "\u00ad"} <= set(seen)


def test_the_shape_of_a_word() -> None:
    assert [shape(word) for word in ("Nato", "G20", "EU-Rat", "1,5")] == ["Xx", "Xd", "X-Xx", "d,d"]


def test_lists_tell_of_names_and_offices_and_an_unknown_word_of_its_last_part() -> None:
    features = Features("de")
    listed = {
        word: {sign for sign in features.signs(word, NOTHING) if sign.startswith("g=")}
        for word in ("Peter", "Annas", "Außenministerin", "Herr", "von", "Haus")
    }
    assert listed == {
        "Peter": {"g=given"}, "Annas": {"g=givens"}, "Außenministerin": {"g=role"}, "Herr": {"g=title"},
        "von": {"g=part"}, "Haus": set(),
    }  # fmt: skip
    path = read_clusters("de").path("Produzent")
    assert f"t={path}" in features.signs("Xylyxproduzent", NOTHING)
    assert "t=?" in features.signs("Xylyxqwyxqwyx", NOTHING)
    assert not [sign for sign in features.signs("Produzent", NOTHING) if sign.startswith("t=")]


def test_of_a_word_without_end_only_the_last_letters_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []
    monkeypatch.setattr(WordClusters, "path", lambda _, word: looked_up.append(word))
    assert "t=?" in Features("de").signs("xyq" * 1_000, NOTHING)
    assert sum(map(len, looked_up)) < 3 * 3_000


def test_what_is_told_of_a_token_names_where_it_holds() -> None:
    told = Features("de").of(read("Moskau schweigt.")[0])
    assert {"w=Moskau@0", "l=schweigt@1", "s=.@2", "r=first@-1", "moskau|schweigt@<"} <= set(told[0])
    assert {"l=schweigt@-1", "l=moskau@-2", "r=last@1", "schweigt|.@>"} <= set(told[2])


def test_german_words_are_trusted_more_than_their_clusters() -> None:
    features = ("l=rat@-1", "der|rat@>", ",|rat@<", "de0110*@0", "en?@1", "de01|de?@>", "x|Xx@<", ",|.@>", "s=Xx@0")
    assert [trust(each, "de") for each in features] == [1.5, 1.5, 1.5, 0.6, 0.8, 1, 1, 1, 1]
    assert {trust(each, "en") for each in features} == {1}


def test_training_gives_the_same_bytes_each_time() -> None:
    assert train(SAMPLES, "de", NAMES) == train(SAMPLES, "de", NAMES)


def test_names_are_exchanged_for_others_that_no_rule_knows() -> None:
    words = "Wladimir Selenskyjs Sprecher flog von Kiew nach Bad Homburg zur Nato"
    each = sample(words, ("Wladimir Selenskyjs", "PER"), ("Kiew", "LOC"), ("Bad Homburg", "LOC"), ("Nato", "ORG"))
    sentence = [token._replace(known="Bx") for token in each.sentences[0]]
    told = [exchanged(sentence, each.names, NAMES, Random(seed)) for seed in range(40)]
    shown = {" ".join(token.word for token in other) for other in told if other}
    assert words.replace("Kiew", "Thornaby").replace("Nato", "Brunsviga").replace("Selenskyjs", "Piskins") in shown
    assert all("Bad Homburg" in other and "Wladimir" in other for other in shown)
    for token in (token for other in told for token in other or ()):
        assert token.known == (NOTHING if token.word in {"Thornaby", "Brunsviga"} else "Bx")
    assert None in {exchanged(sentence, each.names, {}, Random(seed)) for seed in range(40)}


def test_the_names_of_an_authority_are_told_by_label() -> None:
    entities = (
        {"id": "a", "type": "person", "labels": {"de": "Angela Merkel"}, "surnames": ["Merkel"]},
        {"id": "b", "type": "organization", "labels": {"de": "Nato"}, "aliases": {"en": ["North Atlantic Alliance"]}},
        {"id": "c", "type": "country", "labels": {"de": "Österreich", "en": "Austria"}},
        {"id": "d", "type": "event", "labels": {"de": "Brexit"}},
    )
    authority = Authority(entities=tuple(AuthorityEntity.model_validate(each) for each in entities))
    assert other_names(authority, "de") == {"PER": ["Merkel"], "LOC": ["Österreich"], "ORG": ["Nato"]}


def test_weights_come_back_as_they_were_packed() -> None:
    states = {("w=a@b@0", "B-PER"): 1.2345, ("x|y@<", "O"): -2.0, ("l=Ü@-2", "O"): 0.0001}
    weights = unpack(pack(states, {("O", "B-PER"): 0.5, ("O", "O"): 1.0}, ["101"]))
    assert (weights.labels, weights.common, weights.rows) == (["B-PER", "O"], {"101"}, {"w=a@b": 0, "x|y": 1})
    assert weights.transitions.tolist() == [[0, 0], [0.5, 1]]
    assert [weights.table[0, 2, 0], weights.table[1, 5, 1]] == pytest.approx([1.234, -2], abs=0.001)


def test_names_are_those_that_crfsuite_finds_and_as_probable(tmp_path: Path) -> None:
    features, path = Features("de"), tmp_path / "weights"
    trainer = pycrfsuite.Trainer(verbose=False)
    for each in SAMPLES:
        trainer.append(features.of(each.sentences[0]), tags(each.sentences[0], each.names))
    trainer.train(str(path))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    learnt = tagger.info()
    alike = [words[first:] for each in SAMPLES for words in each.sentences for first in range(3)]
    found = Model(pack(learnt.state_features, learnt.transitions, []), "de").names(alike)
    for sentence, names in zip(alike, found, strict=True):
        best = tagger.tag(features.of(sentence))
        assert [each.first for each in names] == [number for number, tag in enumerate(best) if tag.startswith("B-")]
        for each in names:
            told = [f"{'I' if number > each.first else 'B'}-{each.label}" for number in range(each.first, each.after)]
            assert told == best[each.first : each.after]
            if len(told) == 1:
                assert each.confidence == pytest.approx(tagger.marginal(told[0], each.first), abs=0.01)


def test_what_was_learnt_is_found_in_texts_that_were_not_seen() -> None:
    (figures,) = set(cross_validate(SAMPLES, "de", NAMES, 4))
    right, found, wanted = figures
    assert right == found == wanted == 6


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("de", "Der Konzern hat seinen Sitz in Gelnhausen, sagte ein Sprecher.", "Gelnhausen", "place"),
        ("en", "He was born in Thornaby and moved to Leeds.", "Thornaby", "place"),
    ],
)  # fmt: skip
def test_names_that_no_list_knows_are_found(
    annotator: Annotator, language: str, text: str, name: str, kind: str
) -> None:
    annotation = annotator.annotate("one", text, Given(language=language))
    (mention,) = [each for each in annotation.mentions if each.text == name]
    assert (mention.type, mention.entity[: 3 + len(kind)]) == (kind, f"x-{kind}-")
    assert {each.id for each in annotation.unknown} >= {mention.entity}


def test_threads_do_not_mix_up_their_sentences() -> None:
    model = Model(train(SAMPLES, "de", NAMES), "de")
    alike = [each.sentences[0] for each in SAMPLES] + [each.sentences[0][:3] for each in SAMPLES]
    wanted = [list(model.names([sentence])) for sentence in alike] * 50
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda sentence: list(model.names([sentence])), alike * 50)) == wanted


def test_a_name_that_the_rules_know_in_part_is_left_to_them() -> None:
    model = Model(train(SAMPLES, "de", NAMES), "de")
    sentence = SAMPLES[0].sentences[0]
    listed = [token._replace(known="Bperson/name") if token.word == "Bubik" else token for token in sentence]
    (names,), (left,) = (
        model.names([listed]),
        model.names([listed], lambda tokens, span: tokens[span[0]].known == NOTHING),
    )
    assert [each.label for each in names] == ["PER", "LOC"]
    assert [each.label for each in left] == ["LOC"]


def test_without_sentences_there_are_no_names() -> None:
    assert not list(Model(train(SAMPLES, "de", NAMES), "de").names([]))


def test_texts_in_other_languages_are_left_alone(annotator: Annotator) -> None:
    text = "Hier, Wuppertalix Quandtmeyerix a parlé à Gelnhausen de tout cela."
    assert not annotator.annotate("one", text, Given(language="fr")).mentions
