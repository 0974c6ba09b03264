"""Sources by URL (s3://, gs://, https:// …) through fsspec, an optional part: pip install 'lianmeng[remote]'.

Only what the user names is opened: a bucket or folder is listed, a page of the web is one file, and
no link in it is followed. file:// and chained URLs (zip://…::s3://…) are refused: a local path keeps
its own guards, and an archive is read as one. Names in the outputs carry no password or signature.

>>> is_remote("s3://news/2020"), is_remote("news/2020"), is_remote("C:/news")
(True, False, False)
>>> public_name("https://zhang:secret@example.org/a.txt?X-Amz-Signature=abc&page=2")
'https://example.org/a.txt?X-Amz-Signature=…&page=2'
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.bounds import InputError

if TYPE_CHECKING:
    from corpus.limits import Limits

_SCHEME = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]{1,30})://")
_LOCAL = frozenset(["file", "local"])
_WEB = frozenset(["http", "https"])  # a listing would follow the links of pages
_SECRET = re.compile(r"([?&][^=&]{0,60}(?:sig|token|key|credential|secret|password)[^=&]{0,60})=[^&]*", re.IGNORECASE)
_MAGIC = re.compile(r"[*?\[]")


def is_remote(source: str) -> bool:
    """Whether a source is a URL and no path."""
    return _SCHEME.match(source) is not None


def public_name(url: str) -> str:
    """The URL without user, password and the values of signatures and keys in it."""
    bare = re.sub(r"(://)[^/@]{0,500}@", r"\1", url, count=1)
    return _SECRET.sub(r"\1=…", bare)


def list_remote(url: str, limits: Limits) -> Iterator[tuple[str, bool]]:
    """The URLs of the files that a URL, a folder's URL or a pattern means, by name, each with whether the user named it; InputError where none."""
    scheme = _scheme(url)
    if scheme in _WEB:
        yield url, True
        return
    system, path = _system(url)
    try:
        if _MAGIC.search(path):
            paths, named = sorted(system.glob(path)), True
            paths = [found for found in paths if not system.isdir(found)]
        elif system.isdir(path):
            paths, named = sorted(system.find(path, maxdepth=limits.max_depth)), False
            base = len(path.rstrip("/"))
            paths = [found for found in paths if "/." not in found[base:]]
        else:
            paths, named = [path] if system.exists(path) else [], True
    except Exception as error:  # each kind of storage has its own
        raise _refused(error) from None
    if not paths:
        raise InputError("read", "folder without articles" if not named else "no such file or folder")
    # Host and user stand in the URL alone: the system's own paths begin behind them.
    written, own = url.rstrip("/"), path.strip("/")
    start = written[: len(written) - len(own)] if written.endswith(own) else None
    for found in paths:
        yield (str(system.unstrip_protocol(found)) if start is None else start + found.lstrip("/")), named


def open_remote(url: str) -> io.BufferedReader:
    """The file at the URL, for reading; InputError where it cannot be had, also later, while it is read."""
    system, path = _system(url)
    try:
        return io.BufferedReader(_Remote(system.open(path, "rb")), 1 << 20)
    except Exception as error:
        raise _refused(error) from None


def suffix_of(url: str) -> str:
    """The suffix of the file's name, lower case, '' where it has none."""
    name = re.split(r"[?#]", url, maxsplit=1)[0].rsplit("/", 1)[-1]
    return f".{name.rsplit('.', 1)[1].lower()}" if "." in name.strip(".") else ""


def _scheme(url: str) -> str:
    match = _SCHEME.match(url)
    scheme = match["scheme"].lower() if match else "file"
    if scheme in _LOCAL or "::" in url:
        raise InputError("read", "chained URLs are not read" if "::" in url else "a local file is named by its path, not by a URL")
    return scheme


def _system(url: str) -> tuple[Any, str]:
    _scheme(url)
    try:
        import fsspec
    except ImportError:
        raise InputError("read", "reading URLs needs fsspec: pip install 'lianmeng[remote]'") from None
    try:
        system, path = fsspec.core.url_to_fs(url)
    except Exception as error:  # unknown protocol, or the package for it is missing
        raise _refused(error) from None
    return system, str(path)


def _refused(error: Exception) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError("read", "no such file or folder")
    text = public_name(" ".join(str(error).split()))[:160]
    return InputError("read", f"{type(error).__name__}: {text}" if text else type(error).__name__)


class _Remote(io.RawIOBase):
    """A remote file whose errors are all InputError."""

    def __init__(self, file: Any) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except Exception as error:
            raise _refused(error) from None
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return int(self._file.seek(offset, whence))
        except Exception as error:
            raise _refused(error) from None

    def tell(self) -> int:
        return int(self._file.tell())

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()
