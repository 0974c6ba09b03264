"""Any bytes as any form of input: what the fuzzer found before, its seeds, and a few seconds of the fuzzer itself."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus.fuzz import check, seeds

FINDINGS = sorted((Path(__file__).parent / "findings").iterdir())
SECONDS = int(os.environ.get("LIANMENG_FUZZ_SECONDS", "20"))  # minutes in the project's own runs, an hour now and then


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda path: path.stem)
def test_what_the_fuzzer_found_before_is_read_in_time(finding):
    check(finding.read_bytes())


def test_every_seed_gives_an_article_or_a_failure_in_every_form():
    for seed in seeds():
        for form in range(16):
            check(bytes([form, 0]) + seed[2:])


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris has no wheel for this platform")
def test_the_fuzzer_finds_nothing_in_a_short_run(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.corpus.fuzz", str(SECONDS), str(tmp_path)],
        capture_output=True, text=True, errors="replace", timeout=SECONDS + 120, check=False, cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2_000:]
    assert "DONE" in run.stderr
