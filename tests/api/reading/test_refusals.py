import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.parameters.parameters_schema import COMPONENT_PARAMETERS
from app.errors import MAX_FLAWS


def errors_of(reading: TestClient, query: str, path: str = "/articles") -> list[dict[str, Any]]:
    answer = reading.get(f"{path}?{query}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    errors: list[dict[str, Any]] = answer.json()["errors"]
    return errors


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("actors=EU", {"parameter": "actors", "reason": "unknown", "did_you_mean": ["actor"]}),
        ("Limit=3", {"parameter": "Limit", "reason": "unknown", "did_you_mean": ["limit"]}),
        ("actor.withn=sentence", {"parameter": "actor.withn", "reason": "unknown", "did_you_mean": ["actor.within"]}),
        ("actor.within=sentence", {"parameter": "actor.within", "reason": "requires", "requires": ["actor"]}),
        ("actor=EU&actor.within=line", {"parameter": "actor.within", "expected": ["article", "paragraph", "sentence"]}),
        ("actor=EU&actor.min_mentions=0", {"parameter": "actor.min_mentions", "reason": "range", "minimum": 1}),
        ("actor=EU&actor.type=people", {"parameter": "actor.type", "reason": "invalid"}),
        ("=x", {"parameter": "", "reason": "unknown"}),
        ("%ff=x", {"parameter": "\ufffd", "reason": "unknown"}),
        ("limit=1&limit=1", {"parameter": "limit", "reason": "repeated"}),
        ("q=a&q=b", {"parameter": "q", "reason": "repeated"}),
        ("q=%ff", {"parameter": "q", "reason": "encoding"}),
        ("actor=%ED%A0%80", {"parameter": "actor", "reason": "encoding"}),
        ("q=%00", {"parameter": "q", "reason": "invalid", "position": 0}),
        ("source=a%00", {"parameter": "source", "reason": "invalid", "position": 1}),
        ("limit=abc", {"parameter": "limit", "reason": "invalid", "expected": ["integer"], "value": "abc"}),
        ("limit=", {"parameter": "limit", "reason": "invalid", "expected": ["integer"], "value": ""}),
        ("limit", {"parameter": "limit", "reason": "invalid", "expected": ["integer"], "value": ""}),
        ("limit=%2B1", {"parameter": "limit", "reason": "invalid", "expected": ["integer"], "value": "+1"}),
        ("limit=%D9%A3", {"parameter": "limit", "reason": "invalid", "expected": ["integer"], "value": "٣"}),
        ("limit=1.0", {"parameter": "limit", "reason": "invalid", "expected": ["integer"], "value": "1.0"}),
        ("limit=-1", {"parameter": "limit", "reason": "range", "minimum": 0, "maximum": 200, "value": "-1"}),
        ("limit=201", {"parameter": "limit", "reason": "range", "minimum": 0, "maximum": 200, "value": "201"}),
        (
            f"limit={2**63}",
            {"parameter": "limit", "reason": "range", "minimum": 0, "maximum": 200, "value": f"{2**63}"},
        ),
        ("page=501", {"parameter": "page", "reason": "range", "maximum": 500}),
        ("cursor=zzz", {"parameter": "cursor", "reason": "damaged"}),
        ("cursor=", {"parameter": "cursor", "reason": "damaged"}),
        ("actor=(EU|NATO,", {"parameter": "actor", "reason": "syntax", "position": 9, "expected": ["name", "("]}),
        (
            "actor=EU|NATO,Russland",
            {"parameter": "actor", "reason": "ambiguous", "position": 7}
            | {"did_you_mean": ["(EU|NATO),Russland", "EU|(NATO,Russland)"]},
        ),
        ("actor=", {"parameter": "actor", "reason": "syntax", "position": 0, "expected": ["name", "("]}),
        ("actor=EU&actor=", {"parameter": "actor", "reason": "syntax", "position": 0, "expected": ["name", "("]}),
        ("sort=relevance", {"parameter": "sort", "reason": "requires", "requires": ["q"]}),
        ("date.match=within", {"parameter": "date.match", "reason": "requires", "requires": ["date", "from", "to"]}),
        ("from=2017&to=2016", {"parameter": "to", "reason": "conflict", "conflicts_with": ["from"]}),
        ("strict=1", {"parameter": "strict", "reason": "invalid", "expected": ["true", "false"], "value": "1"}),
        ("duplicates=hide", {"parameter": "duplicates", "reason": "invalid"}),
        ("mentioned=12.02.2015", {"parameter": "mentioned", "reason": "invalid"}),
        ("ingested=last:0d", {"parameter": "ingested", "reason": "invalid"}),
        ("updated=2016/2015", {"parameter": "updated", "reason": "invalid"}),
        ("min_seq=-1", {"parameter": "min_seq", "reason": "range"}),
        ("ids=a&mentioned=2015", {"parameter": "ids", "reason": "conflict", "conflicts_with": ["mentioned"]}),
        ("date=2016&to=2017", {"parameter": "date", "reason": "conflict", "conflicts_with": ["to"]}),
        ("page=2&cursor=x", {"parameter": "page", "reason": "conflict", "conflicts_with": ["cursor"]}),
        ("ids=a&actor=EU&limit=5", {"parameter": "ids", "reason": "conflict", "conflicts_with": ["actor", "limit"]}),
        ("ids=a,,b", {"parameter": "ids", "reason": "empty", "value": ""}),
        ("source=", {"parameter": "source", "reason": "empty", "value": ""}),
        ("source=-", {"parameter": "source", "reason": "empty", "value": "-"}),
        ("q=" + "a" * 513, {"parameter": "q", "reason": "too-long", "maximum": 512, "value": "a" * 199 + "…"}),
        ("actor=" + "a" * 201, {"parameter": "actor", "reason": "too-long", "position": 0, "maximum": 200}),
        ("source=" + "a" * 32001, {"parameter": "source", "reason": "too-long", "maximum": 32000}),
        ("actor=" + ",".join(["EU"] * 65), {"parameter": "actor", "reason": "too-many", "maximum": 64}),
        ("&".join(["actor=EU"] * 65), {"parameter": "actor", "reason": "too-many", "maximum": 64}),
    ],
)
def test_what_is_wrong_is_named(reading: TestClient, query: str, error: dict[str, Any]) -> None:
    (told,) = errors_of(reading, query)
    assert told == {**told, **error}


