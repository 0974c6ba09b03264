"""Limits from the command line, the environment and the settings file; the forms that `extract` reads."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.limits import Limits
from pipeline.config import SettingsError, settings

ROOT = Path(__file__).parent.parent.parent
BODY = "8月12日，许昌加入中德工业城市联盟。"


def lianmeng(*arguments: object, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, arguments)]
    known = os.environ | environment | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=300, env=known)


def test_flags_go_before_the_environment_and_the_environment_before_the_file_limit_by_limit():
    chosen = settings(
        {"limits": ("max_bytes=1k",)},
        environment={"LIANMENG_LIMITS": "max_bytes=2k, max_depth=5"},
        file={"limits": {"max_bytes": 3000, "max_depth": 6, "max_pages": 7}},
    )
    assert chosen.limits == Limits(max_bytes=1_000, max_depth=5, max_pages=7)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("max_bytes", "limits: not of the form NAME=VALUE: ('max_bytes',)"),
        ("max_bytes=x", "limits: max_bytes must be a whole number above 0 such as 5000000 or 5M, not 'x'"),
        ("size=1", "limits: no limit is called size (known: max_archive_depth"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(given, reason):
    with pytest.raises(SettingsError) as refused:
        settings({"limits": (given,)}, environment={}, file={})
    assert str(refused.value).startswith(reason)


def test_a_limit_on_the_command_line_is_named_in_the_failure(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(BODY, encoding="utf-8")
    told = lianmeng("extract", "--limit", "max_bytes=10", path)
    assert (told.returncode, told.stdout, told.stderr) == (1, b"", b"lianmeng: read: larger than max_bytes (10)\n")
    told = lianmeng("extract", path, LIANMENG_LIMITS="max_bytes=x")
    assert told.returncode == 2
    assert b"Traceback" not in told.stderr


def test_extract_reads_a_packed_file_and_gives_a_line_for_each_of_several(tmp_path):
    packed, several = tmp_path / "a.txt.gz", tmp_path / "b.json"
    packed.write_bytes(gzip.compress(BODY.encode()))
    several.write_text(json.dumps([{"text": BODY}, {"text": 3}], ensure_ascii=False), encoding="utf-8")
    told = lianmeng("extract", packed)
    assert (told.returncode, json.loads(told.stdout)["text"]) == (0, BODY)
    told = lianmeng("extract", several)
    first, second = map(json.loads, told.stdout.decode().splitlines())
    assert (told.returncode, first["text"], first["record"], second) == (
        1,
        BODY,
        "1",
        {"error": {"stage": "parse", "reason": "text: not a string but a number"}},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a device")
def test_extract_does_not_read_a_device_to_its_end():
    told = lianmeng("extract", "--limit", "max_bytes=1M", "/dev/zero")
    assert (told.returncode, told.stderr) == (1, b"lianmeng: read: larger than max_bytes (1000000)\n")
