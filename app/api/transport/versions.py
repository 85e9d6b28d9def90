"""The versions of what answers: of the API, of the extractor, and of the authority files."""

from pydantic import BaseModel

from app.services import Services

_AUTHORITY = 12  # digits of a sha256: enough to tell one state of the files from another


class Versions(BaseModel):
    """`extractor` found the mentions; `authority` is the beginning of a digest of the authority files."""

    api: str
    extractor: str
    authority: str


def find_versions(services: Services) -> dict[str, str]:
    """See `Versions`."""
    authority = services.store.authority()[:_AUTHORITY]
    return {"api": "1", "extractor": services.annotator.version, "authority": authority}


def versions_header(services: Services) -> str:
    """The versions as a dictionary of strings (RFC 9651, 3.2)."""
    return ", ".join(f'{name}="{version}"' for name, version in find_versions(services).items())
