"""What all nouns share: they do not change, and they take no field that they do not know."""

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_set = object.__setattr__


@cache
def _names(cls: type[BaseModel]) -> set[str]:
    """The names of the fields of a class: one set for all of its values, as none of them changes."""
    return set(cls.model_fields)


class Frozen(BaseModel):
    """A value: immutable, compared by content, hashable when its fields are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def trusted(cls, **fields: Any) -> Self:
        """The value with these fields, unchecked: for what we have found ourselves, by the thousand.

        All fields have to be given, in the order of the class.
        """
        value = cls.__new__(cls)
        _set(value, "__dict__", fields)
        _set(value, "__pydantic_fields_set__", _names(cls))
        _set(value, "__pydantic_extra__", None)
        _set(value, "__pydantic_private__", None)
        return value
