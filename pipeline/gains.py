"""What one state of the project gains and loses beside an earlier one, item by item, on the gold articles.

The earlier one is a file that `lianmeng evaluate --save` wrote, or a commit: its code reads today's samples in a folder of its
own and is scored by today's scorer against today's gold. Of blind articles only numbers are told: rules are never tuned on them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from outputs.json_lines import loads
from outputs.whole_files import whole_file
from pipeline.evaluate import GOLD, SAMPLES, Evaluation, evaluate, read_golds, row_order

FORMAT = 1
# `run` with the command's own defaults: the contract's output is what every commit has in common.
_RUN = "import sys; sys.path.insert(0, '.'); from pipeline.cli import main; main()"
_SECONDS = 900


class EarlierUnknownError(Exception):
    """What was given as the earlier state is no saved evaluation and no commit that runs; the message says why."""


@dataclass(frozen=True, slots=True)
class Saved:
    """An evaluation as it is kept: F1 by row, items by (row, verdict) as (article, what), and which articles there were."""

    f1: Mapping[str, float]
    items: Mapping[tuple[str, str], Counter[tuple[str, str]]]
    names: frozenset[str]
    blind: frozenset[str]


def saved(result: Evaluation) -> Saved:
    """The evaluation in the form that is compared."""
    items: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for article, row, verdict, what in result.items:
        items.setdefault((row, verdict), Counter())[article, what] += 1
    f1 = {row: score.f1 for row, score in result.scores.items()}
    return Saved(f1, items, frozenset(result.names), frozenset(result.blind))


def save(result: Evaluation, path: Path) -> None:
    """Write the evaluation as JSON, under a temporary name first."""
    kept = saved(result)
    rows: dict[str, dict[str, Any]] = {row: {"f1": f1} for row, f1 in sorted(kept.f1.items())}
    for (row, verdict), counts in sorted(kept.items.items()):
        rows[row][verdict] = [list(item) for item in sorted(counts.elements())]
    content = {"format": FORMAT, "articles": sorted(kept.names), "blind": sorted(kept.blind), "rows": rows}
    with whole_file(path) as new:
        new.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def read_saved(path: Path) -> Saved:
    """What `save` wrote; raises EarlierUnknownError for anything else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise EarlierUnknownError(f"{path} has format {content['format']}, this version reads {FORMAT}")
        rows = content["rows"]
        items = {
            (row, verdict): Counter((article, what) for article, what in found)
            for row in rows
            for verdict, found in rows[row].items()
            if verdict != "f1"
        }
        f1 = {row: float(rows[row]["f1"]) for row in rows}
        return Saved(f1, items, frozenset(content["articles"]), frozenset(content["blind"]))
    except OSError as error:
        raise EarlierUnknownError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EarlierUnknownError(f"{path} is no file that `lianmeng evaluate --save` wrote") from error


def earlier(given: str, *, gold: Path | None = None, samples: Path | None = None, only: str = "all") -> Saved:
    """The evaluation that `given` names: a saved file, else a commit."""
    path = Path(given)
    return read_saved(path) if path.is_file() else saved(at_commit(given, gold=gold, samples=samples, only=only))


