import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from app.api.input_schemas import ARTICLE_INPUT, EXTRACT_INPUT
from app.api.parameters.parameter_shapes import BLANKS
from app.api.transport.middleware import READING_POSTS
from app.api.transport.openapi import build_document
from app.domain.inputs import ArticleInput, parse_input
from app.main import create_app

DOCUMENT = build_document(create_app())
SIMILAR = "/articles/{article_id}/similar"
OPERATIONS = {
    (method, path): operation for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
}


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(each)


def resolve(reference: str) -> Any:
    found: Any = DOCUMENT
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def test_it_is_served(client: TestClient) -> None:
    assert client.get("/openapi.json").json() == DOCUMENT
    assert DOCUMENT["openapi"].startswith("3.1")
    assert DOCUMENT["info"]["license"] == {"name": "Apache-2.0", "identifier": "Apache-2.0"}


def test_every_operation_is_there_by_a_name_of_its_own() -> None:
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"(get|list|post|put|delete|extract|search|explain)(_[a-z]+)+", each) for each in ids)
    assert set(OPERATIONS) >= {
        ("get", "/articles"),
        ("get", "/articles.csv"),
        ("get", "/articles.ndjson"),
        ("get", "/articles/facets"),
        ("get", "/articles/timeline"),
        ("post", "/articles"),
        ("post", "/articles/search"),
        ("get", "/query/explain"),
        ("get", "/articles/{article_id}"),
        ("put", "/articles/{article_id}"),
        ("delete", "/articles/{article_id}"),
        ("get", "/articles/{article_id}/text"),
        ("get", "/articles/{article_id}/mentions"),
        ("get", "/entities"),
        ("get", "/entities/{entity_id}"),
        ("get", "/entities/{entity_id}/mentions"),
        ("get", "/entities/{entity_id}/neighbors"),
        ("get", "/entities/graph"),
        ("get", SIMILAR),
        ("get", "/suggest"),
        ("post", "/extract"),
        ("get", "/healthz"),
        ("get", "/readyz"),
        ("get", "/status"),
    }


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation["operationId"])
def test_every_operation_tells_its_errors_and_what_it_is(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
    assert "422" not in operation["responses"]
    for status in ("4XX", "5XX"):
        problem = resolve(operation["responses"][status]["$ref"])
        assert problem["content"].keys() == {"application/problem+json"}


def test_writing_needs_a_key_and_reading_does_not() -> None:
    secured = {(method, path) for (method, path), each in OPERATIONS.items() if each.get("security") == [{"key": []}]}
    assert secured == {each for each in OPERATIONS if each[0] != "get" and each[1] not in READING_POSTS}
    assert {} in OPERATIONS["post", "/extract"]["security"]
    assert DOCUMENT["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_every_reference_leads_somewhere() -> None:
    references = {each["$ref"] for each in walk(DOCUMENT) if isinstance(each.get("$ref"), str)}
    assert references
    for each in references:
        assert resolve(each)


def test_query_parameters_are_components_without_defaults() -> None:
    for operation in OPERATIONS.values():
        assert all("$ref" in each or each["in"] == "path" for each in operation.get("parameters", ()))
    for parameter in DOCUMENT["components"]["parameters"].values():
        assert parameter["description"]
        assert not any("default" in each for each in walk(parameter))


def test_patterns_mean_the_same_in_every_language() -> None:
    """`\\s` is another set of characters in Python, Rust and JavaScript; U+0085 is in two of them."""
    patterns = [each["pattern"] for each in walk(DOCUMENT) if isinstance(each.get("pattern"), str)]
    assert len(patterns) > 5
    assert not [pattern for pattern in patterns if re.search(r"\\[sSwWdDbB]", pattern)]
    blank = re.compile(f"[{BLANKS}]")
    assert all(bool(blank.match(each)) == each.isspace() for each in map(chr, range(0x3100)))


@pytest.mark.parametrize("blank", ["\u0085", "\u001c", "\u3000"])
def test_a_source_that_ends_in_a_blank_is_no_source(client: TestClient, blank: str) -> None:
    schema = DOCUMENT["components"]["parameters"]["source"]["schema"]["items"]
    assert not jsonschema_rs.validator_for(schema).is_valid(f"dpa{blank}")
    assert client.post("/articles/search", json={"source": [f"dpa{blank}"]}).status_code == 422
    assert client.post("/articles/search", json={"source": [f"d{blank}pa"]}).status_code == 200


@pytest.mark.parametrize(("name", "value"), [("source", "x" * 201), ("together", ",".join(8 * ["eu"]))])
def test_as_much_is_taken_as_the_document_says(client: TestClient, name: str, value: str) -> None:
    schema = DOCUMENT["components"]["parameters"][name]["schema"]
    for taken, sent in ((True, value), (name == "source", f"{value},eu")):
        assert jsonschema_rs.validator_for(schema).is_valid(sent.split(",")) == taken
        assert (client.get("/articles", params={name: sent}).status_code == 200) == taken


def test_answers_have_no_enums() -> None:
    asked = {"ArticleInput", "ArticleSearch", "ExtractInput"}
    answers = {name: each for name, each in DOCUMENT["components"]["schemas"].items() if name not in asked}
    assert not [name for name, each in answers.items() if any("enum" in part or "const" in part for part in walk(each))]
    assert not {"HTTPValidationError", "ValidationError"} & answers.keys()


def test_what_is_sent_is_described_as_it_is_read() -> None:
    assert ARTICLE_INPUT["properties"].keys() == ArticleInput.model_fields.keys()
    for schema in (ARTICLE_INPUT, EXTRACT_INPUT):
        for example in schema["examples"]:
            assert jsonschema_rs.is_valid(schema, example)
            parse_input(example)


@pytest.mark.parametrize(
    "path",
    ["/articles/facets", "/articles/timeline", "/entities/graph", "/entities/{entity_id}/neighbors", SIMILAR],
)
def test_the_examples_of_answers_are_such_answers(path: str) -> None:
    content = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    schema = {**content["schema"], "components": DOCUMENT["components"]}
    assert jsonschema_rs.is_valid(schema, content["example"])
