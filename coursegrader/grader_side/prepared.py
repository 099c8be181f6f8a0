"""A course's own steps between rebuilding a notebook and running it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from coursegrader.errors import BadSubmission, CourseError
from coursegrader.grader_side.notebook import read_cells
from coursegrader.grader_side.rebuild import Rebuilt
from coursegrader.grader_side.request import Prepare


def prepared(name: str, rebuilt: Rebuilt, document: dict[str, Any], prepare: Prepare) -> Rebuilt:
    """The rebuilt notebook as the course's steps leave it.

    Args:
        name: the notebook's name.
        rebuilt: the notebook before them.
        document: the same as an nbformat document, without outputs.
        prepare: the steps.

    Raises:
        CourseError: what they give is not a notebook.
    """
    added = {node["id"] for node, is_added in zip(document["cells"], rebuilt.added, strict=True) if is_added}
    done = prepare(name, document)
    try:
        cells = read_cells(json.dumps(done).encode(), f"{name}.ipynb")
    except (BadSubmission, TypeError, ValueError) as error:
        raise CourseError(f"the course's own steps of autograding do not give a notebook: {error}") from error
    flags = tuple(node.get("id") in added for node in done["cells"])
    return replace(rebuilt, cells=cells, added=flags, document=done)
