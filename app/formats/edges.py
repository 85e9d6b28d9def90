"""A network as a list of its edges, in CSV as Gephi imports it."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.formats.csv import MEDIA_TYPE, write_table
from app.formats.tables import EDGES

__all__ = ["MEDIA_TYPE", "write"]


def write(network: Mapping[str, Any], *, csv: str = "plain") -> Iterator[bytes]:
    """The edges of a network, which is a JSON object as the API serves it, in the dialect `csv`."""
    labels = {node["id"]: node["label"] for node in network["nodes"]}
    edges = (
        {**edge, "source_label": labels[edge["source"]], "target_label": labels[edge["target"]]}
        for edge in network["edges"]
    )
    return write_table(EDGES, edges, csv=csv)
