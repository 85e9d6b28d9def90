from pathlib import Path

import pytest

from app.annotate import Annotator, build_annotator
from app.domain.authority import load_authority

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """The annotator with the authority files that are shipped."""
    return build_annotator(load_authority(ROOT / "seed" / "actors"))
