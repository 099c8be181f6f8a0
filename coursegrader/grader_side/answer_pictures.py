"""Pictures in what a learner wrote: photos of handwritten work, attached to a cell or handed in beside the notebook."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.picture_kinds import KINDS, MAX_PICTURE, MAX_PICTURES, Bundle, kind_of, picture_of
from coursegrader.grader_side.picture_links import BESIDE, PictureLink, picture_links
from coursegrader.grader_side.rebuild import Rebuilt
from coursegrader.results import Repair

MAX_TOGETHER: Final = 32_000_000  # characters of base64 of one notebook
MAX_TOLD: Final = 20  # of one notebook
TOO_LARGE: Final = f"it is larger than {MAX_PICTURE * 3 // 4_000_000} MB"
TOO_MANY: Final = f"a cell may have {MAX_PICTURES} pictures"
TOO_MUCH: Final = f"the pictures of a notebook may have {MAX_TOGETHER * 3 // 4_000_000} MB together"
NO_PICTURE: Final = "it is not a PNG, JPEG or GIF picture"


def with_pictures(name: str, rebuilt: Rebuilt, files: Mapping[str, bytes]) -> Rebuilt:
    """A rebuilt notebook whose text cells of the learner's have the pictures that they show, and no others.

    Args:
        name: the notebook's.
        rebuilt: the notebook; its cells have the attachments they were handed in with.
        files: what was handed in beside it, and what the instructor laid there. Nothing that a run wrote: a picture
            could then carry hidden tests to the feedback page.
    """
    choosing = _Choosing(name, files)
    cells = tuple(
        choosing.chosen(cell) if cell.cell_type == "markdown" and (added or cell.is_solution) else cell
        for cell, added in zip(rebuilt.cells, rebuilt.added, strict=True)
    )
    return replace(rebuilt, cells=cells, repairs=(*rebuilt.repairs, *choosing.repairs))


class _Choosing:
    """Chooses pictures, one cell after another, until there are too many."""

    def __init__(self, notebook: str, files: Mapping[str, bytes]) -> None:
        self.repairs: list[Repair] = []
        self._notebook, self._files, self._left = notebook, files, MAX_TOGETHER

    def chosen(self, cell: Cell) -> Cell:
        """The cell with the pictures that its text names."""
        kept: dict[str, Bundle] = {}
        refused: set[str] = set()
        for link in picture_links(cell.source):
            name, content = self._found(cell, link)
            if content is None or name in kept or name in refused:
                continue
            picture, why = self._picture(content, len(kept))
            if picture is not None:
                kept[name] = picture
            else:
                refused.add(name)
                self._tell(cell, name, why)
        return replace(cell, attachments=kept)

    def _found(self, cell: Cell, link: PictureLink) -> tuple[str, str | bytes | None]:
        """The name and content of the picture that a link means; no content if there is none of that name."""
        for name in link.names:
            if name.startswith(BESIDE):
                return name, self._files.get(name.removeprefix(BESIDE))
            bundle = cell.attachments.get(name)
            if bundle:
                return name, next((bundle[kind] for kind in KINDS if kind in bundle), next(iter(bundle.values())))
        return "", None

    def _picture(self, content: str | bytes, known: int) -> tuple[Bundle | None, str]:
        """The picture, or why it is left out."""
        size = len(content) if isinstance(content, str) else (len(content) + 2) // 3 * 4
        if known >= MAX_PICTURES:
            return None, TOO_MANY
        if size > MAX_PICTURE:
            return None, TOO_LARGE
        if size > self._left:
            return None, TOO_MUCH
        picture = picture_of(content) if isinstance(content, str) else _picture_in(content)
        if picture is None:
            return None, NO_PICTURE
        self._left -= size
        return picture, ""

    def _tell(self, cell: Cell, name: str, why: str) -> None:
        if len(self.repairs) < MAX_TOLD:
            what = f"the picture {_shown(name)} in this cell was left out: {why}"
            self.repairs.append(Repair(self._notebook, cell.grade_id, what))


def _picture_in(content: bytes) -> Bundle | None:
    """A file as notebooks have pictures. (Many cells may name it: what is none is not converted.)"""
    kind = kind_of(content)
    return {kind: base64.b64encode(content).decode("ascii")} if kind else None


def _shown(name: str) -> str:
    """A picture's name where it can be read without harm in a message."""
    last = PurePosixPath(name).name
    return f"'{last}'" if re.fullmatch(r"[\w .()+-]{1,80}", last) else "with a name that cannot be shown"
