from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient
from tests.api.reading.test_one import cut

TEXT = (
    "😀 Ein Gespräch\n\nAm 6. Dezember 2016 traf Angela Merkel den Kanzler. „Wir warten ab“, sagte Angela Merkel. "
    "Die EU sei bereit.\n\nIn Brüssel tagt die Nato."
)


@pytest.fixture
def spoken(make_client: MakeClient) -> TestClient:
    return make_client(({"id": "a", "text": TEXT, "language": "de"},))


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "byte"])
def test_quotations_and_dates_come_with_who_speaks(spoken: TestClient, unit: str) -> None:
    one: dict[str, Any] = spoken.get("/articles/a", params={"include": "annotations,text", "offset_unit": unit}).json()
    day, said, told = one["annotations"]
    assert (day["type"], day["value"], day["text"]) == ("date", "2016-12-06", "6. Dezember 2016")
    assert (said["type"], said["kind"], said["text"]) == ("quotation", "direct", "Wir warten ab")
    assert (told["kind"], told["text"], told["cue"]) == ("reported", "Die EU sei bereit", None)
    for each in one["annotations"]:
        assert cut(one["text"], each, unit) == each["text"]
    assert cut(one["text"], said["cue"], unit) == "sagte"
    assert cut(one["text"], said["speaker"], unit) == "Angela Merkel"
    assert one["entities"].keys() == {said["speaker"]["entity"]}
    assert "mentions" not in one


def test_lists_and_fields_bring_them_too(spoken: TestClient) -> None:
    (row,) = spoken.get("/articles", params={"fields": "id,annotations.type"}).json()["data"]
    assert row == {"id": "a", "annotations": [{"type": "date"}, {"type": "quotation"}, {"type": "quotation"}]}
    (row,) = spoken.get("/articles", params={"fields": "id", "include": "annotations"}).json()["data"]
    assert row.keys() == {"id", "annotations", "entities"}


def test_who_may_not_read_the_text_gets_no_words_of_it(make_client: MakeClient) -> None:
    closed = make_client(({"id": "a", "text": TEXT, "language": "de", "rights": "snippet"},))
    notes = closed.get("/articles/a", params={"include": "annotations"}).json()["annotations"]
    assert [each["text"] for each in notes] == [None, None, None]


def test_a_dry_run_brings_quotations(spoken: TestClient) -> None:
    found = spoken.post("/extract", json={"text": TEXT, "language": "de"}).json()
    assert [each["text"] for each in found["quotations"]] == ["Wir warten ab", "Die EU sei bereit"]
