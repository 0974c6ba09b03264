"""Archives and compressed files (.zip, .tar, .tar.gz, .tgz, .gz) to their members, which are read where they lie.

Nothing is unpacked to disk: a member's name is a label and no path, so that `../x`, `/etc/x` and
links lead nowhere. Bytes are counted as they come out, for the archive with all that is nested in
it (corpus.bounds.Budget). What an archive is shows in its bytes, not in its name.

>>> import io, zipfile
>>> file = io.BytesIO()
>>> with zipfile.ZipFile(file, "w") as archive:
...     archive.writestr("../许昌.txt", "许昌加入联盟。")
>>> from corpus.read import Limits
>>> [(member.label, member.file.read().decode()) for member in list_members(file, Packing.of(file, "a.zip", Limits()))]
[('../许昌.txt', '许昌加入联盟。')]
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from corpus.bounds import DAMAGE, Budget, InputError, damaged, unpacked

if TYPE_CHECKING:
    from corpus.limits import Limits

_ENCRYPTED = 0x1  # flag bits of a ZIP member
_NAME_IN_UTF8 = 0x800
_LONGEST_LABEL = 500


@dataclass(frozen=True, slots=True)
class Packing:
    """Where in which archive the reading stands: the budget that all layers share, and how many archives are open."""

    name: str
    budget: Budget
    limits: Limits
    depth: int = 1

    @classmethod
    def of(cls, file: IO[bytes], name: str, limits: Limits) -> Packing:
        """The packing of an outermost file, of which `name` is the last part of the path."""
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        return cls(name, Budget(size, limits), limits)

    def start_record(self) -> None:
        """A record of a web archive has the budget of a file: a crawl is as large as it is, and one layer of gzip is bounded by itself."""
        if self.depth <= 2:
            self.budget.renew()

    def inside(self, name: str) -> Packing:
        """That of an archive found in this one."""
        return replace(self, name=name, depth=self.depth + 1)


@dataclass(frozen=True, slots=True)
class Member:
    """A member, readable until the next one is asked for: `label` tells it from the others, None for the one file of a .gz.

    `name` is its name as written in the archive. `error` says why there is nothing to read.
    """

    label: str | None
    name: str
    file: BinaryIO | None = None
    error: InputError | None = None


def list_members(file: BinaryIO, packing: Packing) -> Iterator[Member]:
    """The members that could be articles, in the archive's order; InputError where the whole is damaged, too deep or has none."""
    if packing.depth > packing.limits.max_archive_depth:
        raise InputError("read", f"more nested archives than max_archive_depth ({packing.limits.max_archive_depth})")
    seen: dict[str, int] = {}
    pages: set[str] = set()
    count = empty = 0
    try:
        for member in _members(file, packing, pages):
            count += 1
            if count > packing.limits.max_members:
                raise InputError("read", f"more members than max_members ({packing.limits.max_members})")
            if member.label is None:
                yield member
            elif not _is_passed_over(member.name, pages):
                yield replace(member, label=label_of(member.name, seen))
            else:
                empty += 1
    except InputError:
        raise
    except (*DAMAGE, tarfile.TarError) as error:
        raise InputError("read", damaged("archive", error)) from None
    if count == empty:
        raise InputError("read", "archive without articles")


def _members(file: BinaryIO, packing: Packing, pages: set[str]) -> Iterator[Member]:
    start = file.read(512)
    file.seek(0)
    if not start:
        raise InputError("read", "empty file")
    if start.startswith(b"\x1f\x8b"):
        yield from _in_gzip(file, packing)
    elif _is_tar(start):
        yield from _in_tar(file)
    else:
        # A ZIP is read from its end; one inside an archive, which can only be read forward, is held in memory.
        yield from _in_zip(file if packing.depth == 1 else io.BytesIO(file.read()), packing, pages)


def _is_passed_over(name: str, pages: set[str]) -> bool:
    """Hidden files, what macOS packs beside each file, and the folder of a saved page (x_files), as in folders.

    `pages` are the pages of the archive so far, without suffix; of a ZIP all.
    """
    _note_page(name, pages)
    parts = name.split("/")
    if any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts):
        return True
    folders = ("/".join(parts[: place + 1]) for place, part in enumerate(parts[:-1]) if part.endswith(("_files", ".files")))
    return any(folder[:-6] in pages for folder in folders)


