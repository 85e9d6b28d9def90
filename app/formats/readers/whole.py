"""A file that is read whole: never more of it than is taken."""

from typing import BinaryIO

from app.errors import PayloadTooLargeError


def read_whole(file: BinaryIO, max_bytes: int) -> bytes:
    """All bytes of a file; raises `PayloadTooLargeError` when there are more than `max_bytes`."""
    raw = file.read(max_bytes + 1)
    if len(raw) > max_bytes:
        raise PayloadTooLargeError(f"It is larger than the {max_bytes} bytes that are taken.")
    return raw
