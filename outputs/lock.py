"""One writer per folder: a lock that the system takes away when its process ends, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from outputs.errors import OutputLocked


class FolderLock:
    """Holds the lock file of a folder from `take` to `release`; no file needs to be removed by hand, ever."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Lock, or raise OutputLocked at once where another process holds it."""
        file = self._path.open("a+b")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise OutputLocked(f"{self._path.parent.parent}: another run is writing into this folder") from error
        self._file = file

    def release(self) -> None:
        """Unlock; harmless when it was not locked."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
