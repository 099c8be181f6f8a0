"""Which of pandas' own types the values of a column may take."""

from __future__ import annotations

import re

import pyarrow as pa

from coursegrader.errors import WireError

NO_EXTENSION = "object"  # pandas takes the values as Arrow gives them
_UNITS = ("s", "ms", "us", "ns")
_WIDTHS = (8, 16, 32, 64)
_ORDINARY = frozenset(
    {"object", "bool", "float16", "float32", "float64"}
    | {f"{kind}{width}" for kind in ("int", "uint") for width in _WIDTHS}
    | {f"{kind}64[{unit}]" for kind in ("datetime", "timedelta") for unit in _UNITS}
)
_BYTES = re.compile(r"\|S\d{1,9}")
_EXTENSIONS = frozenset(
    {"str", "string", "boolean", "Float32", "Float64"}
    | {f"{kind}{width}" for kind in ("Int", "UInt") for width in _WIDTHS}
)


def extension_type(said: object, arrow: pa.DataType) -> str:
    """The name of a column's extension type, or ``NO_EXTENSION``; nothing else that is said of values matters.

    Raises:
        WireError: no column that crosses has values of this type.
    """
    if type(said) is str:
        if said in _EXTENSIONS:
            return said
        if said in _ORDINARY or _BYTES.fullmatch(said):
            return NO_EXTENSION
        if said.endswith("[pyarrow]") and said == f"{arrow}[pyarrow]":
            return said
    raise WireError("a pandas object has a column of a type that does not cross")
