"""Markdown: the text as it is written; fields of the article in YAML between `---` lines above it, as Jekyll has them.

YAML is read with every scalar as the string that stands there, so that `date: 2016-12` stays a month; only `null` and
nothing are no value. What YAML leaves open is refused: a key twice, an alias.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, BinaryIO

from app.errors import Flaw, InvalidBodyError
from app.formats.readers.encodings import decode
from app.formats.readers.reading import Read
from app.formats.readers.whole import read_whole

_MAX_BRACKETS = 1_000
_HEADING = re.compile(r"\s*#[ \t]+(\S.{0,300}?)(?:[ \t]+#+)?[ \t]*(?:\r?\n|$)")


def read(file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """One article; without a title in front, a heading of the first level that opens the text is its title.

    Raises `AppError` for what is too large, no text, or has front matter that cannot be read.
    """
    whole, note = decode(read_whole(file, max_bytes))
    fields, text = _split(whole)
    heading = _HEADING.match(text)
    if heading and not fields.get("title"):
        fields["title"] = heading[1]
    yield Read(None, {**fields, "text": text}, note)


def _split(whole: str) -> tuple[dict[str, Any], str]:
    """Front matter and body; no blank lines above that."""
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415  (a parser is for those who have a file of it)

    handler = YAMLHandler()
    if not handler.detect(whole):
        return {}, whole
    try:
        front, body = handler.split(whole)
    except ValueError as error:
        raise _wrong("it is opened by --- and never closed") from error
    return _fields(front), body.lstrip("\r\n")


def _fields(front: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415  (see above)

    if front.count("[") + front.count("{") > _MAX_BRACKETS:  # YAML takes the square of their depth
        raise _wrong("it is nested too deeply")
    try:
        fields = yaml.load(front, Loader=_loader())  # noqa: S506  (a SafeLoader that knows less)
    except yaml.YAMLError as error:
        raise _wrong(" ".join(str(error).split())) from error
    except RecursionError as error:
        raise _wrong("it is nested too deeply") from error
    if not isinstance(fields or {}, dict):
        raise _wrong("it is no list of fields")
    given = {key: value for key, value in (fields or {}).items() if value is not None}
    if "text" in given:
        raise _wrong("the text is what stands below it, and no field of it")
    return given


@lru_cache(maxsize=1)
def _loader() -> Any:
    import yaml  # noqa: PLC0415  (see above)

    class Loader(yaml.SafeLoader):
        """YAML without types: a scalar is a string, or null."""

        yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def compose_node(self, parent: Any, index: Any) -> Any:
            """Refuse aliases: a few lines of them unfold to more than any memory holds."""
            if self.check_event(yaml.AliasEvent):
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "aliases are not read", mark)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            """Refuse what is there twice, and what is no string."""
            seen = set()
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode) or key.value in seen:
                    raise yaml.constructor.ConstructorError(None, None, "a key is no string, or twice", key.start_mark)
                seen.add(key.value)
            return super().construct_mapping(node, deep)

    return Loader


def _wrong(what: str) -> InvalidBodyError:
    return InvalidBodyError(f"The front matter cannot be read: {what}.", Flaw("front-matter", pointer=""))
