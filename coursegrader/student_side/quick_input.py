"""IPython's reading of a cell, without the work that most cells have no need of.

IPython looks through the tokens of every cell for syntax of its own (``%magic``, ``!command``, ``name?``), twice, and
that takes longer than to run most cells. None of that syntax is Python: a cell that is Python has none.
"""

from __future__ import annotations

import ast
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell

_DEFAULT_TRANSFORMERS = tuple(TransformerManager().token_transformers)  # type: ignore[no-untyped-call]


class PythonFirst(TransformerManager):
    """IPython's own transformer, which leaves Python as it is."""

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        if tuple(self.token_transformers) == _DEFAULT_TRANSFORMERS and _is_python(lines):
            return lines
        transformed: list[str] = super().do_token_transforms(lines)  # type: ignore[no-untyped-call]
        return transformed


def _is_python(lines: list[str]) -> bool:
    if not all(line.endswith("\n") for line in lines):
        return False  # IPython ends lines where Python does not: at a form feed, say
    try:
        compile("".join(lines), "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


class QuickInputShell(InteractiveShell):
    """A shell that reads a cell once."""

    _read: tuple[str, str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.input_transformer_manager = PythonFirst()  # type: ignore[no-untyped-call]

    def transform_cell(self, raw_cell: str) -> str:
        """What IPython makes of a cell: found out when it is asked for the first time, for the second time as well."""
        read, self._read = self._read, None
        if read is not None and read[0] is raw_cell:
            return read[1]
        transformed: str = super().transform_cell(raw_cell)  # type: ignore[no-untyped-call]
        self._read = raw_cell, transformed
        return transformed

    def should_run_async(
        self, raw_cell: str, *, transformed_cell: str | None = None, preprocessing_exc_tuple: Any = None
    ) -> bool:
        """Whether a cell awaits something at its top level."""
        if transformed_cell is not None and not any(word in transformed_cell for word in ("await", "async")):
            return False
        return super().should_run_async(
            raw_cell, transformed_cell=transformed_cell, preprocessing_exc_tuple=preprocessing_exc_tuple
        )
