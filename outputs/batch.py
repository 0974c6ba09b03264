"""One batch into one folder: takes Records and Failures in any order, writes every output of the contract.

The same set of inputs gives the same bytes whatever the order, the machine or the day; only run.json may differ. What
carries its final name is whole: everything is written in the hidden folder `.lianmeng`, synced, and renamed. A run that
was killed goes on from there (`known`), and inputs that did not change are not read twice.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from corpus.article import Article, Failure
from extractors.records import Record
from outputs import datasette_metadata
from outputs.beside import WORTH_A_PROCESS, DatabaseBeside, write_database
from outputs.csv_files import ROW_LIMIT, TableFile
from outputs.data_package import data_package
from outputs.errors import NotWritable, OtherSources, WriteFailed
from outputs.json_lines import dumps, object_to_record
from outputs.lock import FolderLock
from outputs.merge import Merge
from outputs.rows import (
    FACT_TABLES,
    Row,
    alias_rows,
    appearance_rows,
    article_row,
    fact_row,
    mention_rows,
    organisation_row,
    participant_rows,
    participants_in_words,
    person_row,
    place_row,
)
from outputs.spool import Kept, Spool, keep_or_fail
from outputs.tables import CSV_TABLES, SCHEMA_VERSION, Table

if TYPE_CHECKING:
    from outputs.database import Database

FORMATS = ("csv", "jsonl", "parquet")
DEFAULT_FORMATS = ("csv", "jsonl")
STATE_FOLDER = ".lianmeng"
DATABASE_FILE = "alliance.db"

Progress = Callable[[str, int, int], None]
RunInfo = Mapping[str, object] | Callable[[], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch wrote: rows per table (with `duplicates`), and the names of its files."""

    out_dir: Path
    counts: dict[str, int]
    files: tuple[str, ...]


