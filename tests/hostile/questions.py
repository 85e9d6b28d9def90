"""Questions in the advanced mode that want too much or cannot be read, and answers that are asked to be too large."""

from urllib.parse import quote

from tests.hostile.cases import Case, get


def _advanced(name: str, q: str, reason: str, position: int) -> Case:
    says = {"parameter": "q", "reason": reason, "position": position}
    return Case(name, get(f"/articles?q.mode=advanced&q={quote(q)}"), 400, says)


def _refused(name: str, query: str, parameter: str, reason: str) -> Case:
    return Case(name, get(f"/articles?{query}"), 400, {"parameter": parameter, "reason": reason})


QUESTIONS = (
    _advanced("nine parentheses deep", "(" * 9 + "a" + ")" * 9, "too-deep", 8),
    _advanced("two hundred parentheses that stay open", "(" * 200, "too-deep", 8),
    _advanced("65 words", " ".join(f"w{number}" for number in range(65)), "too-many", 246),
    _advanced("every word that begins with a", "a*", "too-costly", 0),
    _advanced("a wildcard in front", "?uropa", "too-costly", 0),
    _advanced("wildcards upon wildcards", "eu****", "too-costly", 0),
    _advanced("twenty wildcards in a word", "eur" + "*a" * 20, "too-costly", 0),
    _advanced("17 beginnings", " OR ".join(["eur*"] * 17), "too-costly", 128),
    _advanced("words a hundred million words apart", '"a b"~99999999', "range", 6),
    _advanced("words less than nothing apart", '"a b"~-1', "syntax", 6),
    _advanced("a word nine edits away", "word~9", "syntax", 5),
    _advanced("a wildcard and edits", "eur*~2", "syntax", 0),
    _advanced("an operator alone", "AND", "syntax", 0),
    _advanced("an operator at the end, written backwards", "\u202eEU AND", "syntax", 7),
    _advanced("a field that is none", "nosuch:word", "syntax", 0),
    _advanced("an engine's range", "[1 TO 2]", "syntax", 0),
    _advanced("an engine's regular expression", "/(a+)+$/", "syntax", 0),
    _advanced("an engine's boost", "eu^99999", "syntax", 2),
    _advanced("an escape at the end", '\\"', "syntax", 0),
    _advanced("a quote that stays open", '"EU', "syntax", 3),
    _refused("passages as long as books", "highlight=true&highlight.size=99999", "highlight.size", "range"),
    _refused("no passage at all", "highlight=true&highlight.max=0", "highlight.max", "range"),
    _refused("a field of 500 levels", "fields=" + ".".join(["a"] * 500), "fields", "invalid"),
    _refused("a field of a field that has none", "fields=actors.id.id", "fields", "invalid"),
    _refused("a change that will never be", "min_seq=99999999999", "min_seq", "range"),
    _refused("the day before the calendar", "ingested=0000-00-00", "ingested", "invalid"),
)
