"""Imports nbgrader in half the time."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

# What jsonschema imports to check formats. All of it is optional: a schema that asks for the format "uri" or "duration"
# is then not checked for it, and no notebook's schema does. The grammar of web addresses alone takes most of a second.
_FORMATS = (
    *("rfc3987_syntax", "rfc3987", "rfc3986_validator", "rfc3339_validator", "fqdn", "isoduration", "jsonpointer"),
    *("uri_template", "webcolors"),
)
# What nbgrader imports for Jupyter's server, whenever anything of it is imported: a third of the time.
_EXTENSIONS = tuple(
    f"nbgrader.server_extensions.{name}"
    for name in ("assignment_list", "course_list", "formgrader", "validate_assignment")
)
_LOADER = "load_jupyter_server_extension"


def import_nbgrader() -> None:
    """Import nbgrader, for processes that end soon and whose start counts; any import of it later finds it done."""
    was_enabled = gc.isenabled()
    gc.disable()  # of the hundreds of thousands of objects that are made, hardly any is garbage
    try:
        if "jsonschema" not in sys.modules:
            with _instead(dict.fromkeys(_FORMATS)):
                importlib.import_module("jsonschema")
        if "nbgrader" not in sys.modules:
            with _instead({name: _extension(name) for name in _EXTENSIONS}):
                importlib.import_module("nbgrader")
        importlib.import_module("nbgrader.converters")
    finally:
        gc.freeze()  # nor will be: later collections need not look at them
        if was_enabled:
            gc.enable()


@contextmanager
def _instead(modules: dict[str, ModuleType | None]) -> Iterator[None]:
    """Imports in here find these modules; for None they fail, as if there were none. Later ones find the real ones."""
    new = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules.update(new)  # type: ignore[arg-type]  # None is how an import is made to fail
    try:
        yield
    finally:
        for name in new:
            del sys.modules[name]


def _extension(name: str) -> ModuleType:
    """An extension of Jupyter's server that is imported when it is loaded."""

    def load(server: Any) -> None:
        getattr(importlib.import_module(name), _LOADER)(server)

    module = ModuleType(name)
    setattr(module, _LOADER, load)
    return module
