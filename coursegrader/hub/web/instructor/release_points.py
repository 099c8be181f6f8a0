"""How many points an assignment has: the sum over the graded cells of the released notebooks."""

from __future__ import annotations

import json
from functools import lru_cache

from coursegrader.errors import StoreError
from coursegrader.store import Release
from coursegrader.store.blobs import BlobStore


def points_of_release(blobs: BlobStore, release: Release) -> float | None:
    """The points there are; None if a notebook cannot be read."""
    notebooks = sorted(sha for path, sha in release.files.items() if path.endswith(".ipynb") and "/" not in path)
    points = [_points_of_notebook(blobs, sha) for sha in notebooks]
    return None if None in points else sum(filter(None, points))


@lru_cache(maxsize=2048)  # contents never change
def _points_of_notebook(blobs: BlobStore, sha: str) -> float | None:
    try:
        cells = json.loads(blobs.get(sha))["cells"]
        metadata = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        return float(sum(cell["points"] for cell in metadata if cell.get("grade") or cell.get("task")))
    except (StoreError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # released by other means, and not in nbgrader's form
