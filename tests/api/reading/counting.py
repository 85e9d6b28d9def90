"""Articles with something to count, and random questions to them."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from starlette.testclient import TestClient

ACTORS = [
    *(
        "EU",
        "NATO",
        "EU,NATO",
        "EU|NATO|UN",
        "(EU|NATO),-Russland",
        "-EU",
        "-NATO,-Russland",
        "person:*",
        "-*",
        "place:*,EU",
    ),
    *('"Selenskij"', '"EU"|Selenskyj', "place:Brüssel", "Nobody", "-Nobody", "EU,Nobody", "Ukraine|Polen"),
]
OPTIONS: dict[str, list[str]] = {
    "q": ["Nato", "EU -Russland", "Abend", '"am Abend"', "-"],
    "actor": ACTORS,
    "actor.within": ["sentence", "paragraph"],
    "actor.min_mentions": ["2"],
    "actor.role": ["speaker"],
    "actor.in": ["title", "title,lead,body,boilerplate"],
    "actor.parts": ["true"],
    "together": ["eu", "eu,nato", "brussels"],
    "date": ["2016", "2016-12", "2016-12-10", "../2016", "last:30d"],
    "date.match": ["within", "covers"],
    "date.undated": ["include", "exclude", "only"],
    "date.estimates": ["true"],
    "date.within": ["2016", "2016-12-05/2017-01-03", "../2016-12-20"],
    "date.precision": ["day", "month,unknown", "-year", "-unknown"],
    "mentioned": ["2009"],
    "source": ["Abendblatt", "-Abendblatt", "none", "-none", '"Reuters, Inc.","none"', '-"-x"'],
    "language": ["de", "-de", "none,en"],
    "zone": ["all", "title"],
    "duplicates": ["collapse", "collapse", "only"],
}


@st.composite
def questions(draw: st.DrawFn) -> dict[str, str]:
    """Filters that may be asked for together."""
    names = draw(st.lists(st.sampled_from([*OPTIONS, "actor", "duplicates"]), max_size=4, unique=True))
    asked = {name: draw(st.sampled_from(OPTIONS[name])) for name in names}
    if "actor" not in asked:
        asked = {name: value for name, value in asked.items() if not name.startswith("actor.")}
    if "date" not in asked:
        asked.pop("date.match", None)
        if "date.undated" not in asked:
            asked.pop("date.estimates", None)
    return asked


def total(client: TestClient, url: str) -> int:
    """How many articles a link finds."""
    answer = client.get(f"{url}{'&' if '?' in url else '?'}limit=0")
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["meta"]["total"]
    return found


def pages(client: TestClient, params: dict[str, str]) -> Iterator[Any]:
    """All pages of the one facet that is asked for."""
    body = client.get("/articles/facets", params=params).json()
    while True:
        (facet,) = body["data"]
        yield facet
        if facet["next"] is None:
            return
        body = client.get(facet["next"]).json()
