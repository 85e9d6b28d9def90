from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient

PARAGRAPH = "Die Minister sprachen lange darüber, und am Ende stand ein Ergebnis, das niemand erwartet hatte. "
ARTICLES = (
    {"id": "day", "date": "2024-02-20", "text": f"Es gilt das Abkommen vom 12. Februar 2015. {PARAGRAPH}"},
    {"id": "yearless", "date": "2024-02-20", "text": f"Am 12. Februar tagte die EU. {PARAGRAPH}"},
    {"id": "year", "date": "2024-02-20", "text": f"Seit 2014 wird verhandelt. {PARAGRAPH}"},
    {"id": "month", "title": "Der Gipfel im Februar 2015", "text": PARAGRAPH},
    {"id": "itself", "date": "2015-02-12", "text": PARAGRAPH},
)


@pytest.fixture
def mentioning(make_client: MakeClient) -> TestClient:
    return make_client(ARTICLES)


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"mentioned": "2015"}, {"day", "month"}),
        ({"mentioned": "2015-02-13"}, {"month"}),
        ({"mentioned": "2014/2015"}, {"day", "month", "year"}),
        ({"mentioned": "2014-06"}, {"year"}),
        ({"mentioned": "2024"}, {"yearless"}),
        ({"mentioned": "2015", "zone": "title"}, {"month"}),
        ({"mentioned": "../.."}, {"day", "yearless", "year", "month"}),
        ({"mentioned": "2015", "date": "2024"}, {"day"}),
    ],
)
def test_articles_are_found_by_the_dates_they_speak_of(
    mentioning: TestClient, params: dict[str, Any], ids: set[str]
) -> None:
    answer = mentioning.get("/articles", params=params).json()
    assert {row["id"] for row in answer["data"]} == ids


def test_days_of_arrival_are_written_out_in_links(mentioning: TestClient) -> None:
    answer = mentioning.get("/articles", params={"ingested": "last:2d", "updated": "last:2d", "mentioned": "2015-Q1"})
    meta, links = answer.json()["meta"], answer.json()["links"]
    assert meta["total"] == 2
    assert meta["query"]["mentioned"] == {"earliest": "2015-01-01", "latest": "2015-03-31"}
    assert meta["query"]["ingested"] == meta["query"]["updated"]
    assert "last" not in links["self"]
    assert "mentioned=2015-01-01/2015-03-31" in links["csv"]
    assert mentioning.get(links["self"]).json()["meta"]["total"] == 2
    assert mentioning.get("/articles", params={"ingested": "../2020"}).json()["meta"]["total"] == 0
