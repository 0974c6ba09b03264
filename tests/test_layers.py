"""The imports' order: corpus ← extractors ← outputs ← pipeline; a package imports itself and those to its left."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ("corpus", "extractors", "outputs", "pipeline")
MODULES = sorted(path for package in ORDER for path in (ROOT / package).rglob("*.py"))


def imported_packages(source: str) -> set[str]:
    """Top-level names of every import, lazy ones inside functions included."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names.add((node.module or "").split(".")[0])
    return names


def packages_to_the_right(path: Path) -> set[str]:
    package = path.relative_to(ROOT).parts[0]
    return set(ORDER[ORDER.index(package) + 1 :])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_nothing_to_its_right(path: Path) -> None:
    assert imported_packages(path.read_text(encoding="utf-8")) & packages_to_the_right(path) == set()


def test_a_lazy_import_to_the_right_is_seen() -> None:
    assert imported_packages("def f():\n    from pipeline import cli\n") == {"pipeline"}


def test_only_the_conductor_may_import_the_root_module() -> None:
    importers = {path.relative_to(ROOT).parts[0] for path in MODULES if "lianmeng" in imported_packages(path.read_text(encoding="utf-8"))}
    assert importers <= {"pipeline"}
