"""What all nouns share: they do not change, and they take no field that they do not know."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: immutable, compared by content, hashable when its fields are."""

    model_config = ConfigDict(frozen=True, extra="forbid")
