"""The exceptions and warnings of themewise, with the messages of the program."""


class Error(Exception):
    """What went wrong: the place, what was expected, what was found.

    ``hint`` says what to do about it, if that is known.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = str(self.args[0])
        return message if self.hint is None else f"{message}\nhint: {self.hint}"

    def __reduce__(self) -> tuple[type["Error"], tuple[str, str | None]]:
        return type(self), (str(self.args[0]), self.hint)


class FileError(Error, OSError):
    """A file or folder is missing, or cannot be read or written."""


class LabelError(Error):
    """Labelled paragraphs are invalid, or too few."""


class ModelError(Error):
    """A file is not a model, or was made by another version."""


class DataError(Error):
    """A table is invalid, lacks a column, or has one of another type."""


class SettingError(Error, ValueError):
    """An option is unknown or out of its range."""


class ThemewiseWarning(UserWarning):
    """Something was left out or replaced, or may surprise."""