def _note_page(name: str, pages: set[str]) -> None:
    page, suffix = os.path.splitext(name)
    if suffix.lower() in (".html", ".htm"):
        pages.add(page)


def label_of(name: str, seen: dict[str, int]) -> str:
    """The name as one printable line; a second member of the same name is `name (2)`."""
    shown = "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in name)
    shown = shown if len(shown) <= _LONGEST_LABEL else f"{shown[:_LONGEST_LABEL]}…"
    seen[shown] = seen.get(shown, 0) + 1
    return shown if seen[shown] == 1 else f"{shown} ({seen[shown]})"


# --- ZIP ----------------------------------------------------------------------------------------


def _in_zip(file: BinaryIO, packing: Packing, pages: set[str]) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist()[: packing.limits.max_members]:
            _note_page(_zip_name(entry), pages)
        for entry in archive.infolist():
            name = _zip_name(entry)
            if entry.is_dir() or name.endswith("\\"):
                continue
            error = _zip_error(entry)
            if error is not None:
                yield Member(name, name, error=error)
                continue
            try:
                packed = archive.open(entry)
            except DAMAGE as fault:
                yield Member(name, name, error=InputError("read", damaged("member", fault)))
                continue
            with packed:
                yield Member(name, name, unpacked(packed, packing.budget, "member"))


def _zip_error(entry: zipfile.ZipInfo) -> InputError | None:
    if entry.flag_bits & _ENCRYPTED:
        return InputError("read", "encrypted member")
    if entry.external_attr >> 28 == 0xA:  # the file type in the upper bits of a Unix mode
        return InputError("read", "symbolic link: not followed")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # bzip2 and LZMA unpack a block at a time with no bound that could be set.
        return InputError("read", f"compression method {entry.compress_type} is not read")
    return None


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The member's name. Chinese Windows writes GBK where the format says code page 437."""
    if entry.flag_bits & _NAME_IN_UTF8:
        return entry.filename
    try:
        return _name_from(entry.filename.encode("cp437")).replace("\\", "/")
    except UnicodeEncodeError:
        return entry.filename


def _name_from(data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace")


# --- tar and gzip -------------------------------------------------------------------------------


def _is_tar(start: bytes) -> bool:
    """By the mark of POSIX and GNU tar, and for the oldest tar by its checksum."""
    if start[257:262] == b"ustar":
        return True
    try:
        stated = int(start[148:156].strip(b" \x00") or b"x", 8)
    except ValueError:
        return False
    return len(start) == 512 and stated == sum(start[:148]) + 8 * 32 + sum(start[156:])


def _in_tar(file: IO[bytes]) -> Iterator[Member]:
    # "r|" reads from front to end: no header can send it back.
    with tarfile.open(fileobj=file, mode="r|", errors="surrogateescape") as archive:
        for entry in archive:
            archive.members = []  # type: ignore[attr-defined]  # else each one read is kept
            name = _name_from(os.fsencode(entry.name) if os.name != "nt" else entry.name.encode("utf-8", "surrogateescape"))
            if entry.isdir():
                continue
            if not entry.isreg() or entry.issparse():
                yield Member(name, name, error=InputError("read", _tar_type(entry)))
                continue
            inside = archive.extractfile(entry)
            if inside is not None:
                yield Member(name, name, io.BufferedReader(_Sized(inside)))


def _tar_type(entry: tarfile.TarInfo) -> str:
    if entry.issym() or entry.islnk():
        return f"{'symbolic' if entry.issym() else 'hard'} link: not followed"
    return "sparse member: not read" if entry.issparse() else f"not a regular file ({'pipe' if entry.isfifo() else 'device'})"


class _Sized(io.RawIOBase):
    """A member of a tar, whose end inside the member is an error and not an end."""

    def __init__(self, packed: IO[bytes]) -> None:
        super().__init__()
        self._packed = packed

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._packed.read(len(buffer))
        except InputError:
            raise
        except (*DAMAGE, tarfile.TarError) as error:
            raise InputError("read", damaged("member", error)) from None
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._packed.seek(offset, whence)

    def tell(self) -> int:
        return self._packed.tell()


def _in_gzip(file: BinaryIO, packing: Packing) -> Iterator[Member]:
    with gzip.open(file) as whole:
        inside = unpacked(cast(BinaryIO, whole), packing.budget)
        if _is_tar(inside.peek(512)[:512]):
            yield from _in_tar(inside)
        else:
            yield Member(None, _without_gz(packing.name), inside)


def _without_gz(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name
