"""What all nouns share: they do not change, and they take no field that they do not know."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: immutable, compared by content, hashable when its fields are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def trusted(cls, **fields: Any) -> Self:
        """The value with these fields, unchecked: for what we have found ourselves, by the thousand.

        All fields have to be given, in the order of the class.
        """
        value = cls.__new__(cls)
        for name, held in (("__dict__", fields), ("__pydantic_fields_set__", set(fields))):
            object.__setattr__(value, name, held)
        for name in ("__pydantic_extra__", "__pydantic_private__"):
            object.__setattr__(value, name, None)
        return value
