"""The index on disk: Whoosh keeps schema, segments and their table of contents; the arrays in them are ours."""

from app.search.whoosh.generations import create_generation, live_generation, prune, rebuilding, switch, verify
from app.search.whoosh.reader import WhooshIndex
from app.search.whoosh.writer import WhooshWriter

__all__ = [
    "WhooshIndex",
    "WhooshWriter",
    "create_generation",
    "live_generation",
    "prune",
    "rebuilding",
    "switch",
    "verify",
]
