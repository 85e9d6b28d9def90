import json
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from app.annotate import Annotator
from app.api.extract import ExplainedMention
from tests.api.conftest import create_key, services_of
from tests.api.reading.test_lists import assert_told

TEXT = "Brüssel 😀\r\n\r\nDie Nato und die EU beraten am Montag. Auch Eberhard Quastenflosser war dabei."


def test_a_text_is_annotated_and_not_stored(client: TestClient) -> None:
    answer = client.post("/extract", json={"text": TEXT, "title": "Gipfel", "date": "2016-12"})
    assert answer.status_code == 200
    found = answer.json()
    assert found.keys() == {"language", "date", "zones", "mentions", "quotations", "entities"}
    assert (found["language"], found["date"]["value"], found["date"]["source"]) == ("de", "2016-12", "metadata")
    stored = "Gipfel\n\n" + TEXT.replace("\r\n", "\n")
    assert [stored[each["start"] : each["end"]] for each in found["mentions"]] == [e["text"] for e in found["mentions"]]
    assert {"nato", "eu"} <= {each["entity"] for each in found["mentions"]}
    assert (found["zones"][0]["start"], found["zones"][-1]["end"]) == (0, len(stored))
    assert all(left["end"] == right["start"] for left, right in pairwise(found["zones"]))
    assert services_of(client).store.count() == 0


def test_every_entity_is_listed_once_and_said_to_be_known_or_not(client: TestClient) -> None:
    found = client.post("/extract", json={"text": TEXT}).json()
    listed = {each["id"]: each for each in found["entities"]}
    assert len(listed) == len(found["entities"])
    assert listed.keys() == {each["entity"] for each in found["mentions"]}
    assert listed["eu"] == {
        "id": "eu",
        "label": "European Union",
        "type": "organization",
        "wikidata_id": "Q458",
        "known": True,
    }
    unknown = [each for each in found["entities"] if not each["known"]]
    assert [each["label"] for each in unknown] == ["Eberhard Quastenflosser"]


def test_each_mention_says_why_it_was_found_when_asked(client: TestClient) -> None:
    text = {"text": TEXT + " Im Kreml bestreitet man alles, das Bündnis schweigt."}
    plain = client.post("/extract?explain=false", json=text).json()
    assert plain == client.post("/extract", json=text).json()
    explained = client.post("/extract?explain=true&offset_unit=utf16", json=text).json()
    encoded = text["text"].replace("\r\n", "\n").encode("utf-16-le")
    whys = {}
    for mention in explained["mentions"]:
        assert_told(ExplainedMention, mention)
        assert "/".join((mention["asserted_by"]["name"], mention["asserted_by"]["version"])) == Annotator.version
        for shown in mention["evidence"]:
            assert encoded[shown["start"] * 2 : shown["end"] * 2].decode("utf-16-le") == shown["text"]
        whys[mention["text"]] = (mention["rule"], mention["why"], [shown["text"] for shown in mention["evidence"]])
    assert whys["Kreml"] == (
        "gazetteer/metonym",
        "“Kreml” is the name of a government or its seat, and stands for Russia.",
        [],
    )
    assert whys["Bündnis"] == (
        "gazetteer/nominal",
        "“Bündnis” is a common noun; it means NATO here because the text also names it.",
        ["Nato"],
    )


def test_the_alternatives_of_a_name_are_told_but_for_the_suppressed(client: TestClient) -> None:
    text = {"text": "Der britische Premier Johnson sprach in London.", "language": "de"}
    assert _johnson(client, text) == (["mike-johnson"], "Elsewhere it may mean Mike Johnson.")
    services_of(client).store.suppress("mike-johnson")
    assert _johnson(client, text) == ([], "")


def _johnson(client: TestClient, text: dict[str, str]) -> tuple[list[str], str]:
    mentions = client.post("/extract?explain=true", json=text).json()["mentions"]
    found = next(each for each in mentions if each["entity"] == "boris-johnson")
    told = found["why"].find("Elsewhere")
    return found["alternatives"], found["why"][told:] if told > 0 else ""


def test_a_language_that_cannot_be_told_is_null(client: TestClient) -> None:
    found = client.post("/extract", json={"text": "1 2 3"}).json()
    assert found["language"] is None
    assert found["date"]["precision"] == "unknown"


def test_plain_text_is_taken_as_it_is(client: TestClient) -> None:
    plain = client.post("/extract", content=TEXT.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})
    assert plain.json() == client.post("/extract", json={"text": TEXT}).json()


@pytest.mark.parametrize(("unit", "encoding", "width"), [("utf16", "utf-16-le", 2), ("byte", "utf-8", 1)])
def test_offsets_in_another_unit(client: TestClient, unit: str, encoding: str, width: int) -> None:
    found = client.post("/extract", params={"offset_unit": unit}, json={"text": TEXT}).json()
    encoded = TEXT.replace("\r\n", "\n").encode(encoding)
    for each in found["mentions"]:
        assert encoded[each["start"] * width : each["end"] * width].decode(encoding) == each["text"]
    assert found["zones"][-1]["end"] * width == len(encoded)


def test_without_a_key_a_text_is_at_most_200_kb_long(client: TestClient) -> None:
    long = {"text": "Die Nato. " * 20_001}
    answer = client.post("/extract", json=long)
    assert (answer.status_code, answer.json()["maximum"]) == (413, 200_000)
    assert client.post("/extract", json=long, headers=create_key(client, "read")).status_code == 200


def test_a_wrong_key_is_not_taken_for_none(client: TestClient) -> None:
    assert client.post("/extract", json={"text": "x"}, headers={"Authorization": "Bearer no"}).status_code == 401


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "x", "id": "a"}, "/id"),
        ({"text": "x", "a/b~c": "a"}, "/a~1b~0c"),
        ({"text": "x", "\ud800": 1}, ""),
        ({}, "/text"),
        ({"text": ""}, "/text"),
        ([], ""),
    ],
)
def test_a_bad_body_is_named_by_its_place(client: TestClient, body: object, pointer: str) -> None:
    answer = client.post("/extract", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_text_that_is_not_utf8(client: TestClient) -> None:
    answer = client.post("/extract", content=b"Br\xfcssel", headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["errors"][0]["byte"]) == (422, 2)


def test_parameters_and_types_that_are_not_known(client: TestClient) -> None:
    assert client.post("/extract?offset_unit=word", json={"text": "x"}).status_code == 400
    assert client.post("/extract?explain=yes", json={"text": "x"}).status_code == 400
    assert client.post("/extract?offset_units=byte", json={"text": "x"}).status_code == 400
    assert client.post("/extract", content=b"<p>x</p>", headers={"Content-Type": "text/html"}).status_code == 415
    assert client.get("/extract").headers["allow"] == "OPTIONS, POST"
