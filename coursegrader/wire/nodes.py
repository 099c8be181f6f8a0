"""What encoding and decoding share: the types of their callbacks, and which classes cross by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

PLAIN_KINDS = frozenset("biufcSUmM")

Node = Any
Refer = Callable[[object], Node]
Resolve = Callable[[str, int, str], object]

TYPES: dict[str, type] = {
    f"builtins.{t.__name__}": t for t in (bool, int, float, complex, str, bytes, list, tuple, dict, set, object)
} | {f"numpy.{np.dtype(c).type.__name__}": np.dtype(c).type for c in "?bhilBHILefdFD"}
TYPE_NAMES: dict[type, str] = {t: name for name, t in TYPES.items()}


def reference(kind: str, number: int, type_name: str) -> Node:
    """The node of something that stays where it is: ``kind`` is ``"handle"`` or ``"callable"``."""
    return ["ref", kind, number, type_name]
