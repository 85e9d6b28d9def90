"""Who is mentioned next to whom: graphs and neighbors, and that their evidence is just that."""

import csv
import io
from typing import Any
from urllib.parse import urlencode

import networkx as nx
import pytest
from starlette.testclient import TestClient

from app.api.graphs import EntityGraph
from app.api.neighbors import NeighborList
from app.domain.networks import npmi
from tests.api.reading.test_lists import assert_told

FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"edge.within": "sentence"},
    {"edge.within": "paragraph", "date": "2014/2022", "types": "person,organization", "min_weight": "2"},
    {"actor": "EU", "edge.within": "sentence", "unverified": "true", "max_nodes": "30"},
    {"actor": "(EU|NATO),-Russland", "actor.within": "sentence"},
    {"actor": "EU", "actor.parts": "true", "actor.min_mentions": "2"},
    {"actor": "EU", "actor.in": "title,lead"},
    {"actor": "Russland", "actor.role": "speaker", "unverified": "true"},
    {"q": "Gipfel -Brexit", "language": "de", "types": "place,region,event"},
    {"together": "eu,nato", "edge.within": "sentence"},
    {"duplicates": "collapse", "zone": "all", "types": "country", "edge.within": "sentence"},
)


def total(client: TestClient, link: str) -> int:
    """How many articles a link leads to."""
    answer = client.get(f"{link}&limit=0")
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["meta"]["total"]
    return found


def test_the_evidence_of_an_edge_is_its_weight(corpus: TestClient) -> None:
    for filters in FILTERS:
        body = corpus.get("/entities/graph", params=filters).json()
        assert body["edges"], filters
        for edge in [*body["edges"][:12], *body["edges"][-6:]]:
            assert total(corpus, edge["evidence"]) == edge["weight"], edge
        again = corpus.get(body["links"]["self"]).json()
        assert (again["nodes"], again["edges"], again["links"]) == (body["nodes"], body["edges"], body["links"])
        assert (
            total(corpus, body["links"]["articles"] + "?"[: "?" not in body["links"]["articles"]])
            == body["meta"]["total"]
        )


def test_the_evidence_of_a_neighbor_is_its_weight(corpus: TestClient) -> None:
    for filters in FILTERS:
        params = {name: value for name, value in filters.items() if name != "max_nodes"}
        body = corpus.get("/entities/russia/neighbors", params=params).json()
        assert body["data"], filters
        for each in [*body["data"][:10], *body["data"][-3:]]:
            assert total(corpus, each["evidence"]) == each["weight"], each
            dated = corpus.get(f"{each['evidence']}&limit=200").json()["data"]
            if filters.get("duplicates") != "collapse":
                assert each["first"] == min((a["date"]["earliest"] for a in dated if a["date"]["value"]), default=None)
                assert each["last"] == max((a["date"]["latest"] for a in dated if a["date"]["value"]), default=None)
        assert corpus.get(body["links"]["self"]).json()["data"] == body["data"]


def test_a_graph_says_what_it_is_of(reading: TestClient) -> None:
    body = reading.get("/entities/graph", params={"date": "2016-12", "max_nodes": "2"}).json()
    assert_told(EntityGraph, body)
    assert body["nodes"] == [
        {"id": "eu", "label": "European Union", "type": "organization", "wikidata_id": "Q458", "articles": 2},
        {"id": "austria", "label": "Austria", "type": "country", "wikidata_id": "Q40", "articles": 1},
    ]
    assert body["edges"] == [
        {
            "source": "austria",
            "target": "eu",
            "weight": 1,
            "npmi": npmi(2, 1, 2, 1),
            "evidence": "http://attache.test/articles?actor=austria,eu&date=2016-12",
        }
    ]
    meta = body["meta"]
    assert (meta["total"], meta["undated"], meta["others"]) == (2, 1, 3)
    assert meta["shape"] == {
        "within": "article",
        "types": ["person", "organization", "country"],
        "min_weight": 1,
        "max_nodes": 2,
        "unverified": False,
    }
    assert body["links"]["gexf"] == "http://attache.test/entities/graph.gexf?date=2016-12&max_nodes=2"


