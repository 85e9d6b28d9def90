"""Why the rules found what they found: a sentence for each, and the places in the text that show it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from app.annotate.word_lists import read_toml
from app.domain.annotations import Mention, Span
from app.domain.explanations import Explanation

_IN_WORD = r"[\w\u00ad\u2010\u2011-]"
_WORD_BEFORE = re.compile(rf"{_IN_WORD}*\Z")
_WORD_AFTER = re.compile(rf"{_IN_WORD}*")
_TWO_BEFORE = re.compile(r"(?:[^\s.!?]+[^\S\n]+){0,2}\Z")
_TWO_AFTER = re.compile(r"[^\s\w.!?]?(?:[^\S\n]+[^\s.!?]+){0,2}")
_NEAR = 80  # code points in which two words are looked for


@cache
def sentences() -> dict[str, dict[str, str]]:
    """For each rule, by the name that mentions bear, its sentence (`why`) and what shows it (`evidence`)."""
    table = read_toml("rules")
    return {f"{group}/{rule}": row for group, rows in table.items() for rule, row in rows.items()}


def explain(text: str, mentions: Sequence[Mention], labels: Mapping[str, str]) -> list[Explanation]:
    """Why each of the `mentions` of `text` was found, in their order; `labels` are those of all entities that they may
    mean."""
    longest: dict[str, Mention] = {}
    for each in mentions:
        known = longest.get(each.entity)
        if each.kind == "name" and (known is None or len(each.text) > len(known.text)):
            longest[each.entity] = each
    return [_explain(text, each, labels, longest.get(each.entity)) for each in mentions]


def _explain(text: str, mention: Mention, labels: Mapping[str, str], named: Mention | None) -> Explanation:
    row = sentences().get(mention.rule, {"why": f"The rule {mention.rule} found “{{text}}”."})
    span = _evidence(row.get("evidence"), text, mention, named)
    shown = " ".join(text[span.start : span.end].split()) if span else ""
    label = labels.get(mention.entity, mention.entity)
    why = row["why"].format(text=" ".join(mention.text.split()), label=label, evidence=shown)
    why += _others([labels.get(each, each) for each in mention.alternatives])
    return Explanation(rule=mention.rule, why=why, evidence=(span,) if span else (), alternatives=mention.alternatives)


def _others(labels: Sequence[str]) -> str:
    if not labels:
        return ""
    *most, last = labels
    listed = ", ".join(most)
    return f" Elsewhere it may mean {f'{listed} or ' if most else ''}{last}."


def _evidence(kind: str | None, text: str, mention: Mention, named: Mention | None) -> Span | None:
    if kind == "named":
        return Span(start=named.start, end=named.end) if named and named.id != mention.id else None
    before, after = {
        "word": (_WORD_BEFORE, _WORD_AFTER),
        "beside": (_TWO_BEFORE, _TWO_AFTER),
        "before": (_TWO_BEFORE, None),
    }.get(kind or "", (None, None))
    if before is None:
        return None
    start, end = mention.start, mention.end
    left = before.search(text[max(0, start - _NEAR) : start])
    right = after.match(text, end, end + _NEAR) if after else None
    return Span(start=start - len(left[0] if left else ""), end=right.end() if right else end)