class BatchWriter:
    """Writes one batch. Open it, `add` and `fail`, then `finish`; leaving it without `finish` keeps what was added."""

    def __init__(self, out_dir: Path, formats: Sequence[str], row_limit: int) -> None:
        self._out_dir = out_dir
        self._state = out_dir / STATE_FOLDER
        self._formats = formats
        self._row_limit = row_limit
        self._lock = FolderLock(self._state / "lock")
        self._spool: Spool | None = None
        self._database: Database | None = None
        self._database_url = ""
        self._version = ""

    @classmethod
    def open(
        cls,
        out_dir: Path,
        *,
        sources: Sequence[str],
        version: str,
        formats: Sequence[str] = DEFAULT_FORMATS,
        database_url: str | None = None,
        row_limit: int = ROW_LIMIT,
        decisions: Path | None = None,
    ) -> BatchWriter:
        """Take the folder, or raise before any work: NotWritable, OutputLocked, OtherSources.

        `version` stands for everything that Records depend on besides the article: code, data, model, options. Records of
        another version are made anew. `database_url` None is `alliance.db` in the folder. `decisions` is the
        reviewers' decisions.jsonl; it and the database are given what only the other has.
        """
        unknown = [name for name in formats if name not in FORMATS]
        if unknown:
            raise ValueError(f"no such format: {', '.join(unknown)}")
        if "parquet" in formats:
            from outputs.parquet_files import MISSING, parquet_is_there

            if not parquet_is_there():
                raise NotWritable(MISSING)
        writer = cls(out_dir, tuple(formats), row_limit)
        try:
            writer._start(sources, version, database_url)
            writer._take_decisions(decisions)
        except BaseException:
            writer.close()
            raise
        return writer

    def known(self, article: Article) -> bool:
        """Whether this very article's Record is here from an earlier run of this version; it then is part of this run too."""
        with self._disk():
            return self._open_spool.known(article)

    def add(self, record: Record) -> Failure | None:
        """Keep a Record; where it contradicts itself, the Failure that was kept in its place."""
        found = keep_or_fail(record, version=self._version)
        if isinstance(found, Failure):
            self.fail(found)
            return found
        with self._disk():
            self._open_spool.add(record)
        return None

    def put(self, kept: Kept) -> None:
        """Store what `outputs.spool.keep` made of a Record, in this process or another."""
        with self._disk():
            self._open_spool.put(kept)
            if kept.article_id in self._open_spool.book.forgotten:
                self._open_spool.forget([kept.article_id])

    def meet(self, place: str, key: str) -> bool:
        """Whether the Record of this place and key is here from an earlier run; it then is part of this run too."""
        with self._disk():
            return self._open_spool.meet(place, key)

    def fail(self, failure: Failure) -> None:
        """Keep the Failure of one input."""
        with self._disk():
            self._open_spool.fail(failure)

    def known_input(self, name: str, digest: str) -> tuple[int, int] | None:
        """Articles and failures of an input of just these bytes, if all of it is here; it then is part of this run too."""
        with self._disk():
            return self._open_spool.known_input(name, digest)

    def meet_all(self) -> None:
        """Everything that is here is part of this run: nothing is read anew, only written."""
        with self._disk():
            self._open_spool.meet_all()

    def open_input(self, name: str) -> None:
        """Before an input is read anew."""
        with self._disk():
            self._open_spool.open_input(name)

    def records_of(self, name: str) -> dict[str, str]:
        """The places and keys of the Records of an input that are here already."""
        with self._disk():
            return self._open_spool.records_of(name)

    def note_input(self, name: str, digest: str) -> None:
        """After an input was read to its end, and its bytes were these: it need not be read again."""
        with self._disk():
            self._open_spool.note_input(name, digest)

    def finish(self, run_info: RunInfo, *, progress: Progress | None = None, jobs: int = 1) -> Summary:
        """Write all outputs. `run_info` goes into run.json, with the counts; a function is asked last. With more than one job
        the database is written by a process of its own while this one writes the files."""
        tell: Progress = progress or (lambda _stage, _done, _total: None)
        spool = self._open_spool
        with self._disk():
            spool.forget_unseen()
            fingerprint = json.dumps([spool.fingerprint(), self._formats, self._row_limit, self._is_own_database, _columns()])
            finished = self._finished(fingerprint)
            beside = self._start_database(jobs) if finished is None else None
            try:
                if finished is None:
                    counts, names = self._write_files(tell)
                else:
                    counts, names = finished
                tell("database", 0, 1)
                if beside is None or not beside.finish():
                    self._write_database(tell)
            finally:
                if beside is not None:
                    beside.close()
            if finished is None:
                self._note_finished(fingerprint, counts, names)
            info = run_info() if callable(run_info) else run_info
            self._write_json("run.json", {"schema_version": SCHEMA_VERSION, **info, "counts": counts})
            names = [*names, "run.json", *([DATABASE_FILE] if self._is_own_database else [])]
        return Summary(self._out_dir, counts, tuple(sorted(names)))

    def close(self) -> None:
        """Let go of the folder; what was added stays for the next run of the same version."""
        if self._spool is not None:
            with suppress(sqlite3.Error):
                self._spool.close()
            self._spool = None
        if self._database is not None:
            self._database.close()
            self._database = None
        self._lock.release()

    def __enter__(self) -> BatchWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def _open_spool(self) -> Spool:
        if self._spool is None:
            raise ValueError("the writer is closed")
        return self._spool

    @property
    def _is_own_database(self) -> bool:
        return self._database_url == _own_database_url(self._out_dir)

    def _start(self, sources: Sequence[str], version: str, database_url: str | None) -> None:
        try:
            self._state.mkdir(parents=True, exist_ok=True)
            if not os.access(self._out_dir, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            self._state.chmod(0o700)
            self._lock.take()
            self._check_sources(sorted(set(sources)))
            shutil.rmtree(self._state / "new", ignore_errors=True)
            self._version = version
            self._spool = Spool(self._state / "state.db", version=version)
        except (OSError, sqlite3.Error) as error:
            raise NotWritable(f"{self._out_dir}: {_reason(error)}") from error
        self._database_url = database_url or _own_database_url(self._out_dir)
        # The database answers before hours of work, not after.
        from outputs.database import Database

        self._database = Database.open(self._database_url)

    def _take_decisions(self, path: Path | None) -> None:
        from outputs.review_database import load_book

        if self._database is not None:
            book = self._open_spool.book = load_book(self._database, path)
            with self._disk():
                self._open_spool.forget(book.forgotten)
            self._database.forget(sorted(book.forgotten))

    def _check_sources(self, sources: list[str]) -> None:
        path = self._state / "sources.json"
        with suppress(FileNotFoundError, ValueError):
            before = json.loads(path.read_text(encoding="utf-8"))
            if before != sources:
                raise OtherSources(
                    f"{self._out_dir} mirrors {_in_words(before)}; choose another --out for {_in_words(sources)}, or remove that folder"
                )
            return
        self._write_json("sources.json", sources, folder=self._state)

    def _finished(self, fingerprint: str) -> tuple[dict[str, int], list[str]] | None:
        """Counts and names of the files that an earlier run made of exactly this, if all of them are as it left them."""
        noted = self._open_spool.noted("finished")
        if noted is None:
            return None
        found = json.loads(noted)
        if found["fingerprint"] != fingerprint or _stamps(self._out_dir, found["files"]) != found["files"]:
            return None
        return found["counts"], list(found["files"])

    def _note_finished(self, fingerprint: str, counts: dict[str, int], names: list[str]) -> None:
        finished = {"fingerprint": fingerprint, "counts": counts, "files": _stamps(self._out_dir, names)}
        self._open_spool.note("finished", json.dumps(finished))
        self._open_spool.commit()

    def _write_files(self, tell: Progress) -> tuple[dict[str, int], list[str]]:
        spool = self._open_spool
        merge = Merge(spool, self._state / "merge.db")
        try:
            merge.run(lambda done, total: tell("merge", done, total))
            files = _Files(self._state / "new", merge, self._formats, self._row_limit, beside_database=self._is_own_database)
            counts = files.write(spool, tell)
        finally:
            merge.close()
        self._publish(files.names)
        return counts, files.names

    def _publish(self, names: Sequence[str]) -> None:
        for name in names:
            (self._state / "new" / name).replace(self._out_dir / name)
        for old in _our_names(self._out_dir):
            if old not in names:
                (self._out_dir / old).unlink()
        _sync_folder(self._out_dir)
        shutil.rmtree(self._state / "new", ignore_errors=True)

    def _start_database(self, jobs: int) -> DatabaseBeside | None:
        """The database's own process, where there is enough for it to do."""
        if jobs < 2 or self._open_spool.count_articles() < WORTH_A_PROCESS:
            return None
        return DatabaseBeside(self._open_spool, self._database_url)

    def _write_database(self, tell: Progress) -> None:
        if self._database is None:
            raise ValueError("the writer is closed")
        write_database(self._open_spool, self._database, tell)

    def _write_json(self, name: str, content: object, *, folder: Path | None = None) -> None:
        folder = folder or self._out_dir
        temporary = self._state / f"{name}.new"
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            json.dump(content, file, ensure_ascii=False, indent=2, default=str)
            file.write("\n")
            _sync(file)
        temporary.replace(folder / name)
        _sync_folder(folder)

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WriteFailed(f"{error.filename or self._out_dir}: {_reason(error)}") from error
        except sqlite3.Error as error:
            raise WriteFailed(f"{self._state}: {_reason(error)}") from error


class _Files:
    """All files of a batch, written into a folder of their own."""

    def __init__(self, folder: Path, merge: Merge, formats: Sequence[str], row_limit: int, *, beside_database: bool) -> None:
        self._folder = folder
        self._merge = merge
        self._formats = formats
        self._row_limit = row_limit
        self._beside_database = beside_database
        self.names: list[str] = []
        # How often what was read now differs from what reviewers decided.
        self._disagreements = 0

    def write(self, spool: Spool, tell: Progress) -> dict[str, int]:
        """Write them; the number of rows of each table."""
        self._folder.mkdir()
        with ExitStack() as stack:
            tables = {table.name: stack.enter_context(_table_file(self, table, self._parquet(table, stack))) for table in CSV_TABLES}
            self._write_articles(tables, tell)
            self._write_entities(tables)
            self._write_facts(tables)
            for failure in spool.failures():
                tables["failures"].write(failure)
        counts = {name: file.rows for name, file in tables.items()}
        counts["duplicates"] = self._merge.duplicates()
        if self._disagreements:
            counts["disagreements"] = self._disagreements
        csv_names = {name: file.names for name, file in tables.items()}
        if "csv" in self._formats:
            self._write_json("datapackage.json", data_package(csv_names))
        if self._beside_database:
            self._write_json(datasette_metadata.FILE, datasette_metadata.datasette_metadata(Path(DATABASE_FILE).stem))
        self.names += [name for names in csv_names.values() for name in names if (self._folder / name).exists()]
        return counts

    def _parquet(self, table: Table, stack: ExitStack) -> Callable[[Row], None] | None:
        if "parquet" not in self._formats:
            return None
        from outputs.parquet_files import ParquetFile

        self.names.append(f"{table.name}.parquet")
        return stack.enter_context(ParquetFile(self._folder / self.names[-1], table.csv_columns)).write

    def _write_json(self, name: str, content: object) -> None:
        with (self._folder / name).open("w", encoding="utf-8", newline="\n") as file:
            json.dump(content, file, ensure_ascii=False, indent=2)
            file.write("\n")
            _sync(file)
        self.names.append(name)

    def _write_articles(self, tables: Mapping[str, TableFile], tell: Progress) -> None:
        total = self._merge.count("articles")
        with ExitStack() as stack:
            lines: TextIO | None = None
            if "jsonl" in self._formats:
                lines = stack.enter_context((self._folder / "articles.jsonl").open("w", encoding="utf-8", newline="\n"))
                self.names.append("articles.jsonl")
            for done, (place, _, digest) in enumerate(self._merge.articles(), 1):
                found = self._merge.whole_object(place)
                self._disagreements += len(found.get("disagreements", ()))
                if lines is not None:
                    lines.write(dumps(found) + "\n")
                record = object_to_record(found)
                tables["articles"].write(article_row(record, digest))
                for row in appearance_rows(record):
                    tables["appearances"].write(row)
                for row in mention_rows(record):
                    tables["mentions"].write(row)
                tell("files", done, total)
            if lines is not None:
                _sync(lines)

    def _write_entities(self, tables: Mapping[str, TableFile]) -> None:
        for place in self._merge.places():
            tables["places"].write(place_row(place))
        for organisation in self._merge.organisations():
            tables["organisations"].write(organisation_row(organisation))
            for row in alias_rows(organisation):
                tables["aliases"].write(row)
        for person in self._merge.people():
            tables["people"].write(person_row(person))

    def _write_facts(self, tables: Mapping[str, TableFile]) -> None:
        for kind, name in FACT_TABLES.items():
            for article_id, key, fact in self._merge.facts(kind):
                joined = (participants_in_words(fact, self._merge.name_of),) if kind == "event" else ()
                tables[name].write((*fact_row(fact, article_id, key), *joined))
                if kind == "event":
                    for row in participant_rows(fact):
                        tables["participants"].write(row)

    def is_written(self, name: str) -> bool:
        """Whether a table's file is asked for: failures always are."""
        return "csv" in self._formats or name == "failures"


def _table_file(files: _Files, table: Table, beside: Callable[[Row], None] | None) -> TableFile:
    folder = files._folder if files.is_written(table.name) else None
    return TableFile(folder, table, row_limit=files._row_limit, name_of=files._merge.name_of, beside=beside)


def _columns() -> list[list[str]]:
    """The headers of all files: where they changed, files of an earlier form are written anew."""
    return [[column.name for column in table.csv_columns] for table in CSV_TABLES]


def _own_database_url(out_dir: Path) -> str:
    from sqlalchemy import URL

    return URL.create("sqlite", database=str(out_dir.absolute() / DATABASE_FILE)).render_as_string(hide_password=False)


def _our_names(folder: Path) -> list[str]:
    """The names in the folder that only an output of ours can have."""
    names = [f"{table.name}.{form}" for table in CSV_TABLES for form in ("csv", "parquet")]
    names += ["articles.jsonl", "datapackage.json", datasette_metadata.FILE]
    parts = [path.name for table in CSV_TABLES for path in folder.glob(f"{table.name}-[0-9]*.csv") if path.stem.rpartition("-")[2].isdecimal()]
    return [name for name in (*names, *parts) if (folder / name).is_file()]


def _stamps(folder: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """Size and time of change of each file that is there."""
    found = {}
    for name in names:
        with suppress(FileNotFoundError):
            about = (folder / name).stat()
            found[name] = [about.st_size, about.st_mtime_ns]
    return found


def _sync(file: TextIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        if error.errno == errno.ENOSPC:
            return "no space left on the disk"
        return error.strerror or str(error)
    return str(error).split("\n")[0]


def _in_words(sources: object) -> str:
    return ", ".join(map(str, sources)) if isinstance(sources, list) else str(sources)
