"""Web archives (WARC, ISO 28500) to the pages in them.

A crawl holds everything that its pages are made of. Pages, plain texts and PDFs that a server sent
with status 200 are read; pictures, scripts, redirections and the crawler's own records are parts of
pages or about them and are passed over, as the folder of a saved page is. The day of the crawl is
not the day of publication and is not used.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

from corpus.bounds import InputError, damaged

if TYPE_CHECKING:
    from corpus.archives import Packing

_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/pdf": "pdf"}
_RECORDS = ("response", "resource", "conversion")


@dataclass(frozen=True, slots=True)
class Capture:
    """What one address gave: `data` as it was before packing for transport, `charset` as the server said; `error` where it cannot be read."""

    url: str
    kind: str
    data: bytes = b""
    charset: str | None = None
    error: InputError | None = None


def read_warc(file: IO[bytes], packing: Packing) -> Iterator[Capture]:
    """The pages of an unpacked WARC in its order; InputError where it is damaged or holds none."""
    from warcio.archiveiterator import ArchiveIterator

    waiting: Capture | None = None  # told only when what follows it shows that it was whole
    found = False
    try:
        records = ArchiveIterator(file)
        while True:
            faults = records.err_count
            try:
                record, _ = _quietly(lambda: next(records, None))
            except Exception:
                if waiting is not None:
                    yield waiting
                raise
            if waiting is not None:
                yield waiting if records.err_count == faults else replace(waiting, data=b"", error=_damaged("a record is longer than it says"))
                waiting = None
            if record is None:
                break
            packing.start_record()
            kind, charset = _kind(record)
            if kind is not None:
                found = True
                waiting = _capture(record, kind, charset, packing.limits.max_bytes)
    except InputError:
        raise
    except Exception as error:  # warcio's errors have no common class
        raise InputError("read", damaged("web archive", error)) from None
    if not found:
        raise InputError("read", "web archive without pages")


def _quietly(call: Callable[[], Any]) -> tuple[Any, str]:
    """What the call gives and what it wrote to standard error, where warcio tells of damage, with pieces of the text."""
    with redirect_stderr(io.StringIO()) as said:
        result = call()
    return result, said.getvalue()


def _damaged(how: str) -> InputError:
    return InputError("read", f"damaged web archive: {how}")


def _kind(record: Any) -> tuple[str | None, str | None]:
    """The kind of a record that could be an article, else None; and the charset that the server stated."""
    if record.rec_type not in _RECORDS:
        return None, None
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return None, None
    stated = (headers or record.rec_headers).get_header("Content-Type") or ""
    media_type, _, parameters = stated.partition(";")
    _, _, charset = parameters.lower().partition("charset=")
    return _KINDS.get(media_type.strip().lower()), charset.split(";")[0].strip(" \"'")[:40] or None


def _capture(record: Any, kind: str, charset: str | None, most: int) -> Capture:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    url = url.strip("<>")
    data, said = _quietly(lambda: _read(record.content_stream(), most))
    if len(data) > most:
        return Capture(url, kind, error=InputError("read", f"larger than max_bytes ({most})"))
    if said:
        return Capture(url, kind, error=_damaged("packed content cannot be unpacked"))
    if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        return Capture(url, kind, error=_damaged("it ends within the record"))
    return Capture(url, kind, data, charset)


def _read(stream: Any, most: int) -> bytes:
    """Up to `most` bytes and one more: a stream may give fewer than are asked for."""
    pieces, size = [], 0
    while size <= most and (piece := stream.read(min(1 << 16, most + 1 - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
