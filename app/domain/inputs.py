"""What is sent: an article as JSON (`POST /articles`, a `.json` or `.ndjson` file), checked and composed."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from itertools import chain
from math import isfinite
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationError

from app.domain.annotations import Given
from app.domain.dates import PartialDate, parse_partial_date
from app.domain.frozen import Frozen
from app.domain.rights import Rights
from app.errors import MAX_FLAWS, Flaw, InvalidBodyError

FORMATS = ("json", "ndjson", "csv", "atom", "jsonfeed", "gexf", "graphml", "jsonld", "conll", "ann")
MAX_DEPTH = 32
RESERVED_IDS = frozenset({"facets", "timeline", "search", "batch"})
_ID = re.compile(r"[A-Za-z0-9_-]([A-Za-z0-9._~-]{0,126}[A-Za-z0-9_-])?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[T ]{_CLOCK}(:([0-5][0-9]|60)(\.[0-9]+)?)?(Z|[+-]{_CLOCK})?")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Zl", "Zp", "Zs"})


def normal_text(text: str) -> str:
    """A text as it is stored: NFC, line ends `\\n`, no byte order mark at its start."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def check_id(value: str) -> str:
    """An article id; raises `ValueError` saying what does not fit."""
    if not _ID.fullmatch(value):
        raise ValueError("an id is 1 to 128 of A-Z a-z 0-9 . _ ~ -, and neither begins nor ends with . or ~")
    if value in RESERVED_IDS:
        raise ValueError(f"{value!r} is the name of a page")
    if value.rpartition(".")[1] and value.rpartition(".")[2] in FORMATS:
        raise ValueError(f"an id does not end in a format: .{value.rpartition('.')[2]}")
    return value


def _well_formed(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds a lone surrogate, which is no character") from error
    if "\0" in value:
        raise ValueError("holds a NUL character")
    return value


def _normal(value: object) -> object:
    return normal_text(value) if isinstance(value, str) else value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("a language is an ISO 639 code of two or three small letters, such as de or en")
    return value


def _dated(value: str) -> str:
    parse_partial_date(_day(value))
    return value


def _day(value: str) -> str:
    time = _TIME.fullmatch(value)
    return time[1] if time else value


def _not_blank(value: str) -> str:
    if not any(unicodedata.category(character) not in _UNSEEN for character in value):
        raise ValueError("is empty")
    return value


def _plain_json(value: dict[str, Any]) -> dict[str, Any]:
    _check_plain(value, 1)
    return value


def _check_plain(value: object, depth: int) -> None:
    """Refuse what not every reader of JSON gives back as it was sent (I-JSON, RFC 7493)."""
    if depth > MAX_DEPTH:
        raise ValueError(f"is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, str):
        _well_formed(value)
    elif isinstance(value, dict | list):
        for each in chain(value, value.values()) if isinstance(value, dict) else value:
            _check_plain(each, depth + 1)
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("holds a whole number of more than 64 bits; send it as a string")
    elif isinstance(value, float) and not isfinite(value):
        raise ValueError("holds a number that is not finite")


Text = Annotated[str, BeforeValidator(_normal), AfterValidator(_well_formed), AfterValidator(_not_blank)]
Line = Annotated[str, Field(max_length=2000), BeforeValidator(_normal), AfterValidator(_well_formed)]


class ArticleInput(Frozen):
    """An article as it is sent. Only `text` is required; an unknown field is refused.

    `date` is EDTF (`2016`, `2016-12`, `2016-12-06`, `~` or `?` after it) or an RFC 3339 instant, whose day counts and
    whose time of day is kept as `published_at`. `rights` is what readers without a key get of the text; without it the
    service decides.
    """

    model_config = ConfigDict(strict=True)

    text: Text
    id: Annotated[str, AfterValidator(check_id)] | None = None
    title: Line | None = None
    date: Annotated[str, Field(max_length=40), AfterValidator(_dated)] | None = None
    language: Annotated[str, AfterValidator(_language)] | None = None
    source: Line | None = None
    url: Line | None = None
    author: Line | None = None
    rights: Rights | None = None
    metadata: Annotated[dict[str, Any], AfterValidator(_plain_json)] = {}

    @property
    def composed(self) -> str:
        """The text that all offsets index into: the title in front, unless the text begins with it (`# ` may too)."""
        title = self.heading
        if title is None or self.text.lstrip().lstrip("#").lstrip().startswith(title):
            return self.text
        return f"{title}\n\n{self.text}"

    @property
    def heading(self) -> str | None:
        """The title on one line; None when there is none to speak of."""
        return " ".join(self.title.split()) or None if self.title else None

    @property
    def given(self) -> Given:
        """What the sender knows and need not be found."""
        date = self.partial_date
        timed = self.date if self.date and _TIME.fullmatch(self.date) else None
        return Given(title=self.heading, language=self.language, date=date, published_at=timed)

    @property
    def partial_date(self) -> PartialDate | None:
        """The publication date that was sent."""
        return parse_partial_date(_day(self.date)) if self.date else None

    @property
    def content_hash(self) -> str:
        """The sha256, in hex, of all sent fields but the id; `rights` counts only when they are sent."""
        silent = {"id"} if self.rights else {"id", "rights"}
        sent = self.model_dump(mode="json", exclude=silent)
        return hashlib.sha256(json.dumps(sent, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def derived_id(self) -> str:
        """The id of an article whose sender names none: `a-` and 16 hex digits of the text's sha256."""
        return "a-" + hashlib.sha256(self.composed.encode()).hexdigest()[:16]


def parse_input(fields: object) -> ArticleInput:
    """An `ArticleInput` from decoded JSON; raises `InvalidBodyError` with a JSON Pointer (RFC 6901) a flaw."""
    try:
        return ArticleInput.model_validate(_trimmed(fields))
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)[:MAX_FLAWS]
        flaws = [_flaw(each["loc"], each["type"], each["msg"]) for each in told]
        places = "; ".join(f"{flaw.pointer or 'the body'}: {flaw.more['detail']}" for flaw in flaws[:5])
        raise InvalidBodyError(f"The article cannot be taken: {places}.", *flaws) from error


def _trimmed(fields: object) -> object:
    """The same, with no more unknown fields than are told."""
    if not isinstance(fields, dict):
        return fields
    unknown = [name for name in fields if name not in ArticleInput.model_fields]
    left_out = set(unknown[MAX_FLAWS:])
    return {name: value for name, value in fields.items() if name not in left_out}


def json_pointer(place: Iterable[int | str]) -> str:
    """The JSON Pointer (RFC 6901) to a place in a document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


def _flaw(place: tuple[int | str, ...], kind: str, message: str) -> Flaw:
    reason = {"missing": "required", "extra_forbidden": "unknown"}.get(kind, "invalid")
    known = {"expected": sorted(ArticleInput.model_fields)} if reason == "unknown" else {}
    said = "an article is a JSON object" if kind == "model_type" else message.removeprefix("Value error, ")
    return Flaw(reason, pointer=json_pointer(place), more={"detail": said, **known})
