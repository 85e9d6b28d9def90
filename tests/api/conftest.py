"""The whole application over an empty data folder, and over one with articles in it."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.bootstrap import using_services, writing_index
from app.domain.inputs import parse_input
from app.domain.keys import Scope
from app.main import create_app
from app.services import Services
from app.services.files import ingest_sources
from app.services.indexing import catch_up
from app.services.ingest import put_article
from app.services.sources import list_sources
from app.settings import Settings, shipped

MakeClient = Callable[..., TestClient]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data folder, migrated and indexed."""
    folder = tmp_path_factory.mktemp("prepared")
    with using_services(Settings(data_dir=folder)) as services:
        bring_up_to_date(services, folder)
    return folder


def fill(folder: Path, articles: Iterable[Mapping[str, Any]], indexed: bool = True, **options: Any) -> Settings:
    """Settings of a copied data folder, after these articles were put into its store and its index."""
    settings = Settings(data_dir=folder, **options)
    with using_services(settings) as services:
        for article in articles:
            put_article(services, parse_input(article))
        if indexed:
            bring_up_to_date(services, folder)
    return settings


@pytest.fixture
def make_client(prepared: Path, tmp_path: Path) -> Iterator[MakeClient]:
    """A client of an application that holds these articles in its store and, unless told, in its index."""
    with ExitStack() as stack:

        def make(articles: Iterable[Mapping[str, Any]] = (), indexed: bool = True, **options: Any) -> TestClient:
            folder = shutil.copytree(prepared, tmp_path / "var")
            settings = fill(folder, articles, indexed, **options) if articles else Settings(data_dir=folder, **options)
            return stack.enter_context(TestClient(create_app(settings), base_url="http://attache.test"))

        yield make


@pytest.fixture
def client(make_client: MakeClient) -> TestClient:
    """A client of an application that holds nothing."""
    return make_client()


@pytest.fixture
def demo(client: TestClient) -> TestClient:
    """A client of an application that holds the demo corpus, taken in as `attache seed` does it."""
    sources = list_sources([shipped("seed") / "articles"])
    outcomes = list(ingest_sources(services_of(client), sources, max_bytes=1_000_000))
    assert [each for each in outcomes if each.status != "created"] == []
    index_all(client)
    return client


def services_of(client: TestClient) -> Services:
    """The services that the application of `client` works with."""
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    return services


def bring_up_to_date(services: Services, data_dir: Path) -> None:
    """What the indexer does, once."""
    with writing_index(Settings(data_dir=data_dir), services.store, on_rebuild=lambda _: None) as live:
        catch_up(services.store, live.writer)


def index_all(client: TestClient) -> None:
    """Index what the application of `client` holds, and wait until it has seen that."""
    services = services_of(client)
    bring_up_to_date(services, client.app.state.settings.data_dir)  # type: ignore[attr-defined]
    for _ in range(100):
        if services.index.applied() == services.store.head():
            return
        time.sleep(0.05)
    pytest.fail("the index was not seen to catch up")


def create_key(client: TestClient, *scopes: Scope) -> dict[str, str]:
    """The headers of a caller with a new key of these scopes."""
    return authorization(services_of(client), *scopes)


def authorization(services: Services, *scopes: Scope) -> dict[str, str]:
    """The headers of a caller with a new key of these scopes."""
    _, key = services.store.create_key("test", frozenset(scopes))
    return {"Authorization": f"Bearer {key}"}
