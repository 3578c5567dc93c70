"""The errors that a person may be shown: what happened, where, and what to do about it.

Anything that is not an :class:`AdcrmError` is a fault of the program and is logged, not shown.
"""

from dataclasses import dataclass

from adcrm.messages import Message, message, translate


@dataclass(frozen=True)
class Place:
    """Where something is: a file, and in it a sheet or zip member, a line (from 1) and a column's name."""

    file: str = ""
    part: str = ""
    line: int | None = None
    column: str = ""

    def message(self) -> Message:
        """The place in words, empty text where nothing is known."""
        pieces = [p for p in (self.file, self.part) if p]
        name = " › ".join(pieces)
        if self.line is not None and self.column:
            return message("{name}, line {line}, column “{column}”", name=name, line=self.line, column=self.column)
        if self.line is not None:
            return message("{name}, line {line}", name=name, line=self.line)
        if self.column:
            return message("{name}, column “{column}”", name=name, column=self.column)
        return Message(name)


class AdcrmError(Exception):
    """Base of every error that a person can do something about."""

    def __init__(self, what: Message, remedy: Message, where: Place | None = None):
        self.what, self.remedy, self.where = what, remedy, where or Place()
        super().__init__(translate(what, "en"))


class SettingsError(AdcrmError, ValueError):
    """A setting cannot be used as it stands."""


class StoreBusyError(AdcrmError):
    """Another process holds the embedded warehouse."""


class NotFoundError(AdcrmError, LookupError):
    """Something asked for by its id or name is not there."""


class PermissionRefusedError(AdcrmError, PermissionError):
    """The acting user may not do this."""


class MissingPackageError(AdcrmError):
    """A package that one feature needs has no build for this machine."""


class FileRefusedError(AdcrmError, ValueError):
    """A file cannot be read as a report; nothing of it was taken."""


class ImportConflictError(AdcrmError):
    """An import or an undo cannot be carried out in the present state of the books."""


class InputError(AdcrmError, ValueError):
    """Something a person typed in cannot be used."""
