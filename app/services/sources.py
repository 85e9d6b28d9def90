"""What there is to read: the files of folders, and the names that their paths give the articles in them."""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from app.domain.entities import transliterate
from app.domain.frozen import Frozen
from app.domain.inputs import FORMATS, RESERVED_IDS
from app.formats.readers import KINDS, find_kind


class Source(Frozen):
    """A file to read, and the name that its path gives an article without an id; `fault`: why it cannot be read."""

    path: Path
    name: str
    fault: str | None = None


def list_sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The files that `paths` name: a file as it is, of a folder all that can be read, in the order of their names.

    Hidden files and folders are left out. No more than the names of one folder are held at a time.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk(path, "")
        else:
            yield Source(path=path, name=bare_name(path.name))


def list_below(folders: Iterable[Path], path: Path) -> Iterator[Source]:
    """What `list_sources` of these folders would find at `path`, which is in one of them: a file, or a folder of it."""
    for folder in folders:
        root = Path(os.path.abspath(folder))  # noqa: PTH100  (resolve() would follow links)
        if path.is_relative_to(root):
            *above, name = path.relative_to(root).parts
            if not any(part.startswith(".") for part in (*above, name)):
                yield from _below(path, "_".join(above), name)
            return


def _below(path: Path, prefix: str, name: str) -> Iterator[Source]:
    linked, known = path.is_symlink(), find_kind(name) in KINDS
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if known if linked else not isinstance(error, FileNotFoundError):  # which has gone meanwhile
            yield Source(path=path, name=_name(prefix, name), fault=error.strerror)
        return
    if stat.S_ISDIR(mode) and not linked:  # a link could lead back
        yield from _walk(path, f"{prefix}_{name}" if prefix else name)
    elif stat.S_ISREG(mode) and known:
        yield Source(path=path, name=_name(prefix, name))


def _walk(folder: Path, prefix: str) -> Iterator[Source]:
    try:
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in found)
    except OSError as error:
        yield Source(path=folder, name=prefix, fault=error.strerror)
        return
    for name in names:
        if not name.startswith("."):
            yield from _below(folder / name, prefix, name)


def _name(prefix: str, name: str) -> str:
    return f"{prefix}_{bare_name(name)}" if prefix else bare_name(name)


def bare_name(name: str) -> str:
    """The name of a file without what says its kind: `x.tar.gz` gives `x`."""
    kind = find_kind(name)
    return name[: -len(kind)] if kind else name


def member_name(source: Source, member: str) -> str:
    """The name that its path gives the article in a member of an archive, the archive being a folder."""
    path = PurePosixPath(member)
    return "_".join([source.name, *path.parent.parts, bare_name(path.name)])


def fit_id(name: str) -> str:
    """A name made to fit as an article id: what does not fit is replaced, what is too long is cut and told apart."""
    fitted = re.sub(r"[^A-Za-z0-9._~-]", "-", transliterate(name))
    if len(fitted) > 128:
        fitted = f"{fitted[:111]}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    fitted = re.sub(r"^[.~]|[.~]$", "-", fitted) or "-"
    stem, dot, suffix = fitted.rpartition(".")
    if dot and suffix in FORMATS:
        return f"{stem}-{suffix}"
    return f"{fitted}-" if fitted in RESERVED_IDS else fitted
