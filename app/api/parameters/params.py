"""Query parameters, read from the query string as it was sent: nothing in it is ignored, all flaws are told at once."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote_to_bytes

from app.errors import MAX_FLAWS, Flaw, InvalidParameterError, QueryTooCostlyError

MAX_PAIRS = 300
MAX_VALUE = 32_000
MAX_IDS = 200
MAX_NAME = 200
_SHOWN = 200
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MEMBER = re.compile(rf"\s*(-?{_QUOTED.pattern}|[^,]*?)\s*,")
_AS_GOOD = 0.9
_WITH_IDS = frozenset({"ids", "include", "offset_unit", "fields", "csv", "rows", "trailer", "strict", "min_seq"})

T = TypeVar("T")


def refuse(detail: str, reason: str = "invalid", **more: Any) -> NoReturn:
    """Raise what a parser of a value raises; `Reader` adds the parameter and the value."""
    raise InvalidParameterError(detail, Flaw(reason, more=more))


class Reader:
    """Reads a query string (`application/x-www-form-urlencoded`, WHATWG URL) and collects what is wrong with it.

    `known` are the parameters there are, `repeatable` those that may come more than once.
    """

    def __init__(self, raw: bytes, known: Collection[str], repeatable: Collection[str] = ()) -> None:
        self.values: dict[str, list[str]] = {}
        self._details: list[str] = []
        self._flaws: list[Flaw] = []
        self._costly = 0
        self._known, self._repeatable = known, repeatable
        pairs = [part for part in raw.split(b"&") if part]
        if len(pairs) > MAX_PAIRS:
            raise InvalidParameterError(
                f"There are more than {MAX_PAIRS} parameters.", Flaw("too-many", more={"maximum": MAX_PAIRS})
            )
        for part in pairs:
            self._take(*part.partition(b"=")[::2])

    def one(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """The value of `name` as `parse` reads it, `default` without one or when it is wrong."""
        return self._attempt(name, parse, self.values[name][0], default) if name in self.values else default

    def every(self, name: str, parse: Callable[[str], T]) -> list[T]:
        """All values of a parameter that may come more than once, without the wrong ones."""
        read = (self._attempt(name, parse, value, None) for value in self.values.get(name, ()))
        return [value for value in read if value is not None]

    def listed(self, name: str, parse: Callable[[str], T]) -> list[T]:
        """The members of a list, which are apart by commas, by repetition, or both; without the wrong ones.

        A comma within quotation marks is none; see `unquoted`.
        """
        members = [member for value in self.values.get(name, ()) for member in _MEMBER.findall(f"{value},")]
        read = (self._attempt(name, _filled(parse), member, None) for member in members)
        return [value for value in read if value is not None]

    def flaw(self, name: str, reason: str, detail: str, **more: Any) -> None:
        """Note that something is wrong with `name`; the same once, and no more than are told."""
        flaw = Flaw(reason, parameter=name, more=more)
        if len(self._flaws) < MAX_FLAWS and flaw not in self._flaws:
            self._details.append(detail)
            self._flaws.append(flaw)

    def done(self) -> None:
        """Raise `InvalidParameterError` with all that was wrong, if anything was.

        It is a `QueryTooCostlyError` when only the price was.
        """
        if self._flaws:
            kind = QueryTooCostlyError if self._costly == len(self._flaws) else InvalidParameterError
            raise kind(" ".join(dict.fromkeys(self._details)), *self._flaws)

    def _attempt(self, name: str, parse: Callable[[str], T], value: str, default: T) -> T:
        try:
            return parse(value)
        except InvalidParameterError as error:
            self._costly += isinstance(error, QueryTooCostlyError) * len(error.flaws)
            for flaw in error.flaws:
                self.flaw(name, flaw.reason, f"{name}: {error.detail}", **flaw.more, value=_shown(value))
            return default

    def _take(self, raw_name: bytes, raw_value: bytes) -> None:
        name = _shown(_decoded(raw_name, "replace"))
        if name not in self._known:
            self.flaw(name, "unknown", f"Unknown parameter {name!r}.", **did_you_mean(name, self._known))
        elif name in self.values and name not in self._repeatable:
            self.flaw(name, "repeated", f"{name} is given more than once.")
        else:
            self._keep(name, raw_value)

    def _keep(self, name: str, raw: bytes) -> None:
        try:
            value = _decoded(raw, "strict")
        except UnicodeDecodeError:
            self.flaw(name, "encoding", f"The value of {name} is not UTF-8.")
            return
        if len(value) > MAX_VALUE:
            self.flaw(name, "too-long", f"{name} is longer than {MAX_VALUE} characters.", maximum=MAX_VALUE)
        elif "\0" in value:
            self.flaw(name, "invalid", f"{name} holds a NUL character.", position=value.index("\0"))
        else:
            self.values.setdefault(name, []).append(value)


def check_parameters(scope: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse all parameters of a request but the `known`; raises `InvalidParameterError`."""
    Reader(scope["query_string"], known).done()


