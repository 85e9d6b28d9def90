"""Where an article ends: the marks of what follows it, and whether it goes on after a box in its midst."""

import re
from collections.abc import Sequence
from itertools import compress

from app.annotate.blocks import Block
from app.annotate.dates import is_date_line
from app.annotate.notices import is_notice

LONGEST = 400  # characters: what is longer is a paragraph
PARAGRAPH = 200  # characters of a paragraph that surely is body
_SHORTEST, _LONGEST_MARK = 4, 160  # characters of a line that opens what follows
_BEGUN = 300  # characters after which an article has surely begun
_TOLD = 80  # characters of a paragraph of more than one sentence
_PROSE = 60  # characters of a sentence that may be a paragraph
_AHEAD = 8  # paragraphs among which an article goes on after a box
_COMMENTS = re.compile(
    r"""(?:
        (?:\d+\s)?(?:Alle\s|Neueste\s|Leser)?Kommentare(?:\s?\(?\d*\)?|\szu[:\s]["„»\s].*|\szum\sArtikel.*)
      | \d+\s(?:Leser)?Kommentar | (?:Schreiben\sSie\s|Schreibe\s)(?:einen|Ihren|deinen)?\s?Kommentar.*
      | Kommentar\s(?:schreiben|verfassen|hinterlassen) | (?:Die\s)?Kommentare?\s(?:sind\s)?geschlossen
      | (?:View\s|All\s|\d+\s)?Comments?(?:\s?\(?\d*\)?|\ssection) | (?:Leave|Post|Write)\sa\s(?:comment|reply).*
      | Comments\sare\sclosed
    )\s?:?""",
    re.VERBOSE | re.IGNORECASE,
)
_TAIL = re.compile(
    r"""(?:
        Diesen\s(?:Artikel|Beitrag)\s(?:teilen|drucken|kommentieren|weiterempfehlen).* | Kommentar
      | Das\s(?:könnte|dürfte)\s(?:Sie|Dich|euch)\sauch\sinteressieren.* | Auch\sinteressant
      | Lesen\sSie\s(?:auch|mehr|weiter)(?:\s[^:]{0,40})? | Mehr\s(?:zum\sThema|zu\sdiesem\sThema|dazu|lesen|Artikel)
      | Mehr\s(?:aus|von)\s.{1,40} | (?:Außerdem|Auch)\sin\sden\sNachrichten
      | (?:Weitere|Ähnliche|Verwandte|Neueste|Aktuelle)\s(?:Artikel|Themen|Beiträge|Nachrichten|Meldungen)\b.{0,60}
      | Meistgelesene?(?:\sArtikel)? | Meist\s(?:gelesen|kommentiert)
      | (?:(?:Unser|Our|Der|The|Zum)\s)?Newsletter\b.{0,60} | Themen(?:\sin\sdiesem\sArtikel)?
      | Schlag(?:worte|wörter) | Impressum | Serviceangebote | Zur\sStartseite | Empfehlungen(?:\sder\sRedaktion)?
      | Jetzt\s(?:abonnieren|anmelden|registrieren).{0,60}
      | Related(?:\s(?:articles?|stories|topics|content|coverage|news|links|posts|reading))?
      | You\s(?:may|might)\salso\s(?:like|be\sinterested.*) | More\sfrom\s.{1,40} | More\s(?:stories|news|articles)
      | More\son\s(?:this|the)\s(?:story|topic|subject) | Read\s(?:more|next|also) | Most\s(?:read|popular|viewed)
      | (?:Also|Elsewhere)\sin\s(?:the\snews|this\s(?:issue|section|newsletter)) | In\sother\snews
      | Recommended(?:\s(?:for\syou|stories|articles|reading))? | (?:Sign\sup|Subscribe)\b.{0,80}
      | Share\sthis\s(?:article|story|page).* | Topics | Tags | About\sthe\sauthors?
    )\s?:?""",
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^\W\d_]{3}[\"“”»)]*[.!?][\"“”»)]*\s+[\"„“»(]?[^\W\d_a-zäöüß]")
_RULE = re.compile(r"(?:[-*_+=~•]\s?){3,}")
_SIGNATURE = "--"  # RFC 3676, 4.3: what follows is the signature of a mail
_ARROWS = re.compile(r"[»>→›]+\s+")


def is_tail(line: str) -> bool:
    """Whether a line opens what follows an article: comments, lists of other articles, a newsletter."""
    if not _SHORTEST <= len(line) <= _LONGEST_MARK or line.endswith((".", ",")):
        return False
    line = _ARROWS.sub("", line, count=1) if _ARROWS.match(line) else line
    return bool(_COMMENTS.fullmatch(line) or _TAIL.fullmatch(line))


def ended(line: str) -> bool:
    """Whether a paragraph ends as a sentence does; one that is longer than what is looked at does."""
    return len(line) > LONGEST or line.rstrip("\"'“”»«)").endswith((".", "!", "?", "…", ":"))


def is_prose(line: str) -> bool:
    """Whether a paragraph is long, or a sentence at least that has ended."""
    if len(line) >= PARAGRAPH:
        return True
    return len(line) >= _PROSE and ended(line) and not is_notice(line)


def _told(line: str) -> bool:
    """Whether a paragraph tells something in more than one sentence, as teasers do not."""
    return len(line) >= _TOLD and is_prose(line) and bool(_SENTENCES.search(line))


def goes_on(lines: Sequence[str], number: int) -> bool:
    """Whether the article goes on after the mark of a tail in paragraph `number`: that was only a box in its midst.

    It does not where a date or another mark comes first, as in lists of other articles.
    """
    sentences = 0
    for ahead, line in enumerate(lines[number + 1 : number + 1 + _AHEAD]):
        if is_date_line(line) or is_tail(line):
            return False
        if (ended(line) and len(line) >= PARAGRAPH and ahead < _AHEAD // 2) or _told(line):
            return True
        sentences = sentences + 1 if is_prose(line) else 0
        if sentences > 2:
            return True
    return False


def _opens(lines: Sequence[str], number: int) -> bool:
    return is_tail(lines[number]) and (bool(_COMMENTS.fullmatch(lines[number])) or not goes_on(lines, number))


def tail_start(text: str, blocks: Sequence[Block], lines: Sequence[str]) -> int:
    """The number of the first paragraph that follows the article, or how many there are.

    `lines` are the paragraphs without marks of Markdown, of long ones the first signs.
    """
    prose = [*map(is_prose, lines)]
    last_long = max((n for n, (start, end, _) in enumerate(blocks) if end - start >= PARAGRAPH), default=0)
    last_prose = max(compress(range(len(prose)), prose), default=0)
    read, told = 0, False
    for number, (start, end, _) in enumerate(blocks):
        begun = read >= _BEGUN or (number > last_long if last_long else told)
        if begun and (_opens(lines, number) or _closes(text[start:end], number > last_prose)):
            return number
        read += end - start
        told = told or prose[number]
    return len(blocks)


def _closes(text: str, last: bool) -> bool:
    """Whether a line ends the article: that before a signature, or a rule below the `last` paragraph of prose."""
    return text == _SIGNATURE or (last and len(text) <= LONGEST and bool(_RULE.fullmatch(text)))
