"""Keys: made, listed, ended, and replaced."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from app.commands.console import AsJson, errors, open_services, tell
from app.domain.keys import SCOPES, ApiKey, Scope, parse_expiry
from app.options import STORED, with_settings
from app.settings import Settings

KeyId = Annotated[str, typer.Argument(help="The id of the key; `attache keys list` tells it.")]


@with_settings(*STORED)
def create(
    settings: Settings,
    label: Annotated[str, typer.Option(help="What the key is for.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help="read, write or admin; may be repeated.")] = None,
    expires: Annotated[str | None, typer.Option(help="90d, or its last day: 2027-01-31. Never, unless told.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and show it, this once: only its sha256 is kept."""
    scopes = frozenset(_scope(each) for each in scope or ["write"])
    ends = _expiry(expires) if expires else None
    with open_services(settings) as services:
        key_id, key = services.store.create_key(label, scopes, ends)
    _show(key_id, key, scopes, as_json)


@with_settings(*STORED)
def list_all(settings: Settings, as_json: AsJson = False) -> None:
    """List the keys: what each is for, what it may do, and whether it still works."""
    now = datetime.now(UTC)
    with open_services(settings) as services:
        keys = [_facts(key, now) for key in services.store.find_keys()]
    tell(as_json, {"keys": keys}, "\n".join(_line(each) for each in keys) or "No keys yet: attache keys create")


@with_settings(*STORED)
def revoke(settings: Settings, key_id: KeyId, as_json: AsJson = False) -> None:
    """End a key now."""
    with open_services(settings) as services:
        revoked = services.store.revoke_key(key_id)
    tell(as_json, _facts(revoked, datetime.now(UTC)), f"{key_id} is revoked.")


@with_settings(*STORED)
def rotate(
    settings: Settings,
    key_id: KeyId,
    overlap: Annotated[int, typer.Option(min=0, max=720, help="Hours for which the old key still works.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Replace a key by a new one of the same label, scopes and expiry."""
    with open_services(settings) as services:
        new_id, key = services.store.rotate_key(key_id, timedelta(hours=overlap))
        scopes = next(each.scopes for each in services.store.find_keys() if each.id == new_id)
    _show(new_id, key, scopes, as_json)


def _show(key_id: str, key: str, scopes: frozenset[Scope], as_json: bool) -> None:
    if not as_json:
        errors.print(f"Key {key_id}, for {', '.join(sorted(scopes))}. It is shown this once:")
    tell(as_json, {"id": key_id, "key": key, "scopes": sorted(scopes)}, key)


def _facts(key: ApiKey, now: datetime) -> dict[str, Any]:
    return {**key.model_dump(), "scopes": sorted(key.scopes), "works": key.ended(now) is None}


def _line(facts: dict[str, Any]) -> str:
    ended = f"revoked {_day(facts['revoked_at'])}" if facts["revoked_at"] else f"expires {_day(facts['expires_at'])}"
    used = f"used {_day(facts['last_used_at'])}"
    state = "works" if facts["works"] else "ended"
    return "  ".join((facts["id"], state, ",".join(facts["scopes"]), ended, used, facts["label"])).rstrip()


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%MZ}" if at else "never"


def _expiry(value: str) -> datetime:
    try:
        return parse_expiry(value, datetime.now(UTC))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--expires") from error


def _scope(value: str) -> Scope:
    for known in SCOPES:
        if value == known:
            return known
    raise typer.BadParameter(f"{value!r} is none of {', '.join(SCOPES)}", param_hint="--scope")