@pytest.mark.parametrize(
    ("parameter", "values"),
    [
        ("sort", ["colour", "", "DATE"]),
        ("date", ["2016-13", "2016-02-30", "heute", "", "2017/2016", "last:0d", "2016/2017/2018", "٢٠١٦", "/"]),
        ("from", ["..", "last:3d", "2016/2017", ""]),
        ("to", ["16", "2016-1"]),
        ("zone", ["bodi", "", "body,"]),
        ("language", ["german", "d", "-", "dé"]),
        ("include", ["everything", "provenance"]),
        ("offset_unit", ["utf8", "UTF16"]),
        ("date.match", ["inside"]),
        ("date.undated", ["yes"]),
        ("page", ["0", "-1", "x", str(2**63)]),
    ],
)
def test_a_value_that_is_none_of_a_parameter(reading: TestClient, parameter: str, values: list[str]) -> None:
    for value in values:
        (error,) = errors_of(reading, f"{parameter}={value}")
        assert error["parameter"] == parameter


def test_all_flaws_are_told_at_once(reading: TestClient) -> None:
    errors = errors_of(reading, "actors=EU&limit=abc&date=2016-13&sort=colour&q=%ff&zone=bodi&actor=(")
    named = [error["parameter"] for error in errors]
    assert sorted(named) == ["actor", "actors", "date", "limit", "q", "sort", "zone"]


def test_the_detail_is_a_sentence(reading: TestClient) -> None:
    problem = reading.get("/articles?actors=EU").json()
    assert problem["detail"] == "Unknown parameter 'actors'."
    assert problem["type"] == "/problems/invalid-parameter"


def test_thousands_of_parameters_are_refused(reading: TestClient) -> None:
    for query in ("&".join(["a=1"] * 9000), "&".join(["q=1"] * 9000), "&".join(["actor=EU"] * 301)):
        assert errors_of(reading, query) == [{"reason": "too-many", "maximum": 300}]


def test_a_cursor_goes_with_its_own_query_only(reading: TestClient) -> None:
    following = reading.get("/articles", params={"limit": "1"}).json()["links"]["next"]
    cursor = following.split("cursor=")[1]
    (error,) = errors_of(reading, f"cursor={cursor}&actor=NATO")
    assert (error["parameter"], error["reason"]) == ("cursor", "foreign")
    assert reading.get("/articles", params={"cursor": cursor, "limit": "7", "include": "text"}).status_code == 200
    assert reading.get("/articles?cursor=zzz").json()["type"] == "/problems/cursor-invalid"


