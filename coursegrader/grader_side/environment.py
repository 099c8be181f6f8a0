"""What a result depends on besides the attempt and the course: the Python and the packages that were used."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from functools import cache
from pathlib import Path


@cache
def environment_hash() -> str:
    """sha256 (hex) over the Python version and the name and version of every installed package."""
    site = Path(sysconfig.get_path("purelib"))
    packages = sorted(path.name for path in site.glob("*.dist-info"))
    text = "\n".join([sys.version, sys.platform, *packages])
    return hashlib.sha256(text.encode()).hexdigest()
