"""The articles as the hand-written services keep them: their JSON ready-made, and what is searched beside it."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import orjson

from app.api.shapes import View, listed_shape
from app.bootstrap import open_migrated_store
from benchmarks.http_corpus import settings_of

_BATCH = 500
_NEVER = date(1, 1, 1).toordinal()


class Row(NamedTuple):
    """An article; days are ordinals, `newest` ascends with the date, `month` is empty where it is not known."""

    id: str
    body: bytes
    text: str
    actors: list[str]
    earliest: int
    latest: int
    newest: int
    month: str


def rows(folder: Path) -> Iterator[Row]:
    """All articles of the service in `folder`."""
    store = open_migrated_store(settings_of(folder))
    names = store.ids()
    while batch := list(islice(names, _BATCH)):
        for article in store.listed(batch):
            shape = listed_shape(article, View("http://127.0.0.1"))
            day = article.date.date
            first, last = (day.earliest.toordinal(), day.latest.toordinal()) if day else (0, 0)
            same_month = day is not None and day.earliest.isoformat()[:7] == day.latest.isoformat()[:7]
            yield Row(
                id=article.id,
                body=orjson.dumps(shape, option=orjson.OPT_UTC_Z),
                text=article.text,
                actors=[actor.id for actor in article.actors],
                earliest=first,
                latest=last,
                newest=last << 22 | first,
                month=day.earliest.isoformat()[:7] if day and same_month else "",
            )
    store.close()
