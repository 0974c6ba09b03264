"""Sources (files, folders, globs) to articles: each input ends as articles or as a Failure, never as an exception.

`list_inputs` finds the inputs without opening them, `read_input` reads one; `read_sources` is both.
Only regular files are read: links inside a folder, devices and pipes are reported and not opened.
Records are counted from 1: the line of a JSON Lines file, the row of a CSV file as a spreadsheet
counts it (the header is row 1), the section of a Markdown digest, the item of a JSON list.

>>> read_article("许昌入盟\\n8月12日，许昌加入联盟。".encode()).title
'许昌入盟'
>>> article_from_object({"text": "许昌加入联盟。", "published": "2020-02-30"}).reason
'published: no day of the form YYYY-MM-DD'
"""

from __future__ import annotations

import glob
import io
import json
import os
import re
import stat
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from corpus.archives import Member, Packing, label_of, list_members
from corpus.article import Article, Failure, make_article, storable
from corpus.bounds import DAMAGE, InputError
from corpus.clean import Cleaned, Line, clean, lines_of, read_datelines
from corpus.encodings import DecodeError, declared_charset, decode
from corpus.feeds import Item, read_feed
from corpus.html import Page, read_fragment, read_page, read_pages
from corpus.limits import DEFAULT_LIMITS, TimeIsUpError, time_limit
from corpus.limits import Limits as Limits
from corpus.metadata import read_byline, read_day
from corpus.office import Sheet, read_docx, read_xlsx
from corpus.parts import Part, are_one_article, joined_text, joined_title, may_follow, part_groups
from corpus.pdf import read_pdf
from corpus.remote import is_remote, list_remote, open_remote, public_name, suffix_of
from corpus.warc import Capture, read_warc

