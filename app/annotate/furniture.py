"""Lines of a news page that are neither title, lead nor body: dates, bylines, captions, and what follows an article."""

import re

from app.annotate.dates import is_date_line
from app.annotate.word_lists import word_set
from app.domain.annotations import ZoneName

LONGEST = 400  # characters: what is longer is a paragraph
_HEAD = 8  # paragraphs among which a byline may stand
_READING = re.compile(
    r"""Lese(?:dauer|zeit)\b.* | (?:Reading|Read)\stime\b.* | \d+\s?-?min(?:ute)?s?\.?(?:\sread|\sLesezeit)?
      | (?:Artikel\s)?(?:teilen|drucken|merken|anhören|vorlesen) | (?:Share|Print|Save|Listen)(?:\sthis\sarticle)?""",
    re.IGNORECASE | re.VERBOSE,
)
_CAPTION = re.compile(
    r""".*(?:©|\(c\)).*
      | (?:Foto|Bild|Bilder|Bildquelle|(?:Symbol|Archiv)bild|Photo|Photograph|Image|Picture|Caption|Credit
          |Quelle)s?\s?:.*
      | .*[(\s](?:Foto|Bild|Photo|Image|Picture|Credit|Quelle)\s?:\s?\S.{0,60}
      | .{0,80}/\s?(?:REUTERS|Reuters|AFP|AP|dpa|DPA|EPA|epa|APA|KEYSTONE|Getty\sImages|GETTY\sIMAGES|IMAGO|imago.{0,20}
          | picture\salliance | TASS | Ukrinform | ZUMA.{0,12} | Bloomberg | POOL | Pool)
      | (?:Getty\sImages|IMAGO|imago|picture\salliance|dpa|REUTERS|AFP|AP\sPhoto)\s?/.{0,80}""",
    re.VERBOSE,
)
_BYLINE = re.compile(
    r"(?:(?:Ein|Eine) [A-Z]\w+ )?(?:Von|von|By|by|Text|Autor|Autorin|Author)(?: |: ?)(?P<names>.{2,90})"
)
_IN_BYLINE = word_set("und and in aus von van de der den zu bin al für with")
_AGENCY = re.compile(r"\(?(?:[Dd][Pp][Aa]|AFP|Reuters|REUTERS|AP|KNA|epd|APA|SDA|SID|TASS)(?:[/,][\w/]{2,20})?\)?\.?")
_TAIL = re.compile(
    r"""(?:
        (?:\d+\s)?(?:Alle\s|Neueste\s|Leser)?Kommentare?(?:\s?\(?\d*\)?|\szu[:\s]["„»\s].*|\szum\sArtikel.*)
      | (?:Schreiben\sSie\s|Schreibe\s)(?:einen|Ihren|deinen)?\s?Kommentar.*
      | Kommentar\s(?:schreiben|verfassen|hinterlassen)
      | Diesen\s(?:Artikel|Beitrag)\s(?:teilen|drucken|kommentieren|weiterempfehlen).*
      | Das\s(?:könnte|dürfte)\s(?:Sie|Dich|euch)\sauch\sinteressieren.* | Auch\sinteressant
      | Lesen\sSie\s(?:auch|mehr|weiter)(?:\s[^:]{0,40})? | Mehr\s(?:zum\sThema|zu\sdiesem\sThema|dazu|lesen|Artikel)
      | Mehr\s(?:aus|von)\s.{1,40}
      | (?:Weitere|Ähnliche|Verwandte|Neueste|Aktuelle)\s(?:Artikel|Themen|Beiträge|Nachrichten|Meldungen)\b.{0,60}
      | Meistgelesene?(?:\sArtikel)? | Meist\s(?:gelesen|kommentiert)
      | (?:(?:Unser|Our|Der|The|Zum)\s)?Newsletter\b.{0,60} | Themen(?:\sin\sdiesem\sArtikel)?
      | Schlag(?:worte|wörter) | Impressum | Serviceangebote | Zur\sStartseite | Empfehlungen(?:\sder\sRedaktion)?
      | Jetzt\s(?:abonnieren|anmelden|registrieren).{0,60}
      | (?:View\s|All\s|\d+\s)?Comments?(?:\s?\(?\d*\)?|\ssection) | (?:Leave|Post|Write)\sa\s(?:comment|reply).*
      | Related(?:\s(?:articles?|stories|topics|content|coverage|news|links|posts|reading))?
      | You\s(?:may|might)\salso\s(?:like|be\sinterested.*) | More\sfrom\s.{1,40} | More\s(?:stories|news|articles)
      | More\son\s(?:this|the)\s(?:story|topic|subject) | Read\s(?:more|next|also) | Most\s(?:read|popular|viewed)
      | Recommended(?:\s(?:for\syou|stories|articles|reading))? | (?:Sign\sup|Subscribe)\b.{0,80}
      | Share\sthis\s(?:article|story|page).* | Topics | Tags | About\sthe\sauthors?
    )\s?:?""",
    re.VERBOSE | re.IGNORECASE,
)
_ASIDE = re.compile(
    r"""Anzeige | Werbung | Advertisement
      | (?:Lesen\sSie\s(?:auch|dazu|hier)|Mehr\s(?:zum\sThema|dazu)|Auch\sinteressant|Read\s(?:more|also)
          |See\salso|Related|Weiterlesen)\s?:.{0,200}""",
    re.IGNORECASE | re.VERBOSE,
)


def is_tail(line: str) -> bool:
    """Whether a line opens what follows an article: comments, lists of other articles, a newsletter."""
    return len(line) <= 160 and not line.endswith((".", ",")) and bool(_TAIL.fullmatch(line))


def furniture(line: str, number: int) -> ZoneName | None:
    """The zone of the paragraph `number`, when it is neither title, lead nor body; None for those."""
    if is_date_line(line) or (len(line) <= 60 and _READING.fullmatch(line)):
        return "header"
    if not any(c.isalpha() for c in line) or _ASIDE.fullmatch(line) or (number and is_tail(line)):
        return "boilerplate"
    if _CAPTION.fullmatch(line):
        return "caption"
    return "byline" if 0 < number < _HEAD and _is_byline(line) else None


def _is_byline(line: str) -> bool:
    if _AGENCY.fullmatch(line):
        return True
    found = _BYLINE.fullmatch(line)
    if not found or line[-1] in "!?":
        return False
    words = re.findall(r"[^\W\d_][\w'’-]*", found["names"])
    return 2 <= len(words) <= 10 and all(word[0].isupper() or word in _IN_BYLINE for word in words)
