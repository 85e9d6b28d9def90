"""What routes depend on: the services, the settings, and who is asking."""

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from app.api.params import check_parameters
from app.api.responses import base_url
from app.api.shapes import View
from app.domain.ports import KeyInfo, Scope
from app.errors import ForbiddenError, UnauthorizedError
from app.services import Services
from app.settings import Settings

_bearer = HTTPBearer(
    scheme_name="key", auto_error=False, description="A key with the scope `write` or `admin`: `attache keys create`."
)
_Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


ServicesDep = Annotated[Services, Depends(_services)]
SettingsDep = Annotated[Settings, Depends(_settings)]


async def _reader(services: ServicesDep, credentials: _Credentials, request: Request) -> KeyInfo | None:
    if credentials is None:
        if "authorization" in request.headers:
            raise UnauthorizedError("The header is Authorization: Bearer KEY.")
        return None
    known = services.store.find_key(credentials.credentials)
    if known is None:
        raise UnauthorizedError("This key is not known.")
    return known


ReaderDep = Annotated[KeyInfo | None, Depends(_reader)]


async def _view(request: Request, settings: SettingsDep, known: ReaderDep) -> View:
    return View(base_url(request), rights=settings.text, trusted=known is not None)


ViewDep = Annotated[View, Depends(_view)]
"""How articles are shown to who is asking: whoever shows a key, of whatever scope, may read all."""


def _require(known: KeyInfo | None, scope: Scope) -> KeyInfo:
    if known is None:
        raise UnauthorizedError("This needs a key: Authorization: Bearer KEY.")
    if not known.scopes & {scope, "admin"}:
        raise ForbiddenError(f"This needs a key with the scope {scope!r}.")
    return known


async def _writer(known: ReaderDep) -> KeyInfo:
    return _require(known, "write")


WriterDep = Annotated[KeyInfo, Depends(_writer)]


async def no_parameters(request: Request) -> None:
    """Refuse every query parameter; raises `InvalidParameterError`."""
    check_parameters(request.scope, ())
