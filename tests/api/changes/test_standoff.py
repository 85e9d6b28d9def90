"""The annotations of one article apart from its text, and the manifest of the newest snapshot."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.api.exports import Snapshot
from app.formats.gold import brat, conll
from app.services.snapshots import write_snapshot
from tests.api.conftest import MakeClient, create_key

PACT = {
    "id": "pact",
    "title": "EU und Nato",
    "language": "de",
    "text": "Die EU-Kommission lobt die russische Antwort auf den Brief der Nato.\nSagt Angela Merkel. Ende 👩‍🚀 EU!",
}


@pytest.fixture
def filled(make_client: MakeClient) -> TestClient:
    return make_client([PACT])


def test_web_annotations_point_at_the_text(filled: TestClient) -> None:
    answer = filled.get("/articles/pact.jsonld")
    assert answer.headers["content-type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    accepted = filled.get("/articles/pact", headers={"Accept": "application/ld+json"})
    assert (accepted.content, accepted.headers["content-type"]) == (answer.content, answer.headers["content-type"])
    body, text = answer.json(), filled.get("/articles/pact/text").text
    mentions = filled.get("/articles/pact/mentions").json()["data"]
    assert (body["@context"], body["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection")
    assert body["id"] == "http://attache.test/articles/pact.jsonld"
    assert body["total"] == len(body["first"]["items"]) == len(mentions) > 3
    for item, mention in zip(body["first"]["items"], mentions, strict=True):
        assert item["target"]["source"] == "http://attache.test/articles/pact/text"
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"] == mention["text"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text.index(around) == position["start"] - len(quote["prefix"])
    assert body["first"]["items"][0]["body"][0]["source"] == "http://www.wikidata.org/entity/Q458"


def test_brat_reads_its_format(filled: TestClient, tmp_path: Path) -> None:
    (tmp_path / "pact.txt").write_text(filled.get("/articles/pact/text").text, "utf-8", newline="")
    (tmp_path / "pact.ann").write_bytes(filled.get("/articles/pact.ann").content)
    (gold,) = brat.read(tmp_path / "pact.ann", ())
    mentions = filled.get("/articles/pact/mentions").json()["data"]
    assert [mark[:3] for mark in gold.wanted] == [(each["start"], each["end"], each["type"]) for each in mentions]
    assert "N1\tReference T1 Wikidata:Q458\tEuropean Union\n" in (tmp_path / "pact.ann").read_text("utf-8")


def test_conll_is_read_as_it_was_written(filled: TestClient, tmp_path: Path) -> None:
    lines = filled.get("/articles/pact.conll").text
    (tmp_path / "pact.conll").write_text(lines, "utf-8")
    (gold,) = conll.read(tmp_path / "pact.conll", ())
    found = [(gold.text[mark.start : mark.end], mark.name) for mark in gold.wanted]
    assert ("russische", "MISC") in found
    assert ("Angela Merkel", "PER") in found
    assert [name for text, name in found if text in ("EU", "Nato")] == ["ORG"] * 4
    words = [line.split()[0] for line in lines.splitlines() if line and not line.startswith("-DOCSTART-")]
    assert "".join(words) == "".join(filled.get("/articles/pact/text").text.split()).replace("\u200d", "\u200d")


def test_what_hides_the_text_hides_it_here(make_client: MakeClient) -> None:
    client = make_client([{**PACT, "rights": "none"}])
    assert client.get("/articles/pact.conll").status_code == 401
    selectors = [item["target"]["selector"][1] for item in client.get("/articles/pact.jsonld").json()["first"]["items"]]
    assert all(selector.keys() == {"type", "exact"} for selector in selectors)
    assert client.get("/articles/pact.conll", headers=create_key(client, "read")).status_code == 200


def test_formats_that_one_article_has_not_are_refused(filled: TestClient) -> None:
    assert filled.get("/articles/pact.atom").status_code == 406
    assert filled.get("/articles/none.ann").status_code == 404
    assert filled.get("/articles/pact.ann?offset_unit=byte").status_code == 400
    tag = filled.get("/articles/pact.ann").headers["etag"]
    assert filled.get("/articles/pact.ann", headers={"If-None-Match": tag}).status_code == 304


def test_the_newest_snapshot_is_told(make_client: MakeClient, tmp_path: Path) -> None:
    client = make_client(exports_dir=tmp_path / "out")
    answer = client.get("/exports/latest")
    assert answer.status_code == 404
    assert "attache export --format snapshot" in answer.json()["detail"]
    versions = client.get("/status").json()["versions"]
    for seq in (9, 10):
        write_snapshot(tmp_path / "out", seq, versions, {"a.ndjson": ("application/x-ndjson", 0, [b"{}\n"] * seq)})
    (tmp_path / "out" / ".99-unfinished").mkdir()
    body = client.get("/exports/latest").json()
    assert Snapshot.model_validate(body).seq == 10
    assert body["files"][0]["rows"] == 10
    assert body["links"]["changes"] == "http://attache.test/changes?since=10"
