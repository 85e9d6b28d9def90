"""Paragraphs of a news page that are neither title, lead nor body: dates, bylines, captions, rows, notices, links."""

import re

from app.annotate.bylines import is_byline
from app.annotate.dates import is_date_line, says_when
from app.annotate.markdown import is_picture, only_links, plain
from app.annotate.notices import is_notice
from app.annotate.rows import is_buttons, is_imprint, is_reading_time, is_section, is_sections
from app.annotate.tails import is_tail
from app.domain.annotations import ZoneName

_SHORTEST = 3  # characters of a line that may be told by its words
_HEAD = 8  # paragraphs among which a byline may stand
_ROWS, _DATES = 300, 600  # characters of the body below which a row of buttons, or a date, is no header of the article
_SIGN = re.compile(r"\((?:[a-zäöü]{2,5}|dpa|AFP|Reuters|epd|KNA|sid|SID)(?:\s?[/,]\s?[\w.]{2,10})*\)")
_MATERIAL = re.compile(r"[Mm]it (?:Material|Informationen|Agenturmaterial|Agenturen)\b.{0,60}")
_CREDIT = re.compile(r"[©:/(]")
_CAPTION = re.compile(
    r""".*(?:©|\(c\)).*
      | (?:Image|Photo)\s(?:source|caption|copyright|credit)s?,.*
      | (?:Foto|Bild|Bilder|Bildquelle|(?:Symbol|Archiv)bild|Photo|Photograph|Image|Picture|Caption|Credit
          |Quelle|Grafik|Karte|Graphic|Map)s?\s?:.*
      | .*[(\s](?:Foto|Bild|Photo|Image|Picture|Credit|Quelle)\s?:\s?\S.{0,60}
      | .{0,80}/\s?(?:REUTERS|Reuters|AFP|AP|dpa|DPA|EPA|epa|APA|KEYSTONE|Getty\sImages|GETTY\sIMAGES|IMAGO|imago.{0,20}
          | picture\salliance | TASS | Ukrinform | ZUMA.{0,12} | Bloomberg | POOL | Pool)
      | (?:Getty\sImages|IMAGO|imago|picture\salliance|dpa|REUTERS|AFP|AP\sPhoto)\s?/.{0,80}""",
    re.VERBOSE,
)
_ASIDE = re.compile(
    r"""Anzeige | Werbung | Advertisement
      | (?:Lesen\sSie\s(?:auch|dazu|hier)|Mehr\s(?:zum\sThema|dazu)|Auch\sinteressant|Read\s(?:more|also)
          |See\salso|Related|Weiterlesen|Schlag(?:worte|wörter)|Stichworte|Tags|Keywords|Filed\sunder)\s?:.{0,200}""",
    re.IGNORECASE | re.VERBOSE,
)
_ARROW = re.compile(r"(?:»|>>+|<<+|→|›|«|←)\s[^«“”.]{1,120}")


def furniture(text: str, number: int, read: int, line: str | None = None) -> ZoneName | None:
    """The zone of the paragraph `text`, when it is neither title, lead nor body; None for those.

    `number` counts from 0, the title included; `read` is how many characters of title, lead and body stand above;
    `line` is the paragraph without marks of Markdown, where that is known.
    """
    if len(text) < _SHORTEST and text.isalpha():
        return None
    return _of_line(text, plain(text) if line is None else line, number, read)


def _of_line(text: str, line: str, number: int, read: int) -> ZoneName | None:
    if is_date_line(line) or is_reading_time(line) or (read <= _DATES and is_imprint(line)):
        return "header" if read <= _DATES or says_when(line) else "boilerplate"
    if is_buttons(line) or (read == 0 and is_section(line)) or is_sections(line, begun=read > _ROWS):
        return "header" if read <= _ROWS else "boilerplate"
    if is_picture(text):
        return "caption"
    if _is_boilerplate(text, line) or (number > 0 and is_tail(line)) or (read > _ROWS and only_links(text)):
        return "boilerplate"
    if (_CREDIT.search(line) or line.startswith(("Image", "Photo"))) and _CAPTION.fullmatch(line):
        return "caption"
    written = _SIGN.fullmatch(line) or _MATERIAL.fullmatch(line) or (number < _HEAD and is_byline(line))
    return "byline" if number > 0 and written else None


def _is_boilerplate(text: str, line: str) -> bool:
    silent = not any(c.isalpha() for c in line)
    return silent or is_notice(line) or bool(_ASIDE.fullmatch(line)) or bool(_ARROW.fullmatch(text))
