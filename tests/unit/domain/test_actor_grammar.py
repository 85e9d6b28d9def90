import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actor_grammar import all_of, canonical_actor, parse_actor
from app.domain.actors import (
    MAX_ATOMS,
    ActorExpression,
    AllOf,
    AnyOf,
    Anyone,
    Entities,
    Not,
    Reference,
    Surface,
    as_lists,
)
from app.domain.annotations import ENTITY_TYPES
from app.errors import Flaw, InvalidParameterError


def flaw_of(text: str) -> Flaw:
    with pytest.raises(InvalidParameterError) as caught:
        parse_actor(text)
    return caught.value.flaws[0]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("EU", "EU"),
        ("EU,NATO", ["and", "EU", "NATO"]),
        ("EU | NATO |Russland", ["or", "EU", "NATO", "Russland"]),
        ("(EU|NATO),-Russland", ["and", ["or", "EU", "NATO"], ["not", "Russland"]]),
        ("!(EU,NATO)", ["not", ["and", "EU", "NATO"]]),
        ("-(-EU)", "EU"),
        ('"Selenskij",EU', ["and", '"Selenskij"', "EU"]),
        ("  Europäische   Union ", "Europäische Union"),
        ("Star Trek: Picard", "Star Trek: Picard"),
        ("((((((((EU))))))))", "EU"),
        ("a-b", "a-b"),
        ("EU,-*", ["and", "EU", ["not", "*"]]),
        ("place: *|person:*", ["or", "place:*", "person:*"]),
        ('"der ""rote"" Max"', '"der "rote" Max"'),
    ],
)
def test_what_is_written_is_read(text: str, tree: object) -> None:
    assert as_lists(parse_actor(text)) == tree


@pytest.mark.parametrize("kind", ENTITY_TYPES)
def test_a_colon_counts_after_a_type(kind: str) -> None:
    assert parse_actor(f"{kind}:A: B") == Reference(name="A: B", type=kind, position=len(kind) + 1)
    assert parse_actor(f'{kind}: "A"') == Surface(form="A", type=kind)


def test_a_reference_knows_where_it_stands() -> None:
    tree = parse_actor("EU,( NATO | person:Michel)")
    assert isinstance(tree, AllOf)
    assert isinstance(tree.parts[1], AnyOf)
    assert [part.position for part in (tree.parts[0], *tree.parts[1].parts) if isinstance(part, Reference)] == [
        0,
        5,
        19,
    ]


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("", 0, ["name", "("]),
        ("(EU|NATO,", 9, ["name", "("]),
        ("EU,,NATO", 3, ["name", "("]),
        ("--EU", 1, ["name", "("]),
        ("😀,", 2, ["name", "("]),
        ("()", 1, ["name", "("]),
        ("EU)", 2, [",", "|", "end"]),
        ("EU,NATO)", 7, [",", "end"]),
        ("(EU|NATO", 8, ["|", ")"]),
        ("EU(NATO)", 2, [",", "|", "end"]),
        ('"EU" NATO', 5, [",", "|", "end"]),
        ('"EU', 3, ['"']),
        ('""', 1, ["name"]),
        ("person:", 7, ["name"]),
        ("person:(EU)", 7, ["name"]),
    ],
)
def test_a_syntax_error_says_where_and_what_is_expected(text: str, position: int, expected: list[str]) -> None:
    flaw = flaw_of(text)
    assert (flaw.parameter, flaw.reason) == ("actor", "syntax")
    assert flaw.more == {"position": position, "expected": expected}


@pytest.mark.parametrize(
    ("text", "position", "readings"),
    [
        ("EU|NATO,Russland", 7, ["(EU|NATO),Russland", "EU|(NATO,Russland)"]),
        ("a,b|c|d,e", 3, ["a,(b|c|d),e", "(a,b)|c|(d,e)"]),
        ("x|(-a|b,c)", 7, ["x|((-a|b),c)", "x|(-a|(b,c))"]),
    ],
)
def test_mixed_signs_are_ambiguous_and_both_readings_are_told(text: str, position: int, readings: list[str]) -> None:
    flaw = flaw_of(text)
    assert flaw.reason == "ambiguous"
    assert flaw.more == {"position": position, "did_you_mean": readings}
    for reading in readings:
        parse_actor(reading)


