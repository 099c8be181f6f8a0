"""Says whether pictures that were kept are still those that an assignment's notebooks draw."""

from __future__ import annotations

import hashlib

from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.environment import environment_hash
from coursegrader.grader_side.warm_modules import KIT


def pictures_key(assignment: Assignment) -> str:
    """sha256 (hex) of what the pictures depend on: the source, the environment, and the package that draws."""
    digest = hashlib.sha256((assignment.source_hash + environment_hash()).encode())
    for path in sorted(KIT.rglob("*.py")):
        digest.update(path.relative_to(KIT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
