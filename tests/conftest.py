"""What many tests stand on: the real services over an empty data folder."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from app.bootstrap import using_services
from app.services import Services
from app.settings import Settings

# How long an example takes says more of the machine than of us.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose data folder is empty."""
    return Settings(data_dir=tmp_path / "var")


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    """The services as the product opens them."""
    with using_services(settings) as opened:
        yield opened
