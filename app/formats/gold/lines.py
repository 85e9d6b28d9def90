"""Files of gold as text, and what is wrong with them by line."""

from pathlib import Path

from app.domain.strict_json import decode_utf8
from app.errors import InvalidBodyError


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, as it stands; raises `InvalidBodyError` and `OSError`."""
    try:
        return decode_utf8(path.read_bytes())
    except InvalidBodyError as error:
        raise InvalidBodyError(f"{path}: {error.detail}") from error


def read_lines(path: Path) -> list[str]:
    """The lines of a file in UTF-8, without their ends; raises `InvalidBodyError` and `OSError`."""
    return [line.removesuffix("\r") for line in read_text(path).split("\n")]


def wrong(path: Path, line: int, what: str) -> InvalidBodyError:
    """What is wrong in a line, 1-based."""
    return InvalidBodyError(f"{path}:{line}: {what}")
