"""Flags win over the environment, that over the file, that over the defaults."""

from pathlib import Path

import pytest

from pipeline.config import Settings, SettingsError, read_settings_file, settings


def test_each_source_wins_over_those_behind_it() -> None:
    chosen = settings(
        {"home": "许昌", "quiet": None},
        environment={"LIANMENG_HOME": "佛山", "LIANMENG_PUBLISHED": "2020-12-15"},
        file={"home": "绍兴", "published": "2019-01-01", "quiet": True},
    )
    assert chosen == Settings(home="许昌", published="2020-12-15", quiet=True)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"published": "15.12.2020"}, "published must be a day such as 2020-12-15, not '15.12.2020'"),
        ({"published": "2020-02-30"}, "published must be a day such as 2020-12-15, not '2020-02-30'"),
        ({"formats": "csv,docx"}, "formats: docx is not one of csv, jsonl, parquet"),
        ({"log_level": "loud"}, "log_level must be one of debug, info, warning, error, not 'loud'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(flags: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings(flags, environment={}, file={})
    assert str(raised.value) == message


def test_an_unknown_name_in_the_file_is_refused() -> None:
    with pytest.raises(SettingsError, match="unknown name: hoem"):
        settings({}, environment={}, file={"hoem": "许昌"})


def test_the_file_named_must_exist_and_the_users_own_may_not(tmp_path: Path) -> None:
    assert read_settings_file(None, user_folder=tmp_path) == {}
    with pytest.raises(SettingsError, match="no settings file"):
        read_settings_file(tmp_path / "absent.toml", user_folder=tmp_path)


def test_the_users_own_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "lianmeng.toml").write_text('home = "许昌"\nformats = ["csv"]\n', encoding="utf-8")
    file = read_settings_file(None, user_folder=tmp_path)
    assert settings({}, environment={}, file=file) == Settings(home="许昌", formats=("csv",))


def test_a_settings_file_of_the_current_folder_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lianmeng.toml").write_text('home = "许昌"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_settings_file(None, user_folder=tmp_path / "elsewhere") == {}


def test_a_relative_path_in_the_file_starts_from_the_files_folder(tmp_path: Path) -> None:
    (tmp_path / "lianmeng.toml").write_text('places = "my.tsv"\n', encoding="utf-8")
    assert read_settings_file(tmp_path / "lianmeng.toml", user_folder=tmp_path / "elsewhere") == {"places": tmp_path / "my.tsv"}
