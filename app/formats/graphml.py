"""GraphML 1.0 (graphml.graphdrawing.org): a network for yEd, Cytoscape, igraph and others."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from app.formats.graphs import graph_of, legal

MEDIA_TYPE = "application/graphml+xml"


def write(network: Mapping[str, Any]) -> Iterator[bytes]:
    """A network, which is a JSON object as the API serves it; the graph says in `query` where it is from."""
    from networkx import write_graphml_xml  # noqa: PLC0415

    graph, document = graph_of(network), BytesIO()
    graph.graph["query"] = legal(network["links"]["self"])
    write_graphml_xml(graph, document)
    yield document.getvalue()