def at_commit(commit: str, *, gold: Path | None = None, samples: Path | None = None, only: str = "all") -> Evaluation:
    """What the code of a commit finds in today's samples, scored today; raises EarlierUnknownError where it cannot be had."""
    golds = read_golds(gold or GOLD, only=only)
    with TemporaryDirectory(prefix="lianmeng-") as name:
        folder = Path(name)
        _unpack(commit, folder / "code")
        given = folder / "samples"
        shutil.copytree(samples or SAMPLES, given)
        done = subprocess.run(  # noqa: S603  (this interpreter, code of our own repository)
            [sys.executable, "-c", _RUN, "run", str(given), "--out", str(folder / "out"), "--quiet"],
            cwd=folder / "code",
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        lines = folder / "out" / "articles.jsonl"
        if not lines.is_file():
            raise EarlierUnknownError(f"the code of {commit} does not run here: {_last_line(done.stderr)}")
        objects = _by_appearance(lines)
    places = [(one["sample"], one.get("record")) for one in golds]
    missing = [sample for sample, record in places if (sample, record) not in objects]
    if missing:
        raise EarlierUnknownError(f"the code of {commit} does not read {', '.join(missing)}")
    return evaluate((one, objects[place]) for one, place in zip(golds, places, strict=True))


def _unpack(commit: str, folder: Path) -> None:
    git = shutil.which("git")
    if git is None:
        raise EarlierUnknownError(f"{commit} is no file, and there is no git to look for a commit")
    root = Path(__file__).resolve().parent.parent
    command = [git, "-C", str(root), "archive", "--format=tar", "--end-of-options", commit]
    done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  (git by its path, the name after --end-of-options)
    if done.returncode:
        raise EarlierUnknownError(f"{commit} is neither a file nor a commit: {_last_line(done.stderr)}")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")


def _last_line(told: bytes) -> str:
    return (told.decode("utf-8", "replace").strip().splitlines() or ["nothing was said"])[-1]


def _by_appearance(lines: Path) -> dict[tuple[str, str | None], dict[str, Any]]:
    """The objects of a batch by every place where they stood: file name and record."""
    objects = {}
    for line in lines.read_bytes().splitlines():
        found = loads(line)
        for appearance in found["appearances"]:
            there = {name: appearance[name] for name in ("title", "source", "published")}
            objects[Path(appearance["input"]).name, appearance["record"]] = found | there
    return objects


@dataclass(frozen=True, slots=True)
class Change:
    """One item whose verdict changed: `what` of a row in an article is gained, lost, newly wrong or no longer wrong."""

    row: str
    kind: str
    article: str
    what: str


GAINED, LOST, NEW_ERROR, ERROR_GONE = KINDS = ("gained", "lost", "new error", "error gone")


def changes(before: Saved, now: Saved) -> list[Change]:
    """What changed between two evaluations, in the articles that both have, by row, kind and article."""
    both = before.names & now.names
    found = []
    for row in sorted(before.f1.keys() | now.f1.keys(), key=row_order):
        for verdict, more, fewer in (("right", GAINED, LOST), ("wrong", NEW_ERROR, ERROR_GONE)):
            then, since = before.items.get((row, verdict), Counter()), now.items.get((row, verdict), Counter())
            for kind, items in ((more, since - then), (fewer, then - since)):
                found += [Change(row, kind, article, what) for article, what in sorted(items.elements()) if article in both]
    return found


def comparison(before: Saved, now: Saved) -> str:
    """The changes as text: one line a row that changed, then every item; of blind articles numbers alone."""
    found = changes(before, now)
    blind = before.blind | now.blind
    return "\n".join([*_about_articles(before, now), *_table(before, now, found), *_listed(found, blind)]) + "\n"


def _about_articles(before: Saved, now: Saved) -> Iterator[str]:
    yield f"{len(before.names & now.names)} articles compared"
    for names, when in ((before.names - now.names, "the earlier one"), (now.names - before.names, "this one")):
        if names:
            yield f"only in {when}, not compared: {', '.join(sorted(names))}; F1 counts them where they are"


def _table(before: Saved, now: Saved, found: Sequence[Change]) -> Iterator[str]:
    counts = Counter((change.row, change.kind) for change in found)
    rows = [row for row in sorted(before.f1.keys() | now.f1.keys(), key=row_order) if any(counts[row, kind] for kind in KINDS)]
    rows += [row for row in sorted(before.f1.keys() ^ now.f1.keys(), key=row_order) if row not in rows]
    if not rows:
        yield "nothing gained, nothing lost"
        return
    yield f"{'':22s} {'then':>7s} {'now':>7s} {'change':>7s} " + " ".join(f"{kind:>10s}" for kind in KINDS)
    for row in rows:
        then, since = before.f1.get(row), now.f1.get(row)
        change = "" if then is None or since is None else f"{since - then:+.3f}"
        yield f"{row:22s} {_score(then):>7s} {_score(since):>7s} {change:>7s} " + " ".join(f"{counts[row, kind]:10d}" for kind in KINDS)


def _score(f1: float | None) -> str:
    return "-" if f1 is None else f"{f1:.3f}"


def _listed(found: Sequence[Change], blind: frozenset[str]) -> Iterator[str]:
    for kind in KINDS:
        for change in found:
            if change.kind == kind and change.article not in blind:
                yield f"{kind}\t{change.row}\t{change.article}\t{change.what[:300]}"
    unseen = Counter(change.kind for change in found if change.article in blind)
    if unseen:
        yield "in blind articles, not listed: " + ", ".join(f"{unseen[kind]} {kind}" for kind in KINDS)
