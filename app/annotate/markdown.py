"""What Markdown writes around words: read away from a line, to see what the line says."""

import re

_TARGET = r"\((?:[^()\n]|\([^()\n]*+\))*\)"  # one pair of brackets may stand in it
_LINK = re.compile(rf"!?\[([^\[\]\n]*+)\]{_TARGET}")
_IMAGE = re.compile(rf"!\[[^\[\]\n]*+\]{_TARGET}")
_BEFORE = re.compile(r"(?:(?:#{1,6}|>+|[-*+•])\s+|\[[ xX]\]\s+)+")
_MARKS = re.compile(r"\*+|_{2,}|`+")
_MARKED = re.compile(r"[*_`\[]")
_LISTED = tuple("#>+•-")
_ASIDE = re.compile(r"\([^)\n]{0,40}\)")
_EMPHASISED = re.compile(r"([*_]{1,3})[^*_\n]{1,300}\1")


def plain(line: str) -> str:
    """The words of `line`, without the marks of headings, lists, quotes, emphasis and links."""
    if not line.startswith(_LISTED) and not _MARKED.search(line):
        return line.strip()
    bare = _LINK.sub(r"\1", _BEFORE.sub("", line, count=1) if _BEFORE.match(line) else line)
    return _MARKS.sub("", bare).strip().strip("_").strip()


def only_links(block: str) -> bool:
    """Whether the lines of `block` are nothing but links, and a few words in brackets after them."""
    return (
        "[" in block
        and bool(_LINK.search(block))
        and not any(c.isalpha() for c in _ASIDE.sub("", _LINK.sub("", block)))
    )


def is_picture(block: str) -> bool:
    """Whether `block` is an image, and at most one emphasised line under it."""
    found = _IMAGE.match(block)
    rest = block[found.end() :].strip() if found else ""
    return bool(found) and (not rest or bool(_EMPHASISED.fullmatch(rest)))