_KINDS = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html",
    ".md": "markdown", ".markdown": "markdown", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".zip": "archive", ".tar": "archive", ".tgz": "archive", ".gz": "archive", ".pdf": "pdf",
    ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".xml": "feed", ".warc": "warc",
}  # fmt: skip
_FIELDS = ("text", "html", "title", "source", "url", "published", "home")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: `path` as it is opened, `name` as it is reported (as given, joined with forward slashes).

    `parts` are the paths of the further pages of an article that was saved in parts beside it.
    """

    path: str
    name: str
    kind: str | None
    parts: tuple[str, ...] = ()


# --- finding inputs -----------------------------------------------------------------------------


def read_sources(sources: Sequence[str | Path], *, limits: Limits = DEFAULT_LIMITS, exclude: Sequence[Path] = ()) -> Iterator[Article | Failure]:
    """The articles and failures of all sources, in the order of the sources and of names within a folder; lazy."""
    for found in list_inputs(sources, limits=limits, exclude=exclude):
        if isinstance(found, Failure):
            yield found
        else:
            yield from read_input(found, limits)


def list_inputs(sources: Sequence[str | Path], *, limits: Limits = DEFAULT_LIMITS, exclude: Sequence[Path] = ()) -> Iterator[Input | Failure]:
    """The inputs of all sources; a Failure for what cannot be one. A file met twice comes once.

    No file is opened, but pages of a folder that by their names may be parts of one article: they come as one input
    where they surely are (corpus.parts).
    """
    excluded = frozenset(_real(path) for path in exclude)
    seen: set[int] = set()
    for source in sources:
        for found in _list_source(source, limits, excluded):
            if isinstance(found, Input) and len(sources) > 1:
                key = hash(_real(found.path))
                if key in seen:
                    continue
                seen.update((key, *(hash(_real(part)) for part in found.parts)))
            yield found


def _list_source(source: str | Path, limits: Limits, excluded: frozenset[str]) -> Iterator[Input | Failure]:
    path = os.fspath(source)
    if is_remote(path):
        yield from _list_remote(path, limits)
        return
    name = _name(path)
    try:
        if not path or "\x00" in path:
            yield Failure(name, None, "read", "no such file or folder")
        elif os.path.isdir(path):
            yield from _list_folder_source(path, name, limits, excluded)
        elif os.path.lexists(path):
            yield _input(os.path.realpath(path), name, named=True)
        elif glob.has_magic(path):
            yield from _list_glob(path, name, limits, excluded)
        else:
            yield Failure(name, None, "read", "no such file or folder")
    except (OSError, ValueError) as error:
        yield Failure(name, None, "read", _reason(error))


def _list_remote(url: str, limits: Limits) -> Iterator[Input | Failure]:
    """The inputs that a URL names; nothing is opened, but a folder in a storage is listed."""
    try:
        for found, named in list_remote(url, limits):
            suffix = suffix_of(found)
            if suffix in _KINDS or named or not suffix:
                yield Input(found, public_name(found), _KINDS.get(suffix))
            else:
                yield Failure(public_name(found), None, "read", f"files of type {suffix[:20]} are not read")
    except InputError as error:
        yield Failure(public_name(url), None, error.stage, str(error))


def _list_glob(pattern: str, name: str, limits: Limits, excluded: frozenset[str]) -> Iterator[Input | Failure]:
    matches = sorted(glob.iglob(pattern, recursive=True), key=_name)
    if not matches:
        yield Failure(name, None, "read", "no file matches")
    recursive = "**" in pattern  # then the folders' files match by themselves
    for path in matches:
        if os.path.islink(path):
            yield Failure(_name(path), None, "read", "symbolic link: not followed")
        elif os.path.isdir(path):
            if not recursive:
                yield from _list_folder_source(path, _name(path), limits, excluded)
        elif not _is_excluded(path, excluded):
            yield _input(path, _name(path), named=True)


def _list_folder_source(path: str, name: str, limits: Limits, excluded: frozenset[str]) -> Iterator[Input | Failure]:
    empty = True
    for found in _list_folder(path, name.rstrip("/") or "/", limits, excluded, depth=1):
        empty = False
        yield found
    if empty:
        yield Failure(name, None, "read", "folder without articles")


def _list_folder(path: str, name: str, limits: Limits, excluded: frozenset[str], *, depth: int) -> Iterator[Input | Failure]:
    """The inputs in a folder by name; hidden files and the companion folders of saved pages (x_files) are no inputs."""
    if _is_excluded(path, excluded):
        return
    if depth > limits.max_depth:
        yield Failure(name, None, "read", f"more nested folders than max_depth ({limits.max_depth})")
        return
    try:
        with os.scandir(path) as entries:
            children = sorted(entries, key=lambda entry: _name(entry.name))
    except OSError as error:
        yield Failure(name, None, "read", _reason(error))
        return
    pages = {os.path.splitext(child.name)[0] for child in children if child.name.lower().endswith((".html", ".htm"))}
    parts = _parts_by_first(path, [child.name for child in children], limits)
    further = {part for group in parts.values() for part in group}
    for child in children:
        label = f"{name.rstrip('/')}/{_name(child.name)}"
        if child.name.startswith(".") or child.path in further:
            continue
        try:
            if child.is_symlink():
                yield Failure(label, None, "read", "symbolic link: not followed")
            elif child.is_dir(follow_symlinks=False):
                if not any(child.name == page + ending for page in pages for ending in ("_files", ".files")):
                    yield from _list_folder(child.path, label, limits, excluded, depth=depth + 1)
            elif not _is_excluded(child.path, excluded):
                found = _input(child.path, label, named=False)
                yield replace(found, parts=parts.get(child.path, ())) if isinstance(found, Input) else found
        except OSError as error:
            yield Failure(label, None, "read", _reason(error))


def _parts_by_first(folder: str, names: Sequence[str], limits: Limits) -> dict[str, tuple[str, ...]]:
    """Of each article of this folder that was saved in parts, the paths of the further ones by that of the first."""
    groups = ([os.path.join(folder, name) for name in group] for group in part_groups(names))
    return {group[0]: tuple(group[1:]) for group in groups if _read_parts(group, limits) is not None}


def _read_parts(paths: Sequence[str], limits: Limits) -> Article | None:
    """The article whose parts these files are; None where they are not surely one."""
    parts: list[Part] = []
    try:
        with time_limit(limits.max_seconds):
            for place, path in enumerate(paths):
                with _open(path) as file:
                    data = _whole(file, limits)
                markup = decode(data, declared=declared_charset(data))
                if place == 0 and not may_follow(markup, os.path.basename(paths[1])):
                    return None
                pages = read_pages(markup)
                article = _from_page(pages[0])
                if len(pages) > 1 or isinstance(article, Failure):
                    return None
                parts.append(Part(os.path.basename(path), markup, article))
    except (OSError, ValueError, TimeIsUpError):
        return None
    if not are_one_article(parts):
        return None
    articles = [part.article for part in parts]
    return replace(
        articles[0],
        text=joined_text(parts),
        title=joined_title(parts),
        reporters=tuple(dict.fromkeys(name for article in articles for name in article.reporters)),
        captions=tuple(dict.fromkeys(caption for article in articles for caption in article.captions)),
        record=" + ".join(part.name for part in parts),
    )


def _input(path: str, name: str, *, named: bool) -> Input | Failure:
    """The input at a path; in a folder, a file of an unknown kind is a Failure, while one named by the user is tried."""
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        return Failure(name, None, "read", _reason(error))
    if not stat.S_ISREG(mode):
        return Failure(name, None, "read", f"not a regular file ({_file_type(mode)})")
    suffix = os.path.splitext(path)[1].lower()
    if suffix and suffix not in _KINDS and not named:
        return Failure(name, None, "read", f"files of type {suffix[:20]} are not read")
    return Input(path, name, _KINDS.get(suffix))


def _file_type(mode: int) -> str:
    for test, word in ((stat.S_ISDIR, "folder"), (stat.S_ISLNK, "symbolic link"), (stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket")):
        if test(mode):
            return word
    return "device"


def _name(path: str) -> str:
    """The path with forward slashes; bytes that are no text are shown as \\xNN."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return text.replace(os.sep, "/") if os.sep != "/" else text


