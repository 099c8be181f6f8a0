"""A JSON file beside a notebook that keeps what a learner did: written at each change, never half written, never
thrown away."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class ForeignContent(ValueError):
    """The content is whole, but belongs to something else; the message says to what."""


class KeptFile:
    """A file of one format. A subclass says how its content is read and written.

    A file that cannot be read, or that belongs to something else, is set aside under a new name
    (``quiz_answers.backup-1.json``, ...) and ``notice`` tells the learner; ``trouble`` is then ``"damaged"`` or
    ``"foreign"``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble: str | None = None
        self.notice = ""
        self.reload()

    def reload(self) -> None:
        """Read the file again, so that a second window never overwrites what the first one kept."""
        try:
            self._read(json.loads(self.path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            pass  # nothing kept yet, or removed meanwhile: what we hold is written at the next change
        except IsADirectoryError:
            self._set_aside("damaged", "it is a folder")
        except ForeignContent as error:
            self._set_aside("foreign", str(error))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            self._set_aside("damaged", f"it could not be read ({type(error).__name__})")

    def write(self) -> None:
        """Write what is held. Raises OSError if that cannot be done; the file is then as it was."""
        # A new file moved into place: whoever reads, or a crash at any moment, sees the old content or the new one.
        handle, name = tempfile.mkstemp(prefix=f".{self.path.stem}-", suffix=".json", dir=self.path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(self._text())
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(self.path)
        except OSError:
            temporary.unlink()
            raise

    def _read(self, data: Mapping[str, Any]) -> None:
        """Take over the content; raises ForeignContent or any of the errors of data of another form."""
        raise NotImplementedError

    def _text(self) -> str:
        """The content to write."""
        raise NotImplementedError

    def _set_aside(self, trouble: str, reason: str) -> None:
        backup = self._free_name()
        self.path.replace(backup)
        self.trouble = trouble
        self.notice = (
            f"{self.path.name} was not used: {reason}. Nothing is lost: it is kept as {backup.name}, "
            "and your answers from now on go into a new file."
        )

    def _free_name(self) -> Path:
        number = 1
        while True:
            candidate = self.path.with_name(f"{self.path.stem}.backup-{number}.json")
            if not candidate.exists():
                return candidate
            number += 1
