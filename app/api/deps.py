"""What routes depend on: the services, the settings, and who is asking."""

from datetime import UTC, datetime
from typing import Annotated

from anyio import to_thread
from fastapi import Depends
from fastapi.security import HTTPBearer
from starlette.requests import Request

from app.api.parameters.params import check_parameters
from app.api.shapes import View
from app.api.transport.news import News
from app.api.transport.responses import base_url
from app.domain.keys import ApiKey, Scope
from app.errors import ForbiddenError, UnauthorizedError
from app.services import Services
from app.services.keys import authenticate, remember_use
from app.settings import Settings

_bearer = HTTPBearer(
    scheme_name="key", auto_error=False, description="A key: `attache keys create`. Reading is open unless told."
)
_Declared = Annotated[object, Depends(_bearer)]  # says in the OpenAPI document that a key is needed


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _news(request: Request) -> News:
    news: News = request.state.news
    return news


NewsDep = Annotated[News, Depends(_news)]
ServicesDep = Annotated[Services, Depends(_services)]
SettingsDep = Annotated[Settings, Depends(_settings)]


async def _reader(request: Request, services: ServicesDep, settings: SettingsDep) -> ApiKey | None:
    """Who reads: the key that was shown, or None where reading is open and none was."""
    shown = request.headers.getlist("authorization")
    if not shown:
        if settings.reads == "key":
            raise UnauthorizedError("Reading needs a key here: Authorization: Bearer KEY.")
        return None
    scheme, _, key = shown[0].partition(" ")
    if len(shown) > 1 or scheme.lower() != "bearer":
        raise UnauthorizedError("The header is Authorization: Bearer KEY.")
    now = datetime.now(UTC)
    known = authenticate(services, key.strip(), now)
    await to_thread.run_sync(remember_use, services, known, now)
    return known


ReaderDep = Annotated[ApiKey | None, Depends(_reader)]


async def _view(request: Request, settings: SettingsDep, known: ReaderDep) -> View:
    return View(base_url(request), rights=settings.text, trusted=known is not None)


async def find_view(request: Request) -> View:
    """What `ViewDep` depends on, looked up at once; raises `UnauthorizedError` for who may not read."""
    settings: Settings = request.app.state.settings
    return await _view(request, settings, await _reader(request, request.app.state.services, settings))


ViewDep = Annotated[View, Depends(_view)]
"""How articles are shown to who is asking: whoever shows a key, of whatever scope, may read all."""


def require(known: ApiKey | None, scope: Scope) -> ApiKey:
    """The key, when it has this scope; raises `UnauthorizedError` and `ForbiddenError`."""
    if known is None:
        raise UnauthorizedError("This needs a key: Authorization: Bearer KEY.")
    if not known.scopes & {scope, "admin"}:
        raise ForbiddenError(f"This needs a key with the scope {scope!r}.")
    return known


async def _writer(known: ReaderDep, _: _Declared) -> ApiKey:
    return require(known, "write")


async def _admin(known: ReaderDep, _: _Declared) -> ApiKey:
    return require(known, "admin")


WriterDep = Annotated[ApiKey, Depends(_writer)]
AdminDep = Annotated[ApiKey, Depends(_admin)]


async def readers_only(_: ReaderDep) -> None:
    """Refuse a wrong key, and whoever has none where reading is not open; raises `UnauthorizedError`."""


async def no_parameters(request: Request) -> None:
    """Refuse every query parameter; raises `InvalidParameterError`."""
    check_parameters(request.scope, ())
