"""Every module imports where only Windows' modules and names are there, and imports do no work."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# They need torch and onnx, which only the extra `train` brings.
NEED_EXTRAS = {("tagger", name) for name in ("train.py", "network.py", "export.py", "teacher.py")}
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for package in ("corpus", "extractors", "outputs", "pipeline")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts and not path.stem.startswith("build") and path.parts[-2:] not in NEED_EXTRAS
)

# What Python has on Linux and lacks on Windows.
LIKE_WINDOWS = """
import sys, os
for name in ("fcntl", "resource", "pwd", "grp", "termios", "posix_ipc"):
    sys.modules[name] = None
for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "geteuid", "getuid", "fork", "mkfifo"):
    if hasattr(os, name):
        delattr(os, name)
import signal
for name in ("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1"):
    if hasattr(signal, name):
        delattr(signal, name)
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)


def test_every_module_imports_without_what_windows_lacks() -> None:
    # The libraries come first: they know the real platform and may ask for it.
    libraries = "import spacy, jieba, onnxruntime, pandas, sqlalchemy, alembic, click, rich, selectolax, tempfile, subprocess, asyncio"
    script = f"{libraries}\n{LIKE_WINDOWS}\nimport importlib\nfor name in {MODULES!r}:\n    importlib.import_module(name)\n"
    process = run(script)
    assert (process.returncode, process.stderr) == (0, "")


def test_help_imports_none_of_the_heavy_libraries() -> None:
    script = "import sys; import pipeline.cli; print(sorted({'spacy', 'pandas', 'numpy', 'onnxruntime', 'sqlalchemy', 'jieba'} & set(sys.modules)))"
    assert run(script).stdout == "[]\n"


def test_importing_the_package_imports_none_of_the_heavy_libraries() -> None:
    script = "import sys; import lianmeng; print(sorted({'spacy', 'pandas', 'onnxruntime', 'jieba'} & set(sys.modules)))"
    assert run(script).stdout == "[]\n"
