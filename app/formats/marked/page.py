"""Articles with their mentions marked, as one HTML page that needs nothing else: no script, no font, no picture.

It meets WCAG 2.2 AA: each mark tells its type in words, colours have contrast, and all of it is reached by keyboard.
"""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from itertools import chain
from string import Template

from app.domain.annotations import ENTITY_TYPES, Mention, Zone
from app.formats.marked import Marked, describe, pieces, summary, visible

# Behind marks, on light and on dark paper; the ink of either stands out from all of its own.
PALETTE = {
    "person": ("#d9e8ff", "#1d3a66"),
    "organization": ("#ffe3c2", "#5c3a0e"),
    "country": ("#d5f2d8", "#1c4a24"),
    "region": ("#e3f2c4", "#3c4a12"),
    "place": ("#d0f0ee", "#134845"),
    "event": ("#ffd9e4", "#5e1c33"),
    "treaty": ("#ece0ff", "#41276b"),
    "mission": ("#fbdcf8", "#58205a"),
    "facility": ("#ebe4d6", "#4a4030"),
    "product": ("#fff3b8", "#4f4408"),
    "other": ("#e4e7eb", "#3a4148"),
}
INKS = ("#1b1f24", "#f2f4f6")


def write_page(articles: Iterable[Marked], version: str) -> str:
    """The page; `version` names the extractor."""
    listed = list(articles)
    body = "\n".join(_article(number, marked) for number, marked in enumerate(listed, 1))
    page = (files(__package__) / "page.html").read_text("utf-8")
    title = escape(listed[0].name if len(listed) == 1 else f"{len(listed)} articles")
    return Template(page).substitute(
        title=title, version=escape(version), styles=_styles(), legend=_legend(), articles=body
    )


def _styles() -> str:
    def rules(side: int) -> str:
        marks = " ".join(f"--{name}: {PALETTE[name][side]};" for name in ENTITY_TYPES)
        return f":root {{ --ink: {INKS[side]}; {marks} }}"

    marks = "\n".join(f"    mark.{name} {{ background: var(--{name}); }}" for name in ENTITY_TYPES)
    return f"    {rules(0)}\n    @media (prefers-color-scheme: dark) {{ {rules(1)} }}\n{marks}"


def _legend() -> str:
    return "\n".join(f'        <li><mark class="{name}">{name}</mark></li>' for name in ENTITY_TYPES)


def _article(number: int, marked: Marked) -> str:
    zones = "\n".join(_zone(number, zone, marked) for zone in marked.annotation.zones)
    language = escape(marked.annotation.language)
    return f"""    <article aria-labelledby="a{number}">
      <h2 id="a{number}">{escape(marked.name)}</h2>
      <p>{escape(summary(marked))}</p>
      <div lang="{language}" class="text">{zones}</div>
      <h3>Who and what is mentioned</h3>
      <ul class="entities">
{_entities(number, marked)}
      </ul>
    </article>"""


def _zone(number: int, zone: Zone, marked: Marked) -> str:
    parts = "".join(_parts(number, zone, marked))
    return f'<section class="zone"><h3 lang="en">{zone.zone}</h3><div class="words">{parts}</div></section>'


def _parts(number: int, zone: Zone, marked: Marked) -> Iterator[str]:
    open_: list[Mention] = []
    for piece in pieces(marked.text, zone, marked.annotation.mentions):
        if isinstance(piece, str):
            yield escape(visible(piece))
        elif piece is None:
            mention = open_.pop()
            what = escape(describe(mention, marked.labels[mention.entity].label))
            yield f'<a lang="en" href="#e{number}-{escape(mention.entity)}">{what}</a></mark>'
        else:
            open_.append(piece)
            yield f'<mark class="{piece.type}">'


def _entities(number: int, marked: Marked) -> str:
    whys: dict[str, list[str]] = {}
    for mention, explanation in zip(marked.annotation.mentions, marked.explanations, strict=True):
        whys.setdefault(mention.entity, []).append(explanation.why)
    return "\n".join(chain.from_iterable(_entity(number, marked, entity, told) for entity, told in whys.items()))


def _entity(number: int, marked: Marked, entity: str, whys: list[str]) -> Iterator[str]:
    label = marked.labels[entity]
    known = f"{label.type}, {entity}" + (f", {label.wikidata_id}" if label.wikidata_id else "")
    reasons = "".join(f"<li>{escape(why)}</li>" for why in dict.fromkeys(whys))
    yield f'        <li id="e{number}-{escape(entity)}" tabindex="-1"><details><summary>{escape(label.label)}'
    yield f"          ({escape(known)}): {len(whys)}</summary><ul>{reasons}</ul></details></li>"