def test_beside_actors_the_evidence_stands_apart(reading: TestClient) -> None:
    params = {"actor": "place:Brüssel", "edge.within": "sentence"}
    edges = reading.get("/entities/graph", params=params).json()["edges"]
    assert [(edge["source"], edge["target"]) for edge in edges] == [("eu", "nato"), ("nato", "russia")]
    assert edges[0]["evidence"] == (
        "http://attache.test/articles?actor=place:brussels&together=eu,nato&together.within=sentence"
    )


@pytest.mark.parametrize("filters", [{}, {"actor": "EU", "edge.within": "sentence", "types": "organization,place"}])
def test_all_formats_say_the_same(reading: TestClient, filters: dict[str, str]) -> None:
    body = reading.get("/entities/graph", params=filters).json()
    gexf = reading.get("/entities/graph.gexf", params=filters)
    assert gexf.headers["content-type"].startswith("application/gexf+xml")
    assert gexf.headers["content-disposition"] == 'attachment; filename="network.gexf"'
    graphml = reading.get("/entities/graph", params=filters, headers={"Accept": "application/graphml+xml"})
    served = nx.node_link_graph({**body, "directed": False, "multigraph": False}, edges="edges")
    for graph in (nx.read_gexf(io.BytesIO(gexf.content)), nx.read_graphml(io.BytesIO(graphml.content))):
        assert plain(graph) == plain(served)
    assert body["links"]["self"].replace("&", "&amp;") in gexf.text
    rows = table(reading, filters)
    assert [(row["Source"], row["Target"], int(row["Weight"]), row["evidence"]) for row in rows] == [
        (edge["source"], edge["target"], edge["weight"], edge["evidence"]) for edge in body["edges"]
    ]
    assert {row["Type"] for row in rows} == {"Undirected"}
    labels = {node["id"]: node["label"] for node in body["nodes"]}
    assert all(
        (row["source_label"], row["target_label"]) == (labels[row["Source"]], labels[row["Target"]]) for row in rows
    )


def table(reading: TestClient, filters: dict[str, str]) -> list[dict[str, str]]:
    content = reading.get("/entities/graph.csv", params=filters).content.decode()
    return list(csv.DictReader(io.StringIO(content, newline=""), strict=True))


def plain(graph: Any) -> tuple[dict[str, Any], dict[frozenset[str], Any]]:
    """The nodes and the edges of a graph, with what is known of them."""
    left_out = {"id"}
    nodes = {
        name: {k: v for k, v in data.items() if v is not None and k not in left_out}
        for name, data in graph.nodes(data=True)
    }
    edges = {
        frozenset((a, b)): {k: v for k, v in data.items() if v is not None and k not in left_out}
        for a, b, data in graph.edges(data=True)
    }
    return nodes, edges


