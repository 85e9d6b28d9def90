from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient, create_key, index_all

TEXT = "Die EU und die Nato wollen enger zusammenarbeiten."
WIRE = (
    {"id": "wire", "text": TEXT, "source": "agency", "date": "2016-12-06"},
    {"id": "post", "text": TEXT, "source": "post", "date": "2016-12-07"},
    {"id": "blatt", "text": TEXT, "source": "blatt"},
    {"id": "alone", "text": "Die Nato schweigt.", "source": "post", "date": "2016"},
)


@pytest.fixture
def copied(make_client: MakeClient) -> TestClient:
    return make_client(WIRE)


def listed(client: TestClient, **params: Any) -> tuple[set[str], dict[str, Any]]:
    answer = client.get("/articles", params=params).json()
    return {row["id"] for row in answer["data"]}, answer["meta"]


@pytest.mark.parametrize(
    ("params", "ids", "collapsed"),
    [
        ({}, {"wire", "post", "blatt", "alone"}, 0),
        ({"duplicates": "show"}, {"wire", "post", "blatt", "alone"}, 0),
        ({"duplicates": "collapse"}, {"wire", "alone"}, 2),
        ({"duplicates": "collapse", "source": "-agency"}, {"post", "alone"}, 1),
        ({"duplicates": "collapse", "date": "2016-12-07"}, {"post", "alone"}, 0),
        ({"duplicates": "only"}, {"post", "blatt"}, 0),
    ],
)
def test_copies(copied: TestClient, params: dict[str, str], ids: set[str], collapsed: int) -> None:
    found, meta = listed(copied, **params)
    assert found == ids
    assert (meta["total"], meta["collapsed"]) == (len(ids), collapsed)


def test_streams_leave_out_what_lists_leave_out(copied: TestClient) -> None:
    for name in ("csv", "ndjson"):
        answer = copied.get(f"/articles.{name}", params={"duplicates": "collapse"})
        assert answer.headers["x-total-count"] == "2"
        assert "duplicates=collapse" in answer.headers["link"]
        assert "blatt" not in answer.text


def test_a_copy_outlives_its_original(copied: TestClient) -> None:
    copied.delete("/articles/wire", headers=create_key(copied, "write"))
    index_all(copied)
    assert listed(copied, duplicates="collapse")[0] == {"post", "alone"}
    assert listed(copied, duplicates="only")[0] == {"blatt"}
