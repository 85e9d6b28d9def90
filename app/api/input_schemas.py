"""The JSON Schemas of what is sent, as exact as JSON Schema can say it."""

from typing import Any

from app.api.parameters.parameter_shapes import BLANKS
from app.domain.rights import RIGHTS

_NO_NUL = "^[^\\u0000]*$"
_CONTROLS = "\\u0000-\\u0008\\u000e-\\u001f\\u007f"
_PRINTABLE = f"^[^{_CONTROLS}]*[^{_CONTROLS}{BLANKS}\\ufeff][^{_CONTROLS}]*$"
_EXAMPLE_TEXT = "Kiew, 6. Dezember 2016. Die Nato und die EU wollen enger zusammenarbeiten."


def _optional(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"anyOf": [{"type": "string", **schema}, {"type": "null"}], "description": description}


def _line(description: str) -> dict[str, Any]:
    return _optional({"maxLength": 2000, "pattern": _NO_NUL}, description)


ARTICLE_ID: dict[str, Any] = {
    "type": "string",
    "format": "article-id",
    "pattern": "^[A-Za-z0-9_-]([A-Za-z0-9._~-]{0,126}[A-Za-z0-9_-])?$",
}
_TEXT: dict[str, dict[str, Any]] = {
    "text": {
        "type": "string",
        "minLength": 1,
        "pattern": f"^[^\\u0000]*[^\\u0000{BLANKS}][^\\u0000]*$",
        "description": "The text; line ends become `\\n`, and Unicode NFC.",
    },
    "title": _line("Put in front of the text, unless it begins with it."),
    "date": _optional(
        {"maxLength": 40, "format": "publication-date"},
        "EDTF (`2016`, `2016-12`, `2016-12-06`, `~` or `?` after it), or an RFC 3339 instant.",
    ),
    "language": _optional({"pattern": "^[a-z]{2,3}$"}, "ISO 639, such as `de` or `en`."),
}

ARTICLE_INPUT: dict[str, Any] = {
    "title": "ArticleInput",
    "description": "An article as it is sent. What is sent wins over what is found in the text.",
    "type": "object",
    "additionalProperties": False,
    "required": ["text"],
    "properties": {
        **_TEXT,
        "id": _optional(ARTICLE_ID, "Yours, or else made of the text. It ends in no format suffix and names no page."),
        "source": _line("The newspaper, agency or site."),
        "url": _line("Where it was published."),
        "author": _line("Who wrote it."),
        "rights": {
            "anyOf": [{"type": "string", "enum": list(RIGHTS)}, {"type": "null"}],
            "description": "What readers without a key get of the text: `full`, a `snippet` (the excerpt), or `none`.",
        },
        "metadata": {"type": "object", "description": "Kept, and given back."},
    },
    "examples": [{"id": "example-1", "source": "Example Daily", "date": "2016-12-06", "text": _EXAMPLE_TEXT}],
}

EXTRACT_INPUT: dict[str, Any] = {
    "title": "ExtractInput",
    "description": "A text to annotate, and what is known of it.",
    "type": "object",
    "additionalProperties": False,
    "required": ["text"],
    "properties": _TEXT,
    "examples": [{"text": _EXAMPLE_TEXT}],
}


def json_body(name: str) -> dict[str, Any]:
    """The `openapi_extra` of a route that takes the schema `name` as JSON."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


ARTICLE_BODY = json_body("ArticleInput")
ARTICLE_BODY["requestBody"]["content"] |= {
    "text/plain": {
        "schema": {
            "type": "string",
            "pattern": _PRINTABLE,
            "description": "The text.",
        }
    },
    "text/html": {"schema": {"type": "string", "format": "html-page", "description": "A page that holds an article."}},
}
"""The `openapi_extra` of a route that takes an article in every way."""
