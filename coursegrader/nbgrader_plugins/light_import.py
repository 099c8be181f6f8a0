"""Imports nbgrader in half the time."""

from __future__ import annotations

import gc
import importlib
import sys

# A grammar of web addresses that takes most of a second to compile, whenever jsonschema is imported. It is optional: a
# schema that asks for the format "uri" or "iri" is then not checked for it, and no notebook's schema does.
_SLOW = "rfc3987_syntax"


def import_nbgrader() -> None:
    """Import nbgrader, for processes that end soon and whose start counts; any import of it later finds it done."""
    was_enabled = gc.isenabled()
    gc.disable()  # of the hundreds of thousands of objects that are made, hardly any is garbage
    try:
        _import_jsonschema()
        importlib.import_module("nbgrader.converters")
    finally:
        if was_enabled:
            gc.enable()


def _import_jsonschema() -> None:
    """Import jsonschema without that grammar, if nobody has imported either yet."""
    if _SLOW in sys.modules or "jsonschema" in sys.modules:
        return
    sys.modules[_SLOW] = None  # type: ignore[assignment]  # an import of it now fails, as if it were not installed
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[_SLOW]
