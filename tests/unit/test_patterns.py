"""Regular expressions mean the same in every Python that we run on."""

import re
from pathlib import Path

import app

_POSSESSIVE_GROUP = re.compile(r"\)[*+?]\+")


def test_no_group_is_possessive() -> None:
    """Until 3.11.5 Python took too much or too little with one (python/cpython#106052): `Nato ` for a word."""
    sources = Path(app.__path__[0]).rglob("*.py")
    assert [source.name for source in sources if _POSSESSIVE_GROUP.search(source.read_text("utf-8"))] == []