def _real(path: str | Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _is_excluded(path: str, excluded: frozenset[str]) -> bool:
    return bool(excluded) and _real(path) in excluded


def _reason(error: Exception) -> str:
    """One line for a person, without the path that the failure names anyway."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split()).lower()[:200] or type(error).__name__


# --- reading one input --------------------------------------------------------------------------


class _ReadError(ValueError):
    """An input or record that gives no article; `stage` is one of corpus.article.STAGES."""

    def __init__(self, stage: str, reason: str) -> None:
        super().__init__(reason)
        self.stage = stage


def read_input(source: Input, limits: Limits = DEFAULT_LIMITS) -> Iterator[Article | Failure]:
    """The articles and failures of one file, lazily; at least one."""
    yield from _or_failure(_read_path(source, limits), source.name)


def _read_path(source: Input, limits: Limits) -> Iterator[Article | Failure]:
    if source.parts:
        article = _read_parts([source.path, *source.parts], limits)
        if article is None:
            raise _ReadError("read", "changed since it was listed: its parts are not one article")
        yield replace(article, input=source.name)
        return
    with _open(source.path) as file:
        yield from _read_file(file, source, limits)


def read_stream(file: BinaryIO, *, name: str, kind: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Iterator[Article | Failure]:
    """The articles and failures of an open file, lazily; `kind` as in Input, None to tell it by the name's suffix, else by the first bytes.

    A pipe is read whole, up to `max_unpacked_bytes`.
    """
    source = Input("", name, kind or _KINDS.get(os.path.splitext(name)[1].lower()))
    yield from _or_failure(_read_file(file if file.seekable() else _in_memory(file, limits), source, limits), name)


def _in_memory(file: BinaryIO, limits: Limits) -> BinaryIO:
    data = file.read(limits.max_unpacked_bytes + 1)
    if len(data) > limits.max_unpacked_bytes:
        raise _ReadError("read", f"larger than max_unpacked_bytes ({limits.max_unpacked_bytes})")
    return io.BytesIO(data)


def _kind_of(file: BinaryIO) -> str | None:
    """The kind that the first bytes tell; None for text of any sort and for what is not known."""
    start = file.read(1_024)
    file.seek(0)
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(file) as package:
                names = set(package.namelist()[:_LOOKED_AT])
        except DAMAGE:
            names = set()
        file.seek(0)
        return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else "archive"
    return "archive" if start.startswith(b"\x1f\x8b") else "warc" if start.startswith(b"WARC/1.") else None


_LOOKED_AT = 1_000  # members of a package, among which those that tell its kind stand


def _or_failure(items: Iterator[Article | Failure], name: str) -> Iterator[Article | Failure]:
    """The items; an exception that ends them becomes the last one."""
    try:
        yield from items
    except (_ReadError, InputError) as error:
        yield Failure(name, None, error.stage, str(error))
    except DecodeError as error:
        yield Failure(name, None, "decode", str(error))
    except OSError as error:
        yield Failure(name, None, "read", _reason(error))
    except (ValueError, RecursionError, MemoryError) as error:
        yield Failure(name, None, "parse", f"{type(error).__name__}: {_reason(error)}")


def _open(path: str) -> BinaryIO:
    """The file, which is regular, no link, and whose opening cannot block."""
    if is_remote(path):
        return open_remote(path)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise _ReadError("read", f"not a regular file ({_file_type(mode)})")
    return os.fdopen(descriptor, "rb")


def _read_file(file: BinaryIO, source: Input, limits: Limits, packing: Packing | None = None) -> Iterator[Article | Failure]:
    if source.kind is None and packing is None:
        source = replace(source, kind=_kind_of(file))
    if source.kind == "jsonl":
        yield from _read_lines(file, source.name, limits)
        return
    if source.kind == "csv":
        yield from _read_table(_rows(_lines(_wide_text(file, limits), limits), limits), source.name, limits)
        return
    if source.kind in _PACKED:
        if packing is None:
            packing = Packing.of(file, source.name.rsplit("/", 1)[-1], limits)
        elif source.kind in ("docx", "xlsx"):
            file = io.BytesIO(file.read())  # an Office file is read from its end, a member only forward
        yield from _read_packed(file, source, packing)
        return
    if source.kind == "pdf":
        yield _named(_in_time(limits, lambda: _from_page(read_pdf(file, limits))), source.name, None)
        return
    data = _whole(file, limits)
    if source.kind == "json":
        yield from _read_json(data, source.name, limits)
    elif source.kind == "markdown":
        yield from _read_markdown(decode(data), source.name, limits)
    elif source.kind == "feed":
        yield from _read_items(*read_feed(decode(data, declared=declared_charset(data))), source.name, limits)
    else:
        yield from _numbered(read_articles(data, kind="html" if source.kind == "html" else None, limits=limits), source.name)


def _numbered(found: Sequence[Article | Failure], name: str) -> Iterator[Article | Failure]:
    """What stands in a file, numbered from 1 where it is more than one thing."""
    for number, one in enumerate(found, 1):
        yield _named(one, name, str(number) if len(found) > 1 else None)


def _whole(file: BinaryIO, limits: Limits) -> bytes:
    data = file.read(limits.max_bytes + 1)
    if not data:
        raise _ReadError("read", "empty file")
    if len(data) > limits.max_bytes:
        raise _ReadError("read", f"larger than max_bytes ({limits.max_bytes})")
    return data


_PACKED = frozenset(["docx", "xlsx", "archive", "warc"])


def _read_packed(file: BinaryIO, source: Input, packing: Packing) -> Iterator[Article | Failure]:
    """The articles of a file that is unpacked while it is read, within the budget of its packing."""
    if source.kind == "archive":
        for member in list_members(file, packing):
            for found in _or_failure(_read_member(member, source.name, packing), source.name):
                yield replace(found, record="!".join(filter(None, (member.label, found.record))) or None)
    elif source.kind == "warc":
        seen: dict[str, int] = {}
        label = ""
        for capture in read_warc(file, packing):
            for found in _or_failure(_read_capture(capture, packing.limits), source.name):
                label = label if found.record not in (None, "1") else label_of(capture.url, seen)
                yield _named(found, source.name, f"{label}!{found.record}" if found.record else label)
    elif source.kind == "docx":
        read = partial(read_docx, file, packing.budget, most=packing.limits.max_bytes)
        yield _named(_in_time(packing.limits, lambda: _from_page(read())), source.name, None)
    elif source.kind == "xlsx":
        yield from _read_workbook(read_xlsx(file, packing.budget), source.name, packing.limits)


def _read_capture(capture: Capture, limits: Limits) -> Iterator[Article | Failure]:
    if capture.error is not None:
        raise capture.error
    if capture.kind == "pdf":
        several = [_in_time(limits, lambda: _from_page(read_pdf(io.BytesIO(capture.data), limits)))]
    else:
        text = decode(capture.data, declared=declared_charset(capture.data) or capture.charset)
        several = read_articles(text, kind=capture.kind, limits=limits)
    for found in _numbered(several, "-"):
        yield found if isinstance(found, Failure) else replace(found, url=found.url or storable(capture.url) or None)


def _read_member(member: Member, name: str, packing: Packing) -> Iterator[Article | Failure]:
    if member.file is None:
        raise member.error or _ReadError("read", "nothing to read")
    suffix = os.path.splitext(member.name.rsplit("/", 1)[-1])[1].lower()
    if suffix and suffix not in _KINDS:
        raise _ReadError("read", f"files of type {suffix[:20]} are not read")
    inside = Input("", name, _KINDS.get(suffix))
    yield from _read_file(member.file, inside, packing.limits, packing.inside(member.name.rsplit("/", 1)[-1]))


def _named(found: Article | Failure, name: str, record: str | None) -> Article | Failure:
    return replace(found, input=name, record=record)


def read_article(
    data: bytes | str,
    *,
    kind: str | None = None,
    input: str | None = None,
    published: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Article | Failure:
    """The one article of a plain text or a page; `kind` is text, html, or None to tell by the first characters.

    What could not be read is a Failure, whose `input` is then "-" unless one is given.
    `published` is used where the text tells no day itself.
    """
    name = input if input is not None else "-"
    if len(data) > limits.max_bytes:
        return Failure(name, None, "read", f"larger than max_bytes ({limits.max_bytes})")
    try:
        text = decode(data, declared=declared_charset(data)) if isinstance(data, bytes) else data
    except DecodeError as error:
        return Failure(name, None, "decode", str(error))
    found = _in_time(limits, lambda: _from_text(text, kind=kind))
    if isinstance(found, Failure):
        return replace(found, input=name)
    return replace(found, input=input, published=found.published or published)


def _in_time(limits: Limits, read: Callable[[], Article | Failure]) -> Article | Failure:
    """What `read` gives, or a Failure where it takes longer than it may."""
    try:
        with time_limit(limits.max_seconds):
            return read()
    except TimeIsUpError:
        return _late(limits)


def _late(limits: Limits) -> Failure:
    return Failure("-", None, "parse", f"took longer than max_seconds ({limits.max_seconds})")


def read_articles(data: bytes | str, *, kind: str | None = None, limits: Limits = DEFAULT_LIMITS) -> list[Article | Failure]:
    """The articles of a plain text or a page, at least one or a Failure: as `read_article`, but several on one page are told apart."""
    try:
        text = decode(data, declared=declared_charset(data)) if isinstance(data, bytes) else data
    except DecodeError as error:
        return [Failure("-", None, "decode", str(error))]
    try:
        with time_limit(limits.max_seconds):
            if text.strip() and _is_html(text, kind):
                return [_from_page(page) for page in read_pages(text)]
            return [_from_text(text, kind=kind)]
    except TimeIsUpError:
        return [_late(limits)]


def _from_text(text: str, *, kind: str | None) -> Article | Failure:
    if not text.strip():
        return Failure("-", None, *(("read", "empty file") if not text else ("clean", "no text")))
    return _from_page(read_page(text)) if _is_html(text, kind) else _from_cleaned(clean(lines_of(text)))


def _is_html(text: str, kind: str | None) -> bool:
    return kind == "html" or (kind is None and looks_like_html(text))


_HTML_START = re.compile(
    r"\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,100})?<(?:!doctype|!--|html|head|body|meta|title|article|section|main|div|p|h[1-6]|table|span|script|style|link|ul|ol|img|a)\b",
    re.I,
)
_HTML_INSIDE = re.compile(r"<(?:html|body|head)\b[^>]{0,500}>|</(?:p|div|html|body)>", re.I)


def looks_like_html(text: str) -> bool:
    """Whether a text is a page or a piece of one: it begins with a tag, or a tag of a page's frame stands in its first 4,096 characters."""
    return _HTML_START.match(text) is not None or len(_HTML_INSIDE.findall(text[:4096])) >= 2


def _from_page(page: Page) -> Article | Failure:
    """The article of a page; what the page itself says of source and day goes before what its lines say."""
    cleaned = clean(page.lines, title=page.title)
    cleaned.source = page.source or cleaned.source
    cleaned.published = page.published or cleaned.published
    cleaned.reporters = tuple(dict.fromkeys((*page.reporters, *cleaned.reporters)))
    return _from_cleaned(cleaned, url=page.url)


def _from_cleaned(cleaned: Cleaned, **more: object) -> Article | Failure:
    if not re.search(r"\w", cleaned.text):
        return Failure("-", None, "clean", "no text")
    return make_article(
        cleaned.text, title=cleaned.title, source=cleaned.source, published=cleaned.published, reporters=cleaned.reporters,
        captions=cleaned.captions, dateline=cleaned.dateline, dateline_date=cleaned.dateline_date, **more,
    )  # fmt: skip


# --- objects ------------------------------------------------------------------------------------


def article_from_object(obj: Mapping[str, object] | object) -> Article | Failure:
    """The article of one JSON object: {"text" or "html", "title"?, "source"?, "url"?, "published"?, "home"?}.

    `text` is the body as it stands: no line is taken out, none becomes the title; only its dateline
    and the reporters in it are read. A field of the wrong type, or a `published` that is no day, is a
    Failure that names the field; null and "" say nothing.
    """
    if not isinstance(obj, Mapping):
        return Failure("-", None, "parse", f"not an object: {_json_type(obj)}")
    given: dict[str, str] = {}
    for key in _FIELDS:
        value = obj.get(key)
        if value is None:
            continue
        if not isinstance(value, str):
            return Failure("-", None, "parse", f"{key}: not a string but {_json_type(value)}")
        if value.strip():
            given[key] = value
    if "published" in given:
        day = read_day(given["published"])
        if day is None:
            return Failure("-", None, "parse", "published: no day of the form YYYY-MM-DD")
        given["published"] = day
    if "text" in given:
        found = _as_it_stands(given.pop("text"))
    elif "html" in given:
        found = _from_page(read_page(given["html"]))
    else:
        return Failure("-", None, "clean", "no text")
    if isinstance(found, Failure):
        return found
    clean_given = {key: storable(value.strip()) for key, value in given.items() if key != "html"}
    return replace(
        found,
        title=clean_given.get("title", found.title),
        source=clean_given.get("source", found.source),
        url=clean_given.get("url", found.url),
        published=clean_given.get("published", found.published),
        home=clean_given.get("home"),
    )


def _as_it_stands(text: str) -> Article | Failure:
    if not re.search(r"\w", text):
        return Failure("-", None, "clean", "no text")
    article = make_article(text)
    cleaned = Cleaned()
    lines = [Line(line.strip()) for line in article.text.split("\n") if line.strip()]
    read_datelines(lines, cleaned)
    bylines = tuple(name for line in (*lines[:6], *lines[6:][-3:]) for name in read_byline(line.text) or ())
    return replace(
        article, reporters=tuple(dict.fromkeys((*bylines, *cleaned.reporters))), dateline=cleaned.dateline, dateline_date=cleaned.dateline_date
    )


def _json_type(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number", str: "a string", type(None): "null"}
    return names.get(type(value), "something else")


def _loads(text: str) -> object:
    """The JSON value; _ReadError for anything malformed, too deep, or a number too long."""
    try:
        value: object = json.loads(text, parse_int=_number, parse_constant=_refuse_constant)
    except _ReadError:
        raise
    except json.JSONDecodeError as error:
        raise _ReadError("parse", f"malformed JSON: {error.msg.lower()} at character {error.pos + 1}") from None
    except RecursionError:
        raise _ReadError("parse", "malformed JSON: nested too deeply") from None
    except ValueError as error:
        raise _ReadError("parse", f"malformed JSON: {_reason(error)}") from None
    return value


def _number(digits: str) -> float | int:
    # int() refuses more than 4,300 digits with an error that is no JSONDecodeError; no field of ours is a number.
    return int(digits) if len(digits) <= 400 else float("inf")


def _refuse_constant(name: str) -> object:
    raise _ReadError("parse", f"malformed JSON: {name}")


_SHORT = 2_000  # bytes of a line that cannot take long, and for which the alarm would cost as much as the reading


def read_json_line(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Article | Failure:
    """The article of one line of JSON Lines, given as bytes in UTF-8 or another encoding."""
    if len(data) > limits.max_bytes:
        return Failure("-", None, "read", f"larger than max_bytes ({limits.max_bytes})")
    try:
        if len(data) < _SHORT:
            return article_from_object(_loads(decode(data, detect=False)))
        return _in_time(limits, lambda: article_from_object(_loads(decode(data, detect=False))))
    except DecodeError as error:
        return Failure("-", None, "decode", str(error))
    except _ReadError as error:
        return Failure("-", None, error.stage, str(error))


def _read_json(data: bytes, name: str, limits: Limits) -> Iterator[Article | Failure]:
    """The article of an object, or those of a list; a file of one object a line is read as JSON Lines."""
    text = decode(data)
    if not text.strip():
        raise _ReadError("clean", "no text")
    try:
        value = _loads(text)
    except _ReadError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines[:2]) or lines[0].strip() == "{":
            raise
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield _named(read_json_line(line.encode("utf-8", "surrogatepass"), limits), name, str(number))
        return
    if not isinstance(value, list):
        yield _named(_in_time(limits, partial(article_from_object, value)), name, None)
    elif not value:
        raise _ReadError("clean", "no text")
    for number, item in enumerate(value if isinstance(value, list) else (), 1):
        if number > limits.max_records:
            yield Failure(name, str(number), "read", f"more records than max_records ({limits.max_records})")
            return
        yield _named(_in_time(limits, partial(article_from_object, item)), name, str(number))


def _lines(file: BinaryIO, limits: Limits) -> Iterator[tuple[int, bytes | None]]:
    """Line number and line, without its end; None for a line above max_bytes, which is passed over unread."""
    number = 0
    while line := file.readline(limits.max_bytes + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) > limits.max_bytes:
            while line and not line.endswith(b"\n"):
                line = file.readline(1 << 20)
            yield number, None
        else:
            yield number, line


def _wide_text(file: BinaryIO, limits: Limits) -> BinaryIO:
    """The file from its start; one in UTF-16 or UTF-32 (which has no byte lines) as UTF-8."""
    start = file.read(4)
    file.seek(0)
    if not start.startswith((b"\xff\xfe", b"\xfe\xff")) and start[1:2] != b"\x00" and start[:1] != b"\x00":
        if start.startswith(b"\xef\xbb\xbf"):
            file.seek(3)
        return file
    return io.BytesIO(decode(_whole(file, limits)).encode("utf-8", "replace"))


def _read_lines(file: BinaryIO, name: str, limits: Limits) -> Iterator[Article | Failure]:
    any_line = False
    for number, line in _lines(_wide_text(file, limits), limits):
        if line is None:
            yield Failure(name, str(number), "read", f"larger than max_bytes ({limits.max_bytes})")
        elif not line.strip():
            continue
        elif number > limits.max_records:
            yield Failure(name, str(number), "read", f"more records than max_records ({limits.max_records})")
            return
        else:
            yield _named(read_json_line(line.rstrip(b"\r\n"), limits), name, str(number))
        any_line = True
    if not any_line:
        raise _ReadError("read", "empty file")


# --- tables -------------------------------------------------------------------------------------

_HEADER_NAMES = {
    "正文": "text", "内容": "text", "content": "text", "body": "text", "标题": "title", "题目": "title", "来源": "source", "媒体": "source",
    "发布时间": "published", "发布日期": "published", "日期": "published", "date": "published", "链接": "url", "网址": "url", "link": "url",
}  # fmt: skip


_LONGEST_ROW = 10_000  # lines of one row


def _read_table(rows: Iterable[tuple[int, list[str] | _ReadError]], name: str, limits: Limits) -> Iterator[Article | Failure]:
    header: list[str] | None = None
    full = False
    for number, row in rows:
        if isinstance(row, _ReadError):
            yield Failure(name, str(number), row.stage, str(row))
            full = True
            continue
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = [_column(cell) for cell in row]
            if not {"text", "html"} & set(header):
                raise _ReadError("parse", "no column text or html")
            continue
        full = True
        if number > limits.max_records:
            yield Failure(name, str(number), "read", f"more records than max_records ({limits.max_records})")
            return
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            yield Failure(name, str(number), "parse", f"{len(row)} cells under {len(header)} columns")
            continue
        yield _named(_in_time(limits, partial(article_from_object, dict(zip(header, row, strict=False)))), name, str(number))
    if not full:
        raise _ReadError("read", "empty file" if header is None else "no rows")


def _read_workbook(sheets: Iterable[Sheet], name: str, limits: Limits) -> Iterator[Article | Failure]:
    """The articles of a workbook's sheets: row 3, or Sheet2!3 beyond the first sheet that holds any."""
    failures: list[Failure] = []
    first: str | None = None
    for sheet in sheets:
        try:
            for found in _read_table(sheet.rows, name, limits):
                first = sheet.name if first is None else first
                yield found if sheet.name == first else replace(found, record=f"{sheet.name}!{found.record}")
        except (_ReadError, InputError) as error:
            if str(error) != "empty file":
                failures.append(Failure(name, sheet.name, error.stage, str(error)))
    if first is None:
        raise _ReadError(failures[0].stage, failures[0].reason) if failures else _ReadError("read", "empty file")
    yield from failures


def _column(cell: str) -> str:
    key = cell.strip().lower()
    return key if key in _FIELDS else _HEADER_NAMES.get(key, key)


def _rows(lines: Iterable[tuple[int, bytes | None]], limits: Limits) -> Iterator[tuple[int, list[str] | _ReadError]]:
    """Rows of a delimited text by RFC 4180, each with its number; a row that breaks the rules is an error and the next line begins anew.

    The standard library's reader has one global limit for fields, and lets an open quote swallow all
    that follows; here an open quote reaches at most max_bytes or 10,000 lines, and where it never
    closes its line alone is lost.
    """
    source = (line for _, line in lines)
    waiting: deque[bytes | None] = deque()
    delimiter: str | None = None
    number = 0
    while (line := waiting.popleft() if waiting else next(source, b"")) != b"":
        number += 1
        if line is None:
            yield number, _ReadError("read", f"larger than max_bytes ({limits.max_bytes})")
            continue
        try:
            text = _decode_line(line)
            delimiter = delimiter or _delimiter(text)
            row = _cells(text, delimiter)
            if row is None:
                row = _long_row(text, delimiter, source, waiting, limits)
            yield number, row
        except DecodeError as error:
            yield number, _ReadError("decode", str(error))
        except _ReadError as error:
            yield number, error


def _long_row(text: str, delimiter: str, source: Iterator[bytes | None], waiting: deque[bytes | None], limits: Limits) -> list[str]:
    """The cells of a row that goes on over the next lines; where it never ends, those lines are put back."""
    pieces, taken, size = [text], deque[bytes | None](), len(text)
    while size <= limits.max_bytes and len(taken) < _LONGEST_ROW:
        line = waiting.popleft() if waiting else next(source, b"")
        if line != b"":
            taken.append(line)
        if not line:
            break
        size += len(line)
        try:
            pieces.append(_decode_line(line))
            # Only a line with an odd number of quotes can end the open cell, so that the row is parsed seldom.
            if line.count(b'"') % 2 and (row := _cells("".join(pieces), delimiter)) is not None:
                return row
        except (DecodeError, _ReadError):
            break
    waiting.extendleft(reversed(taken))
    raise _ReadError("parse", "a quote that never closes")


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return decode(line, detect=False)


def _delimiter(header: str) -> str:
    return max(",\t;", key=header.count)


_CELL = {
    delimiter: re.compile(
        rf'"(?P<quoted>(?:[^"]|"")*+)"(?P<quoted_end>{re.escape(delimiter)}|\r?\n?\Z)|(?P<bare>[^{re.escape(delimiter)}"\r\n][^{re.escape(delimiter)}\r\n]*+|)(?P<bare_end>{re.escape(delimiter)}|\r?\n?\Z)'
    )
    for delimiter in ",\t;"
}


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of a whole row; None where a quoted cell is still open; _ReadError where a quote stands wrongly."""
    cells: list[str] = []
    place = 0
    while True:
        match = _CELL[delimiter].match(text, place)
        if match is None:
            if _OPEN_CELL.match(text, place):
                return None
            raise _ReadError("parse", f"a quote in the wrong place at character {place + 1} of the row")
        cells.append(match["quoted"].replace('""', '"') if match["quoted"] is not None else match["bare"])
        place = match.end()
        if (match["quoted_end"] or match["bare_end"] or "") != delimiter:
            return cells


_OPEN_CELL = re.compile(r'"(?:[^"]|"")*+\Z')


# --- Markdown -----------------------------------------------------------------------------------

_SECTION = re.compile(r"^###[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*$")
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.年]?(\d{2})[-_.月]?(\d{2})(?!\d)")
_ORIGINAL = re.compile(r"^\[(?:查看|阅读|点击)?(?:原文|全文|来源|链接)[^\]]{0,10}\]\((?P<url>https?://[^\s)]{3,1000})\)$")
_LEAVINGS = re.compile(r"^(?:undefined|null|NaN|-{3,}|\*{3,}|_{3,}|[(（]更新时间戳?[:：]\s?\d{5,20}[)）])$")
_CONTENTS = re.compile(r"^(?:.{0,6}(?:摘要|目录|导读|概要|内容提要|本期内容|要目))$")
_LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,200}\")?\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(?P<text>[^*_]{1,500})\1")


def _read_markdown(text: str, name: str, limits: Limits) -> Iterator[Article | Failure]:
    """One article, or, of a digest with several ### items, one for each: titled by its heading, dated by the file's."""
    if not text.strip():
        raise _ReadError("clean", "no text")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [place for place, line in enumerate(lines) if _SECTION.match(line)]
    top = next((match["text"] for line in lines[: starts[0] if starts else 20] if line.startswith("# ") and (match := _HEADING.match(line))), None)
    day = (_day_in(top) if top else None) or (_day_in(name.rsplit("/", 1)[-1]) if len(starts) > 1 else None)
    if len(starts) < 2 and not (starts and day):
        yield _named(_in_time(limits, partial(_markdown_article, lines, None, _day_in(top) if top else None)), name, None)
        return
    introduction = _introduction(lines[: starts[0]])
    if introduction:
        yield _named(_in_time(limits, partial(_markdown_article, introduction, None, day)), name, "0")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), 1):
        if number > limits.max_records:
            yield Failure(name, str(number), "read", f"more records than max_records ({limits.max_records})")
            return
        heading = _SECTION.match(lines[start])
        title = heading["title"] if heading else None
        yield _named(_in_time(limits, partial(_markdown_article, lines[start + 1 : end], title, day)), name, str(number))


