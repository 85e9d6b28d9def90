"""Every rule says why it found something, in a sentence, and shows it in the text."""

from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate import Annotator, build_annotator, explain, persons
from app.annotate.explain import sentences
from app.domain.annotations import Mention, MentionKind
from app.domain.authority import Authority, load_authority
from app.domain.inputs import parse_input
from app.errors import AppError
from app.formats.readers import find_kind, read
from app.settings import shipped

EXAMPLES = {
    "crf-de/4": (
        "Der Konzern hat seinen Sitz in [Gelnhausen], sagte ein Sprecher.",
        "“Gelnhausen” is on no list; the words beside it (“Sitz in Gelnhausen, sagte ein”) and how it is written make "
        "it a name, says a model of German.",
        "Sitz in Gelnhausen, sagte ein",
    ),
    "crf-en/2": (
        "He was born in [Thornaby] and moved to Leeds.",
        "“Thornaby” is on no list; the words beside it (“born in Thornaby and moved”) and how it is written make it a "
        "name, says a model of English.",
        "born in Thornaby and moved",
    ),
    "gazetteer/name": ("Die [Nato] berät.", "“Nato” is a name of NATO in the authority files.", ""),
    "gazetteer/hyphen-compound": (
        "Die [EU]-Staaten beraten.",
        "“EU”, a name of European Union, is a part of “EU-Staaten”.",
        "EU-Staaten",
    ),
    "gazetteer/closed-compound": (
        "Die [Russland]politik wankt.",
        "“Russlandpolitik” is one word made of “Russland”, a name of Russia, and another.",
        "Russlandpolitik",
    ),
    "gazetteer/adjective": ("Der [russische] Botschafter.", "“russische” is the adjective of Russia.", ""),
    "gazetteer/demonym": ("Die [Franzosen] klagen.", "“Franzosen” is what the people of France are called.", ""),
    "gazetteer/metonym": (
        "Der [Kreml] schweigt.",
        "“Kreml” is the name of a government or its seat, and stands for Russia.",
        "",
    ),
    "gazetteer/capital": (
        "Nun bestreitet [Moskau] alles. Nichts davon stimmt.",
        "“Moskau” is a capital; the words beside it (“Nun bestreitet Moskau alles”) show that Russia is meant, not the "
        "city. Elsewhere it may mean Moscow.",
        "Nun bestreitet Moskau alles",
    ),
    "gazetteer/nominal": (
        "Die Nato tagt, das [Bündnis] wächst.",
        "“Bündnis” is a common noun; it means NATO here because the text also names it.",
        "Nato",
    ),
    "gazetteer/dateline": (
        "[BERLIN] (dpa) – Es regnet seit gestern in Strömen.",
        "“BERLIN” stands in the dateline: it is where the report was written. Elsewhere it may mean Germany.",
        "",
    ),
    "persons/full-name": (
        "Kanzler [Olaf Scholz] kam.",
        "“Olaf Scholz” is a full name of Olaf Scholz in the authority files, or a spelling of it.",
        "",
    ),
    "persons/surname": (
        "Olaf Scholz kam. Danach ging [Scholz].",
        "“Scholz” is a surname of Olaf Scholz, who is named in full elsewhere in the text.",
        "Olaf Scholz",
    ),
    "persons/known-alone": (
        "Gestern sprach [Putin].",
        "“Putin” is a surname that leaves no doubt: Vladimir Putin is known by it alone.",
        "",
    ),
    "persons/role-surname": (
        "Gestern sprach Präsident [Gniffke] dort.",
        "“Gniffke” is a surname, and the words before it (“sprach Präsident Gniffke”) tell whose: Gniffke.",
        "sprach Präsident Gniffke",
    ),
    "persons/anchored-surname": (
        "Die EU zögert, sagte [Michel].",
        "“Michel” is a surname of Charles Michel, and the text also names what belongs to this person.",
        "",
    ),
    "persons/first-name": (
        "Die Sängerin Paris Hilton kam nach Berlin. Danach lachte [Paris] über ihre Zuschauer.",
        "“Paris” is the first name of Paris Hilton, who is named in full elsewhere in the text. Elsewhere it may mean "
        "Paris or France.",
        "Paris Hilton",
    ),
    "persons/given-name": (
        "Auch [Eberhard Quastenflosser] war dabei.",
        "“Eberhard Quastenflosser” begins with a first name; no authority file knows this person.",
        "",
    ),
    "persons/role-name": (
        "Dort sprach Außenminister [Xaltan Qworrel] lange.",
        "“Xaltan Qworrel” stands behind an office or a title (“sprach Außenminister Xaltan Qworrel”); no authority "
        "file knows this person.",
        "sprach Außenminister Xaltan Qworrel",
    ),
    "happenings/summit": (
        "Der [G7-Gipfel in Hiroshima] endet.",
        "“G7-Gipfel in Hiroshima” is a meeting, named by who meets and where; no authority file knows it.",
        "",
    ),
    "happenings/mission": (
        "Die französische Operation „[Barkhane]“ endet.",
        "“Barkhane” is named as a mission by the words before it.",
        "",
    ),
    "happenings/manoeuvre": (
        "Das Manöver „[Kalter Bär]“ endet.",
        "“Kalter Bär” is named as a manoeuvre by the words before it; no authority file knows it.",
        "",
    ),
    "happenings/treaty": (
        "Das [Dubliner Abkommen] gilt.",
        "“Dubliner Abkommen” is a treaty, named by its subject or by where it was made; no authority file knows it.",
        "",
    ),
    "happenings/format": (
        "Das [Astana-Format] ruht.",
        "“Astana-Format” is a format of talks, named by where they began; no authority file knows it.",
        "",
    ),
}


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load_authority(shipped("seed") / "actors")


