"""What unpacking and XML are held to, whatever the form of the input: a budget of bytes, no document type, no entity of its own.

A size in a header is never believed: bytes are counted as they come out. XML is read by events, so
that a million elements take no memory, and a document type declaration, the root of entity bombs
and of external entities, ends the reading before anything of it is expanded.

>>> read_xml(b"<a><b c='1'>x</b></a>", on_start=lambda name, attributes: print(name, attributes))
a {}
b {'c': '1'}
>>> read_xml(b"<!DOCTYPE a><a/>", on_start=print)
Traceback (most recent call last):
corpus.bounds.InputError: document type declaration: not read
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    from corpus.limits import Limits

FREE_BYTES = 1_000_000  # unpacked whatever the ratio: a page of one sentence a thousand times is small and no bomb
# What the standard library raises on damaged, truncated or encrypted data.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError, LookupError, ArithmeticError,
    TypeError, AttributeError, AssertionError,
)  # fmt: skip


class InputError(ValueError):
    """An input or member that gives no article; `stage` is one of corpus.article.STAGES, the message one line for a person."""

    def __init__(self, stage: str, reason: str) -> None:
        super().__init__(reason)
        self.stage = stage


class Budget:
    """The bytes that one input may still unpack to, with all that is nested in it."""

    def __init__(self, packed: int, limits: Limits) -> None:
        """`packed` is the size of the outermost file in bytes."""
        by_ratio = max(FREE_BYTES, packed * limits.max_ratio)
        self._whole = self.left = min(limits.max_unpacked_bytes, by_ratio)
        self._broken = (
            f"unpacks to more than max_ratio ({limits.max_ratio}) times its size"
            if by_ratio < limits.max_unpacked_bytes
            else f"unpacks to more than max_unpacked_bytes ({limits.max_unpacked_bytes})"
        )

    def renew(self) -> None:
        """Begin anew."""
        self.left = self._whole

    def spend(self, size: int) -> None:
        """Take off `size` bytes; InputError, which names the limit, where they are not there."""
        self.left -= size
        if self.left < 0:
            raise InputError("read", self._broken)


class Unpacked(io.RawIOBase):
    """A stream of unpacked bytes that spends a budget; damage is InputError."""

    def __init__(self, packed: IO[bytes], budget: Budget, what: str = "file") -> None:
        super().__init__()
        self._packed = packed
        self._budget = budget
        self._what = what

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._budget.spend(0)
        try:
            data = self._packed.read(min(len(buffer), 1 << 16))
        except InputError:
            raise
        except DAMAGE as error:
            raise InputError("read", damaged(self._what, error)) from None
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._packed.seek(offset, whence)

    def tell(self) -> int:
        return self._packed.tell()


def unpacked(packed: IO[bytes], budget: Budget, what: str = "file") -> io.BufferedReader:
    """The stream, buffered, counted and with its damage named."""
    return io.BufferedReader(Unpacked(packed, budget, what), 1 << 16)


def damaged(what: str, error: Exception) -> str:
    """One line for a person about a damaged file or member."""
    text = " ".join(str(error).split()).lower()[:120]
    return f"damaged {what}: {text or type(error).__name__}"


def read_xml(
    data: bytes,
    *,
    on_start: Callable[[str, dict[str, str]], object] | None = None,
    on_end: Callable[[str], object] | None = None,
    on_text: Callable[[str], object] | None = None,
) -> None:
    """Calls the functions for the elements and texts in document order; InputError where the bytes are no XML.

    Names are local names behind the namespace and a blank, as expat gives them.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.ExternalEntityRefHandler = _refuse_doctype
    if on_start is not None:
        parser.StartElementHandler = on_start
    if on_end is not None:
        parser.EndElementHandler = on_end
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    try:
        # In one piece: fed in small ones, this expat (2.5) reads a long token again from its start each time.
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise InputError("parse", f"malformed XML: {str(error)[:120]}") from None
    except (LookupError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("parse", f"malformed XML: {str(error)[:120]}") from None


def _refuse_doctype(*_: object) -> int:
    raise InputError("parse", "document type declaration: not read")


def read_parts(file: IO[bytes], budget: Budget, wanted: Callable[[str], bool], most: int) -> dict[str, bytes]:
    """The wanted members of a ZIP package (an Office file) by name, each at most `most` bytes; InputError where it is damaged or encrypted."""
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(file) as package:
            for member in package.infolist()[:10_000]:
                name = member.filename.lstrip("/")
                if name in parts or not wanted(name):
                    continue
                if member.flag_bits & 1:
                    raise InputError("read", "encrypted")
                if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise InputError("read", f"compression method {member.compress_type} is not read")
                with package.open(member) as packed:
                    data = unpacked(packed, budget).read(most + 1)
                if len(data) > most:
                    raise InputError("read", f"larger than max_bytes ({most})")
                parts[name] = data
    except InputError:
        raise
    except DAMAGE as error:
        raise InputError("read", damaged("file", error)) from None
    return parts
