"""Settings: flags > environment (LIANMENG_…) > lianmeng.toml > defaults.

The file is the one named by --config, else `lianmeng.toml` in the user's configuration folder;
never one in the current folder or beside the articles.

>>> chosen = settings({"out": Path("records")}, environment={"LIANMENG_HOME": "许昌"}, file={"home": "佛山", "jobs": 2})
>>> chosen.out.name, chosen.home, chosen.jobs
('records', '许昌', 2)
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from corpus.limits import DEFAULT_LIMITS, Limits, limits_from

# Exit statuses of the contract.
SOME_FAILED = 1
USAGE = 2

ENVIRONMENT_PREFIX = "LIANMENG_"
FORMATS = ("csv", "jsonl", "parquet")
DEFAULT_FORMATS = ("csv", "jsonl")
_PATHS = ("out", "places", "organisations", "people", "decisions", "model")
# A day: more is no limit.
_LONGEST_LIMIT = 86_400.0
LOG_LEVELS = ("debug", "info", "warning", "error")


class SettingsError(ValueError):
    """A setting that can't be used; the message names it and where it stands."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one command runs with.

    `published` is an ISO day, `home` a place's name or id, `places` the user's own TSV of places, `limits` what one input may ask for.
    `organisations` and `people` are the team's own TSVs of those, `decisions` the file of the reviewers' decisions,
    `model` another model for the tagger than the shipped one (`lianmeng train`).
    """

    out: Path = Path("out")
    database: str | None = None
    published: str | None = None
    home: str | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    places: Path | None = None
    organisations: Path | None = field(default=None, repr=False)
    people: Path | None = field(default=None, repr=False)
    decisions: Path | None = field(default=None, repr=False)
    model: Path | None = field(default=None, repr=False)
    quiet: bool = False
    log_level: str = "warning"
    log_json: bool = False
    jobs: int | None = None
    time_limit: float | None = None
    dask: str | None = None
    limits: Limits = field(default=DEFAULT_LIMITS, repr=False)

    @property
    def decisions_file(self) -> Path:
        """Where reviewers' decisions are kept: beside the output folder, never in it, unless another file is named."""
        out = self.out.absolute()
        return self.decisions or out.with_name(f"{out.name}.decisions.jsonl")


def settings(flags: Mapping[str, Any], *, environment: Mapping[str, str], file: Mapping[str, Any]) -> Settings:
    """The settings of a run; `flags` that are None were not given. Raises SettingsError."""
    known = {field.name for field in fields(Settings)}
    for name in file:
        if name not in known:
            raise SettingsError(f"the settings file has an unknown name: {name}")
    chosen: dict[str, Any] = {"limits": _limits(file.get("limits"), environment.get(ENVIRONMENT_PREFIX + "LIMITS"), flags.get("limits"))}
    for name in known - {"limits"}:
        given = flags.get(name)
        if given is None:
            given = environment.get(ENVIRONMENT_PREFIX + name.upper())
        if given is None:
            given = file.get(name)
        if given is not None:
            chosen[name] = _read(name, given)
    found = Settings(**chosen)
    if found.out.absolute() in found.decisions_file.absolute().parents:
        raise SettingsError(f"decisions: {found.decisions_file} lies in the output folder, which may be deleted: name a file outside it")
    return found


def read_settings_file(path: Path | None, *, user_folder: Path) -> dict[str, Any]:
    """The settings file's content; an explicit path must exist, the user's own file may be absent. Raises SettingsError.

    A relative path in the file is one from the file's own folder.
    """
    file = path or user_folder / "lianmeng.toml"
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        return found | {name: file.parent / found[name] for name in _PATHS if isinstance(found.get(name), str)}
    except FileNotFoundError:
        if path is None:
            return {}
        raise SettingsError(f"no settings file {file}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"cannot read the settings file {file}: {error}") from error


def _read(name: str, given: Any) -> Any:
    readers = {"out": _path, "places": _path, "formats": _formats, "published": _day, "log_level": _level}
    readers |= {"quiet": _flag, "log_json": _flag, "jobs": _jobs, "time_limit": _seconds}
    return readers.get(name, _path if name in _PATHS else _text)(name, given)


def _limits(*given: Any) -> Limits:
    """Limits by name, the later source before the earlier: a table of the settings file, NAME=VALUE,… of the environment, NAME=VALUE of each flag."""
    chosen = DEFAULT_LIMITS
    for source in given:
        pairs = source.split(",") if isinstance(source, str) else source or ()
        try:
            named = dict(source) if isinstance(source, Mapping) else dict(pair.split("=", 1) for pair in pairs if pair)
            chosen = limits_from({str(name).strip(): value for name, value in named.items()}, chosen)
        except (TypeError, ValueError) as error:
            reason = str(error) if "limit" in str(error) or "max_" in str(error) else f"not of the form NAME=VALUE: {source!r}"
            raise SettingsError(f"limits: {reason}") from None
    return chosen


def _text(name: str, given: Any) -> str:
    if not isinstance(given, str):
        raise SettingsError(f"{name} must be text, not {given!r}")
    return given


def _path(name: str, given: Any) -> Path:
    if not isinstance(given, str | Path):
        raise SettingsError(f"{name} must be a path, not {given!r}")
    return Path(given)


def _formats(name: str, given: Any) -> tuple[str, ...]:
    names = given.split(",") if isinstance(given, str) else list(given)
    chosen = tuple(str(part).strip() for part in names)
    for part in chosen:
        if part not in FORMATS:
            raise SettingsError(f"{name}: {part} is not one of {', '.join(FORMATS)}")
    return tuple(part for part in FORMATS if part in chosen)


def _day(name: str, given: Any) -> str:
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise SettingsError(f"{name} must be a day such as 2020-12-15, not {given!r}") from None


def _jobs(name: str, given: Any) -> int:
    try:
        jobs = int(str(given))
    except ValueError:
        jobs = 0
    if jobs < 1:
        raise SettingsError(f"{name} must be a whole number from 1 on, not {given!r}")
    return jobs


def _seconds(name: str, given: Any) -> float:
    try:
        seconds = float(str(given))
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < _LONGEST_LIMIT:
        raise SettingsError(f"{name} must be a number of seconds above 0, not {given!r}")
    return seconds


def _flag(name: str, given: Any) -> bool:
    if isinstance(given, bool):
        return given
    if str(given).lower() in {"1", "true", "yes", "0", "false", "no"}:
        return str(given).lower() in {"1", "true", "yes"}
    raise SettingsError(f"{name} must be true or false, not {given!r}")


def _level(name: str, given: Any) -> str:
    if given not in LOG_LEVELS:
        raise SettingsError(f"{name} must be one of {', '.join(LOG_LEVELS)}, not {given!r}")
    return str(given)
