"""What nbgrader has of an attempt, as the store keeps it: files by their SHA-256, rows as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursegrader.hub.regrade_tasks import Place
from coursegrader.store.blobs import BlobStore


def kept_place(blobs: BlobStore, place: Place) -> dict[str, Any]:
    """Keep the files, and name them."""
    return {"files": None if place.files is None else blobs.put_all(place.files), "rows": place.rows}


def place_of(blobs: BlobStore, kept: Mapping[str, Any]) -> Place:
    """The inverse of :func:`kept_place`.

    Raises:
        StoreError: a file is missing or damaged.
    """
    return Place(None if kept["files"] is None else blobs.get_all(kept["files"]), kept["rows"])
