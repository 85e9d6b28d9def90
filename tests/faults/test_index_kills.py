"""`kill -9` of a writer at any moment: the index stays sound, and holds exactly what its checkpoint says."""

import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.queries import ArticleQuery
from app.search.whoosh import WhooshIndex, WhooshWriter, live_generation, verify

WRITE = """
import sys
from pathlib import Path
from app.search.whoosh import WhooshWriter
from tests.contract.search.documents import article
writer = WhooshWriter(Path(sys.argv[1]))
for applied in range(writer.applied() + 1, 1_000_000):
    writer.apply([article(f"{applied}-{each}", "die EU " * 50) for each in range(5)],
                 [f"{applied - 1}-{each}" for each in range(4)], applied)
    print(applied, flush=True)
"""


@pytest.mark.faults
def test_a_killed_writer_leaves_whole_commits(tmp_path: Path) -> None:
    WhooshWriter(tmp_path).close()
    chance = random.Random(7)
    acknowledged = 0
    for _ in range(10):
        with subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path)], stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout
            acknowledged = int(child.stdout.readline())
            time.sleep(chance.random() / 3)
            child.kill()
            acknowledged = int((child.stdout.read().split() or [acknowledged])[-1])
        assert verify(tmp_path) is None
        with closing(WhooshIndex(tmp_path)) as reader:
            hits = reader.search(ArticleQuery(), limit=None)
        assert hits.seq in {acknowledged, acknowledged + 1}
        kept = {f"{past}-4" for past in range(1, hits.seq)} | {f"{hits.seq}-{each}" for each in range(5)}
        assert {hit.id for hit in hits.hits} == kept
    WhooshWriter(tmp_path).close()
    left = {each.suffix for each in (tmp_path / (live_generation(tmp_path) or "")).iterdir()}
    assert left <= {".arrays", ".toc", ".json", ".new", ".tmp", ""}
