import os
from pathlib import Path

import pytest

from app import metrics


def test_the_gauges_of_processes_that_died_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "SHARED", str(tmp_path))
    dead, living, counter = "gauge_livesum_4194399.db", f"gauge_livesum_{os.getpid()}.db", "counter_4194399.db"
    for name in (dead, living, counter):
        (tmp_path / name).touch()
    metrics.forget_dead()
    assert {path.name for path in tmp_path.iterdir()} == {living, counter}
