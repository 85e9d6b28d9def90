"""A network as a graph of networkx, for the formats that it writes."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from networkx import Graph

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graph_of(network: Mapping[str, Any]) -> "Graph":
    """The graph of a network, which is a JSON object as the API serves it; what is null is left out.

    What no XML document may hold (XML 1.0, 2.2) is U+FFFD.
    """
    from networkx import Graph  # noqa: PLC0415  (a third of a second, when needed)

    graph = Graph()
    for node in network["nodes"]:
        graph.add_node(legal(node["id"]), **_attributes(node, "id"))
    for edge in network["edges"]:
        graph.add_edge(legal(edge["source"]), legal(edge["target"]), **_attributes(edge, "source", "target"))
    return graph


def legal(text: str) -> str:
    """The text as XML can hold it."""
    return _ILLEGAL.sub("\ufffd", text)


def _attributes(shape: Mapping[str, Any], *without: str) -> dict[str, Any]:
    given = {name: value for name, value in shape.items() if value is not None and name not in without}
    return {name: legal(value) if isinstance(value, str) else value for name, value in given.items()}