@pytest.fixture(scope="module")
def whole(authority: Authority) -> Annotator:
    return build_annotator(authority)


def test_each_sentence_has_an_example() -> None:
    assert sentences().keys() == EXAMPLES.keys()


def test_every_rule_of_persons_and_every_kind_of_name_has_a_sentence() -> None:
    rules = {f"persons/{rule}" for rule in persons._CONFIDENCE}
    kinds = {f"gazetteer/{kind}" for kind in get_args(MentionKind) if kind != "compound"}
    assert rules | kinds <= sentences().keys()


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_says_why(rule: str, whole: Annotator, authority: Authority) -> None:
    marked, why, shown = EXAMPLES[rule]
    text = marked.replace("[", "").replace("]", "")
    found = whole.annotate("a", text)
    labels = {each.id: each.label for each in (*authority.entities, *found.unknown)}
    place = [each.start for each in found.mentions].index(marked.index("["))
    explanation = explain(text, found.mentions, labels)[place]
    assert (explanation.rule, explanation.why) == (rule, why)
    assert "".join(text[span.start : span.end] for span in explanation.evidence) == shown


def test_every_rule_that_finds_something_in_the_demo_corpus_has_a_sentence(whole: Annotator) -> None:
    rules = {
        mention.rule
        for path in (shipped("seed") / "articles").iterdir()
        for text in texts(path)
        for mention in whole.annotate("a", text).mentions
    }
    assert rules <= sentences().keys()
    assert len(rules) > 10


def texts(path: Path) -> list[str]:
    with path.open("rb") as file:
        held = read(find_kind(path.name), file, 1_000_000)
        return [parse_input(each.fields).composed for each in held if not isinstance(each.fields, AppError)]


def test_a_rule_of_another_version_is_named() -> None:
    (told,) = explain("Die Nato", [mention(4, 8, "model/crf-0")], {})
    assert (told.rule, told.why, told.evidence) == ("model/crf-0", "The rule model/crf-0 found “Nato”.", ())


@given(st.text(st.sampled_from("aÄ -.\n\u00ad😀{}"), min_size=1), st.data())
def test_evidence_stands_in_the_text_around_the_mention(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = [mention(start, end, rule, text) for rule in sentences()]
    for span in chain.from_iterable(each.evidence for each in explain(text, found, {"x": "{label}"})):
        assert 0 <= span.start < span.end <= len(text)


def mention(start: int, end: int, rule: str, text: str = "Die Nato") -> Mention:
    return Mention(
        id=rule,
        entity="x",
        start=start,
        end=end,
        text=text[start:end],
        zone="body",
        sentence=0,
        paragraph=0,
        kind="name",
        type="organization",
        confidence=1,
        rule=rule,
    )
