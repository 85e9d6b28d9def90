"""Word lists: those in `data/`, read when an annotator is built, and short ones written in place."""

import tomllib
from importlib.resources import files
from typing import Any


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


def read_toml(name: str) -> dict[str, Any]:
    """The table in `data/<name>.toml`."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


def read_words(name: str) -> list[str]:
    """The words in `data/<name>.txt`, one or more a line; a line that begins with `#` is a comment."""
    lines = (files(__package__) / "data" / f"{name}.txt").read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
