"""Mail (RFC 5322, MIME): the subject is the title, the sender the author, the plain part the text, else the HTML."""

from collections.abc import Iterator
from email import policy
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any, BinaryIO, cast

from app.errors import Flaw, InvalidBodyError
from app.formats.readers.encodings import decode
from app.formats.readers.html import decode_page, read_page
from app.formats.readers.reading import Read
from app.formats.readers.times import publication_date
from app.formats.readers.whole import read_whole

_MAX_PARTS = 500
_MAX_CONTAINERS = 100
_LONGEST_HEADER = 10_000
_HEADERS = ("From", "Subject", "Date", "Message-ID")


def read(file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """One article; a note names attachments. Raises `AppError` for what is too large, broken, or without a text."""
    raw = read_whole(file, max_bytes)
    if raw.lower().count(b"multipart/") > _MAX_CONTAINERS:  # told before all of them are taken apart
        raise _wrong("It is nested too deeply.")
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    _check(mail)
    text, note = _text(mail)
    sender = mail["From"]
    headers = {
        "title": " ".join(str(mail["Subject"] or "").split()),
        "author": sender.addresses[0].display_name if sender and sender.addresses else "",
        "date": publication_date(str(mail["Date"] or "")),
    }
    notes = filter(None, (note, _attachments(mail)))
    yield Read(None, {**text, **{name: value for name, value in headers.items() if value}}, " ".join(notes) or None)


def _check(mail: EmailMessage) -> None:
    if not any(name in mail for name in _HEADERS):
        raise _wrong("It is no mail: it has none of the headers From, Subject, Date, Message-ID.")
    for name, value in mail.raw_items():  # not read as anything yet, which takes the square of its length
        if name.title() in _HEADERS and len(value) > _LONGEST_HEADER:
            raise _wrong(f"Its header {name.title()} is longer than {_LONGEST_HEADER} characters.")
    for number, part in enumerate(mail.walk()):
        if number > _MAX_PARTS:
            raise _wrong(f"The mail has more than {_MAX_PARTS} parts.")
        if any(isinstance(each, CloseBoundaryNotFoundDefect | StartBoundaryNotFoundDefect) for each in part.defects):
            raise _wrong("The mail breaks off: a part of it has no end.")


def _text(mail: EmailMessage) -> tuple[dict[str, str], str | None]:
    part = mail.get_body(("plain", "html"))
    if part is None:
        raise _wrong("The mail has neither a plain nor an HTML text.")
    raw, charset = cast(bytes, part.get_payload(decode=True)), part.get_content_charset()
    if part.get_content_subtype() == "plain":
        text, note = decode(raw, charset)
        return {"text": text}, note
    page, note = decode_page(raw, charset)
    return read_page(page), note


def _attachments(mail: EmailMessage) -> str | None:
    parts: list[Any] = list(mail.iter_attachments())
    named = ", ".join(part.get_filename() or part.get_content_type() for part in parts)
    return f"Attachments are not read: {named}." if named else None


def _wrong(detail: str) -> InvalidBodyError:
    return InvalidBodyError(detail, Flaw("mail", pointer=""))