def _day_in(text: str) -> str | None:
    match = _DAY_IN_NAME.search(text)
    return read_day(f"{match[1]}-{match[2]}-{match[3]}") if match else None


def _read_items(items: Sequence[Item], error: InputError | None, name: str, limits: Limits) -> Iterator[Article | Failure]:
    """The articles of a feed, numbered from 1; then the error that cut it off."""
    for number, item in enumerate(items, 1):
        if number > limits.max_records:
            yield Failure(name, str(number), "read", f"more records than max_records ({limits.max_records})")
            return
        if not item.html:
            yield Failure(name, str(number), "clean", "no text")
            continue
        yield _named(_in_time(limits, partial(_from_item, item)), name, str(number))
    if error is not None:
        raise error


def _from_item(item: Item) -> Article | Failure:
    cleaned = clean(read_fragment(item.html), title=item.title, find_title=False)
    cleaned.source = item.source or cleaned.source
    cleaned.published = item.published or cleaned.published
    cleaned.reporters = tuple(dict.fromkeys((*item.reporters, *cleaned.reporters)))
    return _from_cleaned(cleaned, url=item.url)


def _introduction(lines: Sequence[str]) -> list[str]:
    """What stands above a digest's first item, unless it is only headings and a table of contents."""
    kept: list[str] = []
    contents = False
    for line in lines:
        heading = _HEADING.match(line)
        if heading is not None:
            contents = _CONTENTS.match(heading["text"]) is not None
        elif not contents and line.strip() and not _LEAVINGS.match(line.strip()):
            kept.append(line)
    return kept


