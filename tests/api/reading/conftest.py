"""A few articles whose answers can be told by reading them, behind the whole application; no test here writes."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.bootstrap import using_services
from app.domain.inputs import parse_input
from app.main import create_app
from app.services.files import ingest_sources
from app.services.ingest import delete_article, put_article
from app.services.sources import list_sources
from app.settings import Settings, shipped
from tests.api.conftest import bring_up_to_date

TWO = (
    {"id": "a", "text": "Die EU berät mit der Nato.", "title": "Gipfel", "date": "2016"},
    {"id": "b", "text": "Die EU berät über Sturmhauben.", "date": "2017-03", "language": "de", "source": "taz"},
)
"""What is asked again."""

ARTICLES = (
    {
        "id": "pact",
        "title": "EU und Nato rücken zusammen",
        "date": "2016-12",
        "source": "Abendblatt",
        "url": "https://example.org/pact",
        "text": "Die EU und die Nato wollen enger zusammenarbeiten. Das sagte Jens Stoltenberg in Brüssel.",
        "metadata": {"desk": "politics"},
    },
    {
        "id": "emoji",
        "date": "2016-12-06T18:30:00Z",
        "source": "Abendblatt",
        "text": "Gute Laune 😀 und ein q\u0307 im Text: Die Europäische Union prüft den Plan 👩‍👩‍👧. "
        "Russland lehnt ihn ab, die EU schweigt. Der Außenminister Österreichs wartet.",
    },
    {
        "id": "talks",
        "date": "2014",
        "source": "The Post",
        "text": "The ministers of NATO met on Monday to talk about Russia. The meeting was held in Brussels, and it "
        "was the first of its kind in two years.",
    },
    {"id": "grain", "text": "Die Ukraine und Polen beraten über die Ausfuhr von Getreide. Ein Ergebnis gibt es nicht."},
    {
        "id": "visit-y",
        "date": "2023-02-09",
        "text": "Der ukrainische Präsident Wolodymyr Selenskyj sprach vor der Nato. Selenskyj dankte für die Hilfe.",
    },
    {
        "id": "visit-ij",
        "date": "2023-01",
        "text": "Der ukrainische Präsident Wolodymyr Selenskij reiste ab. Selenskijs Rede an die Nato war kurz.",
    },
)


WIRE = "Die EU und die Nato berieten am Abend in Brüssel. Präsident Wolodymyr Selenskyj war dabei, sagte ein Sprecher."
MORE = (
    {"id": "wire", "text": WIRE, "date": "2016", "source": "Reuters, Inc.", "language": "de"},
    {"id": "wire-b", "text": WIRE, "date": "2016-12-24", "source": '"Bote"'},
    {"id": "wire-c", "text": WIRE, "source": "none"},
    {"id": "grain-b", "text": ARTICLES[3]["text"], "date": "2017-01", "source": "-x"},
    {"id": "rain", "text": "Es regnet seit Tagen, und niemand weiß, wann es aufhört.", "date": "2017-01-03"},
    {"id": "city", "text": "In Paris regnet es. Paris wartet auf Sonne.", "date": "2017-01-04"},
    {
        "id": "summit",
        "text": "In Kopenhagen begann am Montag der Klimagipfel der Vereinten Nationen. Die Europäische Kommission und "
        "Russland warben für einen Vertrag. „Wir brauchen ihn“, sagte Angela Merkel.",
    },
    {
        "id": "vote",
        "text": "Frankreich, Spanien, Italien, Portugal, Belgien, Dänemark, Schweden, Norwegen, Finnland, Griechenland "
        "und Ungarn stimmten zu.",
        "date": "2018-05",
    },
    {
        "id": "rat",
        "text": "The European Commission met in Brussels. Britain left.",
        "date": "2020-01-31",
        "language": "en",
    },
)


@pytest.fixture(scope="session")
def corpus(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of an application that holds the demo corpus."""
    folder = shutil.copytree(prepared, tmp_path_factory.mktemp("corpus") / "var")
    with using_services(Settings(data_dir=folder)) as services:
        assert {
            each.status
            for each in ingest_sources(services, list_sources([shipped("seed") / "articles"]), max_bytes=10**6)
        } == {"created"}
        bring_up_to_date(services, folder)
    with TestClient(create_app(Settings(data_dir=folder)), base_url="http://attache.test") as client:
        yield client


@pytest.fixture(scope="session")
def reading(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of an application that holds `ARTICLES`, and an article `gone` that was deleted."""
    with serving(prepared, tmp_path_factory.mktemp("reading") / "var", ARTICLES) as client:
        yield client


@pytest.fixture(scope="session")
def counted(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of an application that holds `ARTICLES` and others that are copies, from elsewhere or of odd sources."""
    with serving(prepared, tmp_path_factory.mktemp("counted") / "var", (*ARTICLES, *MORE)) as client:
        yield client


@contextmanager
def serving(prepared: Path, folder: Path, articles: Iterable[Mapping[str, Any]]) -> Iterator[TestClient]:
    """A client of an application over a new folder that holds these articles, and one that was deleted."""
    shutil.copytree(prepared, folder)
    with using_services(Settings(data_dir=folder)) as services:
        for article in (*articles, {"id": "gone", "text": "Die Nato war hier."}):
            put_article(services, parse_input(article))
        delete_article(services, "gone")
        bring_up_to_date(services, folder)
    with TestClient(create_app(Settings(data_dir=folder)), base_url="http://attache.test") as client:
        yield client
