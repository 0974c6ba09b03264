"""Tests that need programs of the system: LibreOffice, chromium. `make test-system` installs them, and nothing here may be skipped."""

from __future__ import annotations

import pytest

# Run by the system's Python, which alone has LibreOffice's bridge.
collect_ignore = ["office_script.py"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test of this folder that was skipped has shown nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [report.nodeid for report in reporter.stats.get("skipped", ()) if "tests/system/" in report.nodeid] if reporter else []
    if skipped:
        reporter.write_line(f"\nskipped, and nothing may be: {', '.join(skipped)}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