def test_a_forged_cursor_is_refused(reading: TestClient) -> None:
    """The checksum can be computed by anybody; what it covers is looked at all the same."""
    following = reading.get("/articles", params={"limit": "1"}).json()["links"]["next"]
    content = json.loads(urlsafe_b64decode(following.split("cursor=")[1] + "==")[4:])
    for key in ([], ["a"], [0, "a"], [1, 2], [0, None, None, None, None, "a"], [False, 1, 1, 1, 1, "a"]):
        forged = json.dumps([*content[:-1], key]).encode()
        cursor = urlsafe_b64encode(sha256(forged).digest()[:4] + forged).rstrip(b"=").decode()
        assert errors_of(reading, f"cursor={cursor}") == [{"parameter": "cursor", "reason": "damaged"}]


@pytest.mark.parametrize(
    "path",
    [
        "/articles",
        "/articles.csv",
        "/articles.ndjson",
        "/articles.json",
        "/articles/pact",
        "/articles/pact/text",
        "/articles/pact/mentions",
        "/articles/timeline",
        "/entities",
        "/entities/eu",
        "/entities.csv",
        "/entities/eu/mentions",
        "/suggest",
    ],
)
def test_no_path_takes_a_parameter_that_is_not_its_own(reading: TestClient, path: str) -> None:
    (error,) = errors_of(reading, "colour=red", path)
    assert error == {"parameter": "colour", "reason": "unknown"}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("include=text", "include"),
        ("page=2", "limit"),
        ("cursor=x", "limit"),
        ("limit=2147483648", "limit"),
        ("limit=200&page=51", "page"),
        ("limit=-1", "limit"),
    ],
)
def test_what_a_csv_stream_does_not_take(reading: TestClient, query: str, parameter: str) -> None:
    (error,) = errors_of(reading, query, "/articles.csv")
    assert error["parameter"] == parameter


def test_hostile_words_are_answered(reading: TestClient) -> None:
    for words in (
        "park.",
        "(x",
        "1:1",
        "“EU”",
        '"',
        "-",
        "*",
        "AND",
        "NATO OR",
        "a" * 512,
        "😀",
        "%",
        "\t",
        "title:x~",
    ):
        assert reading.get("/articles", params={"q": words}).status_code == 200
    assert reading.get("/articles?q=100%").status_code == 200


def test_the_document_declares_exactly_what_is_taken(reading: TestClient) -> None:
    document = reading.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        if not path.startswith(("/articles", "/entities", "/suggest")) or "get" not in operations:
            continue
        declared = operations["get"].get("parameters", [])
        names = {COMPONENT_PARAMETERS[each["$ref"].split("/")[-1]]["name"] for each in declared if "$ref" in each}
        here = path.replace("{article_id}", "pact").replace("{entity_id}", "eu")
        every = sorted({parameter["name"] for parameter in COMPONENT_PARAMETERS.values()})
        some = [every[start : start + MAX_FLAWS // 2] for start in range(0, len(every), MAX_FLAWS // 2)]
        answers = [reading.get(here, params=[(name, "\0") for name in part]).json() for part in some]
        errors = [error for answer in answers for error in answer["errors"]]
        unknown = {error["parameter"] for error in errors if error["reason"] == "unknown"}
        assert names == {*every} - unknown, path


def test_a_warning_is_an_error_when_asked(reading: TestClient) -> None:
    asked = "actor=EU,Wolkenkuckucksheim&q=-"
    assert len(reading.get(f"/articles?{asked}&strict=false").json()["meta"]["warnings"]) == 2
    for path in ("/articles", "/articles.csv", "/articles.ndjson"):
        unknown, wordless = errors_of(reading, f"{asked}&strict=true", path)
        assert (unknown["parameter"], unknown["reason"]) == ("actor", "unknown-actor")
        assert (wordless["parameter"], wordless["reason"]) == ("q", "no-searchable-word")
    assert reading.get("/articles?actor=EU&strict=true").status_code == 200


def test_a_warning_says_as_an_error_what_was_meant(reading: TestClient) -> None:
    assert errors_of(reading, "actor=EU NATO&strict=true")[0]["did_you_mean"] == ["EU,NATO"]
