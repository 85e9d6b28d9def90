from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.search.memory import MemoryIndex
from app.search.whoosh import WhooshIndex, WhooshWriter
from tests.contract.search.documents import Subject


@pytest.fixture(params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subject]:
    """Each adapter, empty."""
    if request.param == "memory":
        memory = MemoryIndex()
        yield Subject(memory, memory)
    else:
        with closing(WhooshWriter(tmp_path)) as writer, closing(WhooshIndex(tmp_path)) as reader:
            yield Subject(writer, reader)