def _markdown_article(lines: Sequence[str], title: str | None, day: str | None) -> Article | Failure:
    url: str | None = None
    body: list[str] = []
    for line in lines:
        stripped = line.strip()
        if (original := _ORIGINAL.match(stripped)) is not None:
            url = url or original["url"]
        elif not _LEAVINGS.match(stripped):
            body.append(line)
    text = "\n".join(body)
    if looks_like_html(text):
        cleaned = clean(read_fragment(text), title=_plain(title) if title else None, find_title=False)
    else:
        heading = next((match["text"] for line in body[:20] if line.startswith("# ") and (match := _HEADING.match(line))), None)
        title = title or heading
        cleaned = clean(lines_of("\n".join(map(_plain, body))), title=_plain(title) if title else None, find_title=title is None)
    return _from_cleaned(replace(cleaned, published=day or cleaned.published), url=url)


def _plain(line: str) -> str:
    """A line of Markdown without its marks: headings, emphasis, links, pictures, quotes."""
    heading = _HEADING.match(line)
    text = heading["text"] if heading else line
    text = _LINK.sub(lambda match: "" if match["picture"] else match["text"], text)
    text = _EMPHASIS.sub(lambda match: match["text"], text)
    return re.sub(r"^(\s{0,3})(?:>\s?|[-*+]\s+)", r"\1", text)
