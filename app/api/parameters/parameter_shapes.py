"""The shapes that query parameters have in the OpenAPI document."""

from collections.abc import Iterable, Mapping
from typing import Any

BLANKS = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What is blank here, within a set of a pattern: what `\\s` means differs from language to language."""


def text(form: str, **more: Any) -> dict[str, Any]:
    """A string; `form` names its grammar."""
    return {"type": "string", "format": form, **more}


def choice(options: Iterable[str]) -> dict[str, Any]:
    """A word that is one of these."""
    return {"type": "string", "enum": list(options)}


def whole(minimum: int, maximum: int) -> dict[str, Any]:
    """A whole number within these bounds."""
    return {"type": "integer", "minimum": minimum, "maximum": maximum}


def list_of(items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A list, apart by commas."""
    return {"type": "array", "items": items, "minItems": 1, **more}


def parameter(name: str, schema: dict[str, Any], description: str, example: Any = None) -> dict[str, Any]:
    """A query parameter as OpenAPI describes it."""
    described = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
    if schema["type"] == "array":
        described |= {"style": "form", "explode": False}
    return described if example is None else {**described, "example": example}


BOOLEAN = {"type": "boolean"}
