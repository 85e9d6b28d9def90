"""Networks as GEXF and GraphML, whatever the labels hold."""

import io
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats import NETWORK_FORMATS

READERS = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}


def network(label: str) -> dict[str, Any]:
    nodes = [
        {"id": "a", "label": label, "type": "person", "wikidata_id": None, "articles": 3},
        {"id": "b", "label": "B & <b>", "type": "country", "wikidata_id": "Q1", "articles": 2},
    ]
    edge = {"source": "a", "target": "b", "weight": 2, "npmi": None, "evidence": "http://x/articles?actor=a,b&q=\x01"}
    return {"nodes": nodes, "edges": [edge], "links": {"self": f"http://x/?q={label}"}}


@pytest.mark.parametrize("form", READERS)
@given(label=st.text(st.characters(codec="utf-8")))
def test_any_label_makes_a_legal_document(form: str, label: str) -> None:
    written = b"".join(NETWORK_FORMATS[form].write(network(label)))
    graph = READERS[form](io.BytesIO(written))
    assert graph.nodes["b"]["label"] == "B & <b>"
    assert graph.nodes["b"]["wikidata_id"] == "Q1"
    assert "wikidata_id" not in graph.nodes["a"]
    assert "npmi" not in graph.edges["a", "b"]
    assert graph.edges["a", "b"]["weight"] == 2


@pytest.mark.parametrize("form", READERS)
def test_what_xml_cannot_hold_is_replaced(form: str) -> None:
    written = b"".join(NETWORK_FORMATS[form].write(network("x\x00\x0b\ufffey")))
    assert READERS[form](io.BytesIO(written)).nodes["a"]["label"] == "x\ufffd\ufffd\ufffdy"


@pytest.mark.parametrize("form", NETWORK_FORMATS)
def test_no_clock_stands_in_it(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = b"".join(NETWORK_FORMATS[form].write(network("a")))
    monkeypatch.setattr("time.strftime", lambda *_: "2001-01-01")
    assert b"".join(NETWORK_FORMATS[form].write(network("a"))) == before