@pytest.mark.parametrize(
    "path", ["graph", "graph.gexf", "graph.graphml", "graph.csv", "eu/neighbors", "eu/neighbors.csv"]
)
def test_what_is_known_is_not_sent_again(reading: TestClient, path: str) -> None:
    first = reading.get(f"/entities/{path}")
    again = reading.get(f"/entities/{path}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["attache-seq"] == "8"
    assert reading.head(f"/entities/{path}").headers["etag"] == first.headers["etag"]
    assert first.headers["access-control-allow-origin"] == "*"


def test_neighbors_page_and_sort(corpus: TestClient) -> None:
    link, walked = "/entities/q458/neighbors?limit=10", list[Any]()
    while link:
        body = corpus.get(link).json()
        assert_told(NeighborList, body)
        walked += body["data"]
        link = body["links"]["next"]
    assert len(walked) == body["meta"]["total"] > 20
    assert [(-each["weight"], each["id"]) for each in walked] == sorted(
        (-each["weight"], each["id"]) for each in walked
    )
    assert body["meta"]["mentioning"] == total(corpus, "/articles?actor=eu")
    assert body["meta"]["articles"] == total(corpus, "/articles?")
    strange = corpus.get("/entities/eu/neighbors?sort=-npmi&min_weight=3&limit=200").json()
    values = [each["npmi"] for each in strange["data"]]
    assert values == sorted(values, reverse=True)
    assert {each["id"] for each in strange["data"]} == {each["id"] for each in walked if each["weight"] >= 3}
    assert "sort=-npmi" in strange["links"]["self"]
    rows = list(csv.DictReader(io.StringIO(corpus.get("/entities/eu/neighbors.csv").text)))
    assert [row["id"] for row in rows] == [each["id"] for each in walked]
    assert not [each["id"] for each in walked if each["id"].startswith("x-")]
    every = corpus.get("/entities/eu/neighbors?unverified=true&limit=0").json()["meta"]["total"]
    assert every > len(walked)


@pytest.mark.parametrize(
    ("path", "query", "parameter", "reason"),
    [
        ("graph", {"edge.within": "line"}, "edge.within", "invalid"),
        ("graph", {"max_nodes": "501"}, "max_nodes", "range"),
        ("graph", {"min_weight": "0"}, "min_weight", "range"),
        ("graph", {"types": "persons"}, "types", "invalid"),
        ("graph", {"limit": "3"}, "limit", "unknown"),
        ("graph", {"sort": "date"}, "sort", "unknown"),
        ("graph", {"csv": "excel"}, "csv", "requires"),
        ("graph", {"actor": "EU", "together": "nato"}, "together", "conflict"),
        ("graph", {"duplicates": "collapse", "date.within": "2016"}, "duplicates", "conflict"),
        ("graph", {"actor": "Niemand", "strict": "true"}, "actor", "unknown-actor"),
        ("graph.gexf", {"edge_within": "sentence"}, "edge_within", "unknown"),
        ("graph.csv", {"csv": "tab"}, "csv", "invalid"),
        ("eu/neighbors", {"max_nodes": "5"}, "max_nodes", "unknown"),
        ("eu/neighbors", {"sort": "npmi"}, "sort", "invalid"),
        ("eu/neighbors", {"together": "eu", "actor": "nato"}, "together", "conflict"),
        ("eu/neighbors.csv", {"page": "2"}, "limit", "required"),
    ],
)
def test_what_is_wrong_is_named(
    reading: TestClient, path: str, query: dict[str, str], parameter: str, reason: str
) -> None:
    answer = reading.get(f"/entities/{path}?{urlencode(query)}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["reason"]) == (parameter, reason)


def test_a_network_of_too_many_edges_says_which_are_not(reading: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.networks.MAX_EDGES", 2)
    answer = reading.get("/entities/graph?types=organization,country,place&date.undated=exclude")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/query-too-costly")
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["minimum"]) == ("min_weight", 2)
    fewer = reading.get("/entities/graph?types=organization,country,place&date.undated=exclude&min_weight=2")
    assert fewer.status_code == 200
    assert all(edge["weight"] >= 2 for edge in fewer.json()["edges"])


def test_what_is_not_served(reading: TestClient) -> None:
    assert reading.get("/entities/nobody/neighbors").status_code == 404
    assert reading.get("/entities/graph", headers={"Accept": "image/png"}).status_code == 406
    assert reading.get("/entities/graph.atom").status_code == 406


def test_nothing_found_is_an_empty_graph(client: TestClient) -> None:
    body = client.get("/entities/graph").json()
    assert (body["nodes"], body["edges"], body["meta"]["total"]) == ([], [], 0)
    assert [warning["code"] for warning in body["meta"]["warnings"]] == ["empty-store"]
    for form in ("gexf", "graphml"):
        read = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[form]
        assert not read(io.BytesIO(client.get(f"/entities/graph.{form}").content))