def test_caps() -> None:
    parse_actor(",".join(["EU"] * MAX_ATOMS))
    assert flaw_of(",".join(["EU"] * (MAX_ATOMS + 1))).more == {"position": 3 * MAX_ATOMS, "maximum": MAX_ATOMS}
    deep = flaw_of("(((((((((EU)))))))))")
    assert (deep.reason, deep.more) == ("too-deep", {"position": 8, "maximum": 8})


def test_a_name_is_measured_as_it_is_compared() -> None:
    assert parse_actor(f"{'a' * 200} , {' ' * 300}b")
    for long in ("a" * 201, "\u0958" * 101, f'"{"a" * 201}"'):
        assert flaw_of(f"EU, {long}").more["maximum"] == 200


def test_several_expressions_are_one_and_within_the_caps() -> None:
    both = all_of([parse_actor("EU,NATO"), parse_actor("a|b"), parse_actor("-c")])
    assert canonical_actor(both) == "EU,NATO,(a|b),-c"
    with pytest.raises(InvalidParameterError) as caught:
        all_of([parse_actor(",".join(["EU"] * MAX_ATOMS)), parse_actor("NATO")])
    assert caught.value.flaws[0].reason == "too-many"
    nested = "a|(b,(c|(d,(e|(f,(g|(h,(i|j))))))))"
    parse_actor(nested)
    with pytest.raises(InvalidParameterError) as caught:
        all_of([parse_actor(nested), parse_actor("x")])
    assert caught.value.flaws[0].reason == "too-deep"


def test_resolved_names_are_written_by_id() -> None:
    several = AllOf(parts=(Entities(ids=("eu",)), Not(part=Entities(ids=("usa", "russia")))))
    assert canonical_actor(several) == "eu,-(usa|russia)"


names = st.from_regex(r"[A-Za-zÄöß0-9.&:](?:[A-Za-z0-9 '’-]{0,10}[a-zß0-9])?", fullmatch=True).filter(
    lambda name: not name.startswith(tuple(f"{kind}:" for kind in ENTITY_TYPES))
)
kinds = st.none() | st.sampled_from(ENTITY_TYPES)
leaves = st.builds(Reference, name=names.map(lambda n: " ".join(n.split())), type=kinds) | st.builds(
    Surface, form=st.sampled_from(["EU", "(a|b), c", "Selenskij", "-x", '"Max"', 'a"b', '"']), type=kinds
)
leaves |= st.builds(Anyone, type=kinds)


def larger(parts: st.SearchStrategy[ActorExpression]) -> st.SearchStrategy[ActorExpression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(AllOf, parts=several)
        | st.builds(AnyOf, parts=several)
        | st.builds(Not, part=parts.filter(lambda part: not isinstance(part, Not)))
    )


def too_deep(tree: ActorExpression) -> bool:
    try:
        all_of([tree])
    except InvalidParameterError as error:
        return error.flaws[0].reason == "too-deep"
    return False


def unplaced(tree: ActorExpression) -> ActorExpression:
    match tree:
        case Reference(name=name, type=kind):
            return Reference(name=name, type=kind)
        case Not(part=part):
            return Not(part=unplaced(part))
        case AllOf(parts=parts):
            return AllOf(parts=tuple(map(unplaced, parts)))
        case AnyOf(parts=parts):
            return AnyOf(parts=tuple(map(unplaced, parts)))
    return tree


@given(st.recursive(leaves, larger, max_leaves=12))
def test_the_canonical_form_is_read_as_what_it_was_written_from(tree: ActorExpression) -> None:
    if too_deep(tree):
        assert flaw_of(canonical_actor(tree)).reason == "too-deep"
    else:
        assert unplaced(parse_actor(canonical_actor(tree))) == tree


@given(st.text(alphabet=st.sampled_from(list('EU,|()"-! :personrgi😀\u0301\n')), max_size=60) | st.text())
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    try:
        tree = parse_actor(text)
    except InvalidParameterError as error:
        flaw = error.flaws[0]
        assert flaw.reason in {"syntax", "ambiguous", "too-deep", "too-many", "too-long"}
        assert 0 <= flaw.more["position"] <= len(text)
    else:
        assert unplaced(parse_actor(canonical_actor(tree))) == unplaced(tree)
