"""The Brown clusters of spacy-lookups-data, from which the tables of `word_clusters` are packed."""

import gzip
import json
import re
from pathlib import Path

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|\W|'[a-z]{1,2}")


def read_paths(folder: Path, language: str) -> dict[str, str]:
    """The words of `<language>_lexeme_cluster.json.gz` in `folder` and the paths of their clusters, as 0 and 1.

    The numbers there are paths read as binary numbers from their last step on; 0 is given to words without one.
    https://github.com/explosion/spacy-lookups-data (MIT)
    """
    with gzip.open(folder / f"{language}_lexeme_cluster.json.gz", "rt", encoding="utf-8") as file:
        numbers: dict[str, int] = json.load(file)
    return {word: f"{number:b}"[::-1] for word, number in numbers.items() if number and _WORD.fullmatch(word)}
