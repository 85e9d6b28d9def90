"""Rights: how much of a text a reader without a key is given. Search works in all of it, whoever asks."""

from typing import Literal

Rights = Literal["full", "snippet", "none"]
RIGHTS: tuple[Rights, ...] = ("full", "snippet", "none")


def granted(own: Rights | None, default: Rights, trusted: bool) -> Rights:
    """What a reader gets of a text: all with a key (`trusted`), else what the article says, else the `default`."""
    return "full" if trusted else own or default
