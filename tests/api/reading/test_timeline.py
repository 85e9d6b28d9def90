"""How many articles are from when."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.api.timeline import Timeline
from app.domain.counts import INTERVALS
from tests.api.reading.counting import ACTORS, questions, total
from tests.api.reading.test_lists import assert_told


def sum_of(series: dict[str, Any]) -> int:
    counts = [each["count"] for each in (*series["buckets"], *series["imprecise"])]
    found: int = sum(counts) + series["undated"]
    return found


def assert_linked(client: TestClient, series: dict[str, Any]) -> None:
    """Every bucket finds as many articles as it counts, and so do some empty ones."""
    empty = [each for each in series["buckets"] if not each["count"]][:2]
    full = [each for each in series["buckets"] if each["count"]]
    for each in (*full, *empty, *series["imprecise"]):
        assert total(client, each["url"]) == each["count"], each
    assert total(client, series["undated_url"]) == series["undated"]


@settings(max_examples=40)
@given(asked=questions(), interval=st.sampled_from(INTERVALS))
def test_a_timeline_adds_up_and_links_to_what_it_counts(
    counted: TestClient, asked: dict[str, str], interval: str
) -> None:
    body = counted.get("/articles/timeline", params={**asked, "interval": interval}).json()
    assert sum_of(body) == body["meta"]["total"] == total(counted, body["links"]["articles"])
    assert_linked(counted, body)


@settings(max_examples=20)
@given(asked=questions(), interval=st.sampled_from(["month", "year"]))
def test_each_series_adds_up(counted: TestClient, asked: dict[str, str], interval: str) -> None:
    body = counted.get("/articles/timeline", params={**asked, "interval": interval, "split": "actor"}).json()
    axes = {tuple(bucket["key"] for bucket in each["buckets"]) for each in body["series"]}
    assert len(axes) <= 1
    for series in body["series"]:
        assert sum_of(series) == series["total"] == total(counted, series["url"])
        assert_linked(counted, series)


def test_a_timeline_is_told_as_it_is_documented(counted: TestClient) -> None:
    for params in ({"interval": "year"}, {"split": "actor"}, {"split": "actor", "actor": "-*"}):
        assert_told(Timeline, counted.get("/articles/timeline", params=params).json())


def test_no_day_is_invented_and_no_gap_left_out(reading: TestClient) -> None:
    body = reading.get("/articles/timeline", params={"interval": "day", "to": "2016"}).json()
    assert [(each["key"], each["count"]) for each in body["buckets"]] == [("2016-12-06", 1)]
    assert [(each["value"], each["count"]) for each in body["imprecise"]] == [("2014", 1), ("2016-12", 1)]
    assert (body["undated"], body["meta"]["undated"]) == (0, 1)
    months = reading.get("/articles/timeline").json()["buckets"]
    assert [each["key"] for each in months][:2] == ["2016-12", "2017-01"]
    assert (months[-1]["key"], len(months)) == ("2023-02", 75)
    assert [each["key"] for each in months if each["count"]] == ["2016-12", "2023-01", "2023-02"]


def test_a_week_is_that_of_the_calendar(reading: TestClient) -> None:
    (week,) = reading.get("/articles/timeline", params={"interval": "week", "q": "Plan"}).json()["buckets"]
    assert (week["key"], week["earliest"], week["latest"]) == ("2016-W49", "2016-12-05", "2016-12-11")
    assert week["url"] == "http://attache.test/articles?q=Plan&date.within=2016-12-05/2016-12-11"


def test_a_series_for_each_actor_that_is_asked_for(counted: TestClient) -> None:
    def keys(actor: str | None) -> list[str]:
        params = {"split": "actor", **({"actor": actor} if actor else {})}
        return [each["key"] for each in counted.get("/articles/timeline", params=params).json()["series"]]

    assert keys("EU|NATO") == keys("(EU|Q458|NATO|EU),-Polen") == ["eu", "nato"]
    assert keys('"Selenskij"|Selenskyj') == ['"Selenskij"', "volodymyr-zelenskyy"]
    assert keys("place:Brüssel") == ["brussels"]
    assert keys("Nobody") == []
    frequent = counted.get("/articles/facets", params={"by": "actor", "limit": "10"}).json()["data"][0]["buckets"]
    assert keys(None) == keys("*") == [each["key"] for each in frequent]
    assert "nato" not in keys("-NATO")


def test_a_timeline_as_csv(counted: TestClient) -> None:
    params = {"interval": "year", "split": "actor", "actor": "EU|NATO"}
    body = counted.get("/articles/timeline", params=params).json()
    answer = counted.get("/articles/timeline.csv", params=params)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline=""), strict=True))
    for series in body["series"]:
        own = [row for row in rows if row["series"] == series["key"]]
        assert sum(int(row["count"]) for row in own) == series["total"]
        assert [row["url"] for row in own if row["kind"] == "bucket"] == [each["url"] for each in series["buckets"]]
        assert [row["key"] for row in own if row["kind"] == "imprecise"] == [
            each["value"] for each in series["imprecise"]
        ]
        assert own[-1]["kind"] == "undated"
    assert answer.headers["x-total-count"] == str(len(rows))
    assert counted.get(body["links"]["csv"]).content == answer.content


@pytest.mark.parametrize("actor", ACTORS)
def test_whatever_is_asked_of_an_actor_speaks_of_the_same_articles(counted: TestClient, actor: str) -> None:
    listed = counted.get("/articles", params={"actor": actor, "limit": "200"}).json()
    articles = {row["id"] for row in listed["data"]}
    rows = csv.DictReader(io.StringIO(counted.get("/articles.csv", params={"actor": actor}).text, newline=""))
    assert {row["id"] for row in rows} == articles
    timeline = counted.get("/articles/timeline", params={"actor": actor}).json()
    assert sum_of(timeline) == len(articles) == listed["meta"]["total"]
    assert {**timeline, "meta": None} == {**counted.get(listed["links"]["timeline"]).json(), "meta": None}
    facets = counted.get("/articles/facets", params={"actor": actor, "by": "month,precision"}).json()["data"]
    for facet in facets:
        assert sum(each["count"] for each in facet["buckets"]) + facet["unknown"]["count"] == len(articles)
    months = {each["key"]: each["count"] for each in facets[0]["buckets"]}
    assert months == {each["key"]: each["count"] for each in timeline["buckets"] if each["count"]}


def test_a_text_counts_once_where_its_copies_are_collapsed(counted: TestClient) -> None:
    params = {"duplicates": "collapse", "q": '"am Abend in Brüssel"'}
    body = counted.get("/articles/timeline", params=params).json()
    assert (sum_of(body), body["meta"]["total"], body["meta"]["collapsed"]) == (1, 1, 2)
    assert_linked(counted, body)


def test_days_over_centuries_are_refused(make_client: Any) -> None:
    days = [date(1815, 6, 18), date(1815, 6, 19) + timedelta(days=10_000)]
    client = make_client({"id": f"a{day}", "text": "Die EU berät.", "date": str(day)} for day in days)
    answer = client.get("/articles/timeline?interval=day")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/query-too-costly")
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["reason"], error["maximum"]) == ("interval", "too-many", 10_000)
    assert error["did_you_mean"] == ["week"]
    assert len(client.get("/articles/timeline?interval=day&to=1842-11-03").json()["buckets"]) == 1
    assert len(client.get("/articles/timeline?interval=week").json()["buckets"]) == 1430


@pytest.mark.parametrize(
    ("path", "reasons"),
    [
        ("?interval=decade", {"interval": "invalid"}),
        ("?split=source", {"split": "invalid"}),
        ("?limit=1", {"limit": "unknown"}),
        ("?csv=excel", {"csv": "requires"}),
        ("?interval=day&interval=day", {"interval": "repeated"}),
        (".csv?csv=tab", {"csv": "invalid"}),
    ],
)
def test_what_is_wrong_is_named(reading: TestClient, path: str, reasons: dict[str, str]) -> None:
    answer = reading.get(f"/articles/timeline{path}")
    assert answer.status_code == 400
    assert {each["parameter"]: each["reason"] for each in answer.json()["errors"]} == reasons


def test_an_entity_links_to_its_timeline(reading: TestClient) -> None:
    links = reading.get("/entities/eu").json()["links"]
    assert reading.get(links["timeline"]).json()["links"]["self"].endswith("/articles/timeline?actor=eu")
    assert sum_of(reading.get(links["timeline"]).json()) == 2
