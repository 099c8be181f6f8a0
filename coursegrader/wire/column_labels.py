"""Column names that pandas makes something else of: numbers, times, tuples.

They travel as texts. Reading them back is up to pandas, which any text could cost minutes or all memory: so each must
be what such a number or time looks like when it is written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

from coursegrader.errors import WireError

_UNITS = ("s", "ms", "us", "ns")
_WIDTHS = (8, 16, 32, 64)
_TEXTS = {"object", "str", "string", "string[pyarrow]", "large_string[pyarrow]"}
_ARROW_INTEGERS = {f"{kind}{width}[pyarrow]" for kind in ("int", "uint") for width in _WIDTHS}

# What Arrow calls the labels, and what pandas called their type.
_TEXT_TYPES: Mapping[str, set[str]] = {
    "unicode": _TEXTS,
    "bytes": {"object"},
    "empty": _TEXTS,
    "mixed": {"object"},
    "mixed-integer": {"object"},
    "mixed-integer-float": {"object"},
}
_OTHER_TYPES: Mapping[str, set[str]] = {
    "bool": {"bool", "boolean"},
    **{f"int{width}": {f"int{width}", f"Int{width}"} for width in _WIDTHS},
    **{f"uint{width}": {f"uint{width}", f"UInt{width}"} for width in _WIDTHS},
    **{f"float{width}": {f"float{width}", f"Float{width}"} for width in (32, 64)},
    "integer": {"object"} | _ARROW_INTEGERS,
    "floating": {"object", "float[pyarrow]", "double[pyarrow]"},
    "complex": {"object", "complex64", "complex128"},
    "decimal": {"object"},
    "datetime": {"object"},
    "datetimetz": {f"datetime64[{unit}]" for unit in _UNITS},
    **{f"datetime64[{unit}]": {f"datetime64[{unit}]"} for unit in _UNITS},
}
_NUMBER = re.compile(r"[^\s]{1,60}")
_DECIMAL = re.compile(r"[+-]?(\d{1,80}(\.\d{1,80})?(E[+-]\d{1,3})?|s?NaN\d{0,20}|Infinity)", re.ASCII)
_TIME = re.compile(r"NaT|\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,9})?([+-]\d\d:\d\d(:\d\d)?)?)?", re.ASCII)
_PART = r"""(?:None|'[^'\\]*+(?:\\.[^'\\]*+)*+'|"[^"\\]*+(?:\\.[^"\\]*+)*+")"""


def is_label_type(kind: str, dtype: str) -> bool:
    """Whether column names of this type can be read back. ``kind`` is Arrow's word for it, ``dtype`` pandas'."""
    return dtype in _TEXT_TYPES.get(kind, ()) or dtype in _OTHER_TYPES.get(kind, ())


def check_labels(labels: Sequence[str | float | None], levels: Sequence[Mapping[str, Any]]) -> None:
    """See that the column names are what the levels of the column index say.

    Raises:
        WireError: one of them is not.
    """
    if len(levels) < 2:
        parts: list[Sequence[Any]] = [labels for _ in levels]
    else:
        parts = list(zip(*_tuples(labels, len(levels)), strict=True)) or [() for _ in levels]
    for level, its_labels in zip(levels, parts, strict=True):
        if level["pandas_type"] in _OTHER_TYPES:
            form = _form(level["pandas_type"])
            if not all(form.fullmatch(label) for label in its_labels if type(label) is str):
                raise WireError("a column name of a pandas object is not of the type that is said")


def _form(kind: str) -> re.Pattern[str]:
    if kind == "decimal":
        return _DECIMAL
    return _TIME if kind.startswith("datetime") else _NUMBER


def _tuples(labels: Sequence[str | float | None], count: int) -> list[tuple[str | None, ...]]:
    """Labels of several levels, each written as a tuple of texts."""
    form = re.compile(rf"\({_PART}(?:, {_PART}){{{count - 1}}}\)")
    if not all(type(label) is str and form.fullmatch(label) for label in labels):
        raise WireError("a column name of a pandas object is not a tuple of texts")
    return [ast.literal_eval(str(label)) for label in labels]
