"""Which modules the warm process imports for an assignment: those that the instructor's notebooks import.

A lean process forks faster, so nothing is imported that no notebook needs.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import coursegrader
from coursegrader.sandbox.this_python import python_prefixes

ALWAYS: Final = ("numpy",)
DRAWING: Final = "matplotlib.pyplot"
# What learners' notebooks import from this project: seen in every sandbox, installed or beside this package
KIT: Final = Path(coursegrader.__file__).parent.parent / "coursekit"
# Where nobody knows the assignment
DEFAULT_WARM: Final = (DRAWING, "numpy")
# Among the pictures that are kept for a class: says that solutions draw others, for which the sandbox is made ready
DRAWN_BY_EACH: Final = ".coursekit_pictures/drawn-by-each"


def warm_modules(cells: Iterable[str]) -> tuple[str, ...]:
    """The installed modules that these code cells import at their top level, sorted; numpy always.

    Args:
        cells: the source of the instructor's code cells. What is not Python (a magic, a cell in another language) is
            passed over.
    """
    names = {name for source in cells for name in _imported(source)}
    return tuple(sorted({*ALWAYS, *(name for name in names if _is_installed(name))}))


def drawing_modules(warm: Iterable[str]) -> tuple[str, ...]:
    """What is imported besides where nothing has been drawn beforehand: Matplotlib for the parts of ``coursekit`` among
    ``warm`` that import it only when they draw."""
    files = [KIT / f"{name.removeprefix('coursekit.')}.py" for name in warm if name.startswith("coursekit.")]
    return (DRAWING,) if any(f.is_file() and "matplotlib" in f.read_text("utf-8") for f in files) else ()


def _imported(source: str) -> Iterator[str]:
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (name for alias in node.names if _has_file(name := f"{node.module}.{alias.name}"))


@lru_cache(maxsize=1024)
def _is_installed(name: str) -> bool:
    """Whether it is a module that belongs to this Python, and not to a folder that happens to be on the path."""
    top = name.partition(".")[0]
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return False
    if spec is None or top == "__main__":
        return False
    if spec.origin in ("built-in", "frozen"):
        return True
    places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or ())
    homes = (*python_prefixes(), KIT)
    return bool(places) and all(any(Path(place).is_relative_to(home) for home in homes) for place in places)


@lru_cache(maxsize=1024)
def _has_file(name: str) -> bool:
    """Whether ``package.name`` is a module of its own and not something that the package defines."""
    top, *rest = name.split(".")
    try:
        spec = importlib.util.find_spec(top)  # of the top alone: looking for more would import it here
    except (ImportError, ValueError):
        return False
    places = [Path(place, *rest) for place in (spec and spec.submodule_search_locations) or ()]
    return any(place.with_suffix(".py").is_file() or (place / "__init__.py").is_file() for place in places)