def read_ids(reader: Reader, defaults: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """The list `ids`, which goes with no filter or page (but one at its default), None without it."""
    if "ids" not in reader.values:
        return None
    ids = reader.listed("ids", str)
    if len(ids) > MAX_IDS:
        reader.flaw("ids", "too-many", f"ids names more than {MAX_IDS}.", maximum=MAX_IDS)
    others = [
        name for name, values in reader.values.items() if name not in _WITH_IDS and values != [defaults.get(name)]
    ]
    if others:
        detail = f"ids asks by name, without filters and pages: leave out {', '.join(others)}."
        reader.flaw("ids", "conflict", detail, conflicts_with=others)
    return tuple(dict.fromkeys(ids))


def quoted(value: str) -> str:
    """A member of a list that is written as it is, whatever it holds: in quotation marks, those in it doubled."""
    return '"' + value.replace('"', '""') + '"'


def unquoted(member: str) -> str | None:
    """What stands in the quotation marks around a member of a list; None when there are none."""
    return member[1:-1].replace('""', '"') if _QUOTED.fullmatch(member) else None


def integer(minimum: int, maximum: int) -> Callable[[str], int]:
    """A parser of whole numbers, in ASCII digits, within these bounds."""

    def parse(value: str) -> int:
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            refuse("write a whole number in the digits 0 to 9.", expected=["integer"])
        number = int(value) if len(digits) <= len(str(maximum)) else None
        if number is None or not minimum <= number <= maximum:
            refuse(f"it is from {minimum} to {maximum}.", "range", minimum=minimum, maximum=maximum)
        return number

    return parse


def one_of(options: Sequence[T]) -> Callable[[str], T]:
    """A parser of a word that is one of `options`."""
    names = {str(option): option for option in options}

    def parse(value: str) -> T:
        if value not in names:
            refuse(f"it is one of {', '.join(names)}.", expected=list(names), **did_you_mean(value, names))
        return names[value]

    return parse


def boolean(value: str) -> bool:
    """Whether `value` is `true`; it may be `false`, and nothing else."""
    return one_of(("true", "false"))(value) == "true"


def read_name(value: str) -> str | None:
    """A name as it is typed: NFC, with single spaces; None for a blank one."""
    if len(value) > MAX_NAME:
        refuse(f"it is at most {MAX_NAME} characters long.", "too-long", maximum=MAX_NAME)
    return " ".join(unicodedata.normalize("NFC", value).split()) or None


def _filled(parse: Callable[[str], T]) -> Callable[[str], T]:
    def parse_filled(value: str) -> T:
        return parse(value) if value else refuse("a member of the list is empty.", "empty")

    return parse_filled


def _decoded(raw: bytes, errors: str) -> str:
    return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8", errors)


def did_you_mean(word: str, options: Collection[str]) -> dict[str, Any]:
    """What helps to mend a wrong word: those of `options` that are like it, if any."""
    written = word[:_SHOWN].casefold()
    meant = get_close_matches(written, options)
    likeness = [SequenceMatcher(None, written, each).ratio() for each in meant]
    best = [each for each, like in zip(meant, likeness, strict=True) if like >= _AS_GOOD * likeness[0]]
    return {"did_you_mean": best} if best else {}


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
