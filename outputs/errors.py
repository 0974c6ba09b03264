"""What can go wrong while outputs are written: each error's message is one line for a person.

`status` is the exit status that the command line gives for it (2: nothing was started, 3: stopped half-way).
"""

from __future__ import annotations


class OutputError(Exception):
    """Outputs could not be written."""

    status = 3


class OtherSources(OutputError):  # noqa: N818  (says what is so)
    """The folder mirrors another list of sources."""

    status = 2


class OutputLocked(OutputError):  # noqa: N818  (says what is so)
    """Another run is writing into the folder."""

    status = 2


class NotWritable(OutputError):  # noqa: N818  (says what is so)
    """The folder cannot be made or written, or the database cannot be opened; found before any work."""

    status = 2


class WriteFailed(OutputError):  # noqa: N818  (says what is so)
    """The disk is full, or an input/output error came on the way."""


class DatabaseError(OutputError):
    """The database refused or went away; the message never shows a password."""
