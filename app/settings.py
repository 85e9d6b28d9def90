"""Settings: read once, from flags and `ATTACHE_*` variables, frozen, and passed in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.rights import Rights

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """The folder `name` (`seed`, `migrations`) as the wheel ships it, or as it stands in a checkout."""
    in_wheel = _PACKAGE / "data" / name
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / name


class Settings(BaseModel):
    """All that can be set. The variable of a field is `ATTACHE_` and its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(Path("var"), description="The folder that holds all state: database, index, locks.")
    authority_dir: Path = Field(shipped("seed") / "actors", description="The folder of the authority files (*.toml).")
    host: str = Field("127.0.0.1", description="The address the API listens on.")
    port: int = Field(8000, ge=1, le=65535, description="The port the API listens on.")
    workers: int = Field(1, ge=1, le=256, description="API processes; one a core.")
    public_url: str | None = Field(None, description="The URL that links start with; without it, the request's own.")
    cors_origins: tuple[str, ...] = Field((), description="Origins whose pages may write; reading is open to all.")
    reads: Literal["open", "key"] = Field("open", description="Who may read: everybody (open), or keys alone (key).")
    text: Rights = Field(
        "full", description="What readers without a key get of a text that says no other: full, snippet or none."
    )
    robots: Literal["refuse", "allow"] = Field("refuse", description="What robots.txt says to crawlers.")
    log_format: Literal["console", "json"] = Field("console", description="How the log is written.")
    exports_dir: Path | None = Field(
        None, description="The folder of snapshots; without it, `exports` in the data folder."
    )
    max_body: int = Field(5_000_000, ge=1_000, description="The largest body or file that is taken, in bytes.")
    answer_cache: int = Field(
        50_000_000,
        ge=0,
        description="Bytes of finished answers that an API process keeps to give again; 0: none, nor what was chosen.",
    )
    article_cache: int = Field(
        50_000_000,
        ge=0,
        description="Bytes of articles, as lists and highlights need them, that an API process keeps; 0 keeps none.",
    )
    min_free: int = Field(50_000_000, ge=0, description="Bytes of disk that must stay free; below, writes answer 507.")

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data_dir / "attache.db"

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots."""
        return self.exports_dir or self.data_dir / "exports"

    @property
    def index_dir(self) -> Path:
        """The folder of the full-text index."""
        return self.data_dir / "index"


def variable(field: str) -> str:
    """The environment variable of a field: `data_dir` gives `ATTACHE_DATA_DIR`."""
    return f"ATTACHE_{field.upper()}"


def read_settings(environment: Mapping[str, str], **given: Any) -> Settings:
    """Settings from `given` (what is None is not given), else from `environment`, else the defaults.

    Raises pydantic's `ValidationError` when a value does not fit.
    """
    found: dict[str, Any] = {
        name: environment[variable(name)] for name in Settings.model_fields if environment.get(variable(name))
    }
    if isinstance(found.get("cors_origins"), str):
        found["cors_origins"] = tuple(part for part in found["cors_origins"].replace(",", " ").split() if part)
    return Settings(**{**found, **{name: value for name, value in given.items() if value is not None}})


def as_environment(settings: Settings) -> dict[str, str]:
    """The variables that make `read_settings` read these settings again: how they reach a process of their own."""
    return {
        variable(name): ",".join(value) if isinstance(value, tuple) else str(value)
        for name, value in settings.model_dump().items()
        if value is not None
    }
