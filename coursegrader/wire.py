"""Messages between the trusted side and the student side: data only, never pickle, never code.

A *frame* is a 4-byte big-endian length and a msgpack map with a string ``op``. Python values travel inside as *nodes*:
None, bool, 64-bit int, float, str and bytes as themselves, everything else as a list ``[tag, ...]``. Types are kept
exactly; an instance of a subclass is not data. What is not data becomes a *reference* by the caller's ``refer``, and
comes back through ``resolve``: so objects of the student's own classes never leave the student side.

Both sides use this module. It never trusts its input: every bound below is checked before memory is spent.
"""

from __future__ import annotations

import math
import re
import struct
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgpack
import numpy as np

from coursegrader.errors import WireError

MAX_FRAME = 64 * 1024 * 1024
MAX_ITEMS = 2_000_000
MAX_DEPTH = 64
MAX_INT_DIGITS = 20_000
MAX_EQUAL_HASHES = 100  # a set or dict made of colliding keys would take hours to build
PLAIN_KINDS = frozenset("biufcSUmM")
HEADER = struct.Struct(">I")
_DTYPE = re.compile(r"[<>|=][biufcSUmM]\d{1,9}(\[\w{1,20}\])?")

Node = Any
Refer = Callable[[object], Node]
Resolve = Callable[[str, int, str], object]

_TYPES: dict[str, type] = {
    f"builtins.{t.__name__}": t for t in (bool, int, float, complex, str, bytes, list, tuple, dict, set, object)
} | {f"numpy.{np.dtype(c).type.__name__}": np.dtype(c).type for c in "?bhilBHILefdFD"}
_TYPE_NAMES: dict[type, str] = {t: name for name, t in _TYPES.items()}


class NotData(TypeError):
    """The value is not data, and the caller gave no way to refer to it."""


class Stream(Protocol):
    """What a frame is read from and written to (a socket does)."""

    def recv(self, size: int, /) -> bytes: ...

    def sendall(self, data: bytes, /) -> None: ...


def write_frame(stream: Stream, message: dict[str, Any], limit: int = MAX_FRAME) -> None:
    """Send one message.

    Raises:
        WireError: the message is larger than ``limit`` bytes.
        OSError: the other side is gone.
    """
    body: bytes = msgpack.packb(message, use_bin_type=True)
    if len(body) > limit:
        raise WireError(f"a message of {len(body)} bytes is larger than the limit of {limit} bytes")
    stream.sendall(HEADER.pack(len(body)) + body)


def read_frame(stream: Stream, limit: int = MAX_FRAME) -> dict[str, Any]:
    """Receive one message.

    Raises:
        WireError: the bytes are not a well-formed message within ``limit`` bytes.
        EOFError: the other side has closed the stream between two messages.
        OSError: the stream failed or timed out.
    """
    (size,) = HEADER.unpack(_read_exactly(stream, HEADER.size, at_start=True))
    if size > limit:
        # its size is the other side's own choice of number: not told
        raise WireError(f"a message is larger than the limit of {limit} bytes")
    return unpack(_read_exactly(stream, size, at_start=False))


def unpack(body: bytes) -> dict[str, Any]:
    """The message in a frame's body.

    Raises:
        WireError: it is not a msgpack map with a string ``op``.
    """
    items = 0

    def count(part: list[Any]) -> list[Any]:
        nonlocal items
        items += 1 + len(part)
        if items > MAX_ITEMS:
            raise ValueError
        return part

    most = min(MAX_ITEMS, len(body))  # an item takes a byte at least
    try:
        message = msgpack.unpackb(
            body,
            raw=False,
            strict_map_key=True,
            list_hook=count,
            max_array_len=most,
            max_map_len=64,
            max_ext_len=0,
        )
    except (ValueError, TypeError, msgpack.exceptions.UnpackException) as error:
        raise WireError(f"a message is not well formed ({type(error).__name__})") from None
    if type(message) is not dict or type(message.get("op")) is not str:
        raise WireError("a message is not a map with an operation")
    return message


def _read_exactly(stream: Stream, size: int, *, at_start: bool) -> bytes:
    chunks: list[bytes] = []
    missing = size
    while missing:
        chunk = stream.recv(min(missing, 1 << 20))
        if not chunk:
            if at_start and not chunks:
                raise EOFError("the other side has closed the stream")
            raise WireError("the stream ended in the middle of a message")
        chunks.append(chunk)
        missing -= len(chunk)
    return b"".join(chunks)


# ---------------------------------------------------------------------------------------------------------- encoding


def _refuse(value: object) -> Node:
    raise NotData(f"a value of type {type(value).__name__} is not data and cannot cross")


def encode(value: object, refer: Refer = _refuse, depth: int = 0) -> Node:
    """The node of a Python value.

    Args:
        value: anything.
        refer: makes the node of what is not data (:func:`reference`); by default that is an error.
        depth: how deep ``value`` lies in the whole.

    Raises:
        NotData: a value is not data and ``refer`` refused it, or it is nested deeper than ``MAX_DEPTH``.
    """
    if depth > MAX_DEPTH:
        raise NotData(f"the value is nested more than {MAX_DEPTH} levels deep")
    kind = type(value)
    scalar = _SCALARS.get(kind)
    if scalar is not None:
        return scalar(value)
    if kind in _SEQUENCES:
        items: Any = value
        return [_SEQUENCES[kind], [encode(item, refer, depth + 1) for item in items]]
    if kind is dict:
        pairs: Any = value
        return ["dict", [[encode(k, refer, depth + 1), encode(v, refer, depth + 1)] for k, v in pairs.items()]]
    if isinstance(value, type) and value in _TYPE_NAMES:
        return ["type", _TYPE_NAMES[value]]
    node = _encode_numpy(value, kind)
    if node is None and kind.__module__.partition(".")[0] == "pandas":
        from coursegrader.wire_pandas import encode_pandas

        node = encode_pandas(value)
    return refer(value) if node is None else node


def _encode_int(value: Any) -> Node:
    if -(2**63) <= value < 2**63:
        return value
    digits = hex(value)
    if len(digits) > MAX_INT_DIGITS:
        raise NotData(f"an integer of more than {MAX_INT_DIGITS} hexadecimal digits cannot cross")
    return ["int", digits]


def _encode_str(value: Any) -> Node:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return ["text", value.encode("utf-8", "surrogatepass")]
    return value


def _itself(value: Any) -> Node:
    return value


def _encode_range(value: Any) -> Node:
    if max(abs(value.start), abs(value.stop)) > MAX_ITEMS:
        raise NotData(f"a range beyond {MAX_ITEMS} cannot cross")  # list() of it would take all memory
    return ["range", [_encode_int(part) for part in (value.start, value.stop, value.step)]]


def _encode_slice(value: Any) -> Node:
    return ["slice", [encode(part) for part in (value.start, value.stop, value.step)]]


_SCALARS: dict[type, Callable[[Any], Node]] = {
    type(None): _itself,
    bool: _itself,
    float: _itself,
    bytes: _itself,
    int: _encode_int,
    str: _encode_str,
    complex: lambda z: ["complex", z.real, z.imag],
    range: _encode_range,
    slice: _encode_slice,
    type(Ellipsis): lambda _: ["ellipsis"],
}
_SEQUENCES: dict[type, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}


def _encode_numpy(value: Any, kind: type) -> Node | None:
    if kind is np.ndarray and value.nbytes > MAX_FRAME:
        raise NotData(f"an array of {value.nbytes} bytes is too large to cross")
    if kind is np.ndarray and value.dtype.kind in PLAIN_KINDS:
        return ["array", value.dtype.str, list(value.shape), value.tobytes()]
    if issubclass(kind, np.generic) and kind.__module__ == "numpy" and value.dtype.kind in PLAIN_KINDS:
        # NumPy gives an empty text some bytes all the same
        return ["scalar", value.dtype.str, value.tobytes() if value.dtype.itemsize else b""]
    if issubclass(kind, np.dtype) and value.kind in PLAIN_KINDS:
        return ["dtype", value.str]
    return None


def reference(kind: str, number: int, type_name: str) -> Node:
    """The node of something that stays where it is: ``kind`` is ``"handle"`` or ``"callable"``."""
    return ["ref", kind, number, type_name]


# ---------------------------------------------------------------------------------------------------------- decoding


def _unknown(kind: str, number: int, type_name: str) -> object:
    raise WireError(f"a reference to a {kind} cannot be used here")


def decode(node: Node, resolve: Resolve = _unknown, depth: int = 0) -> Any:
    """The Python value of a node; the exact inverse of :func:`encode`.

    Raises:
        WireError: the node is not well formed.
    """
    if node is None or type(node) in (bool, int, float, str, bytes):
        return node
    if depth > MAX_DEPTH:
        raise WireError(f"a value is nested more than {MAX_DEPTH} levels deep")
    if type(node) is not list or not node or type(node[0]) is not str:
        raise WireError("a value is not well formed")
    decoder = _DECODERS.get(node[0])
    try:
        if node[0] == "ref":
            _, kind, number, type_name = node
            if kind not in ("handle", "callable") or type(number) is not int or type(type_name) is not str:
                raise WireError("a reference is not well formed")
            return resolve(kind, number, type_name[:200])
        if decoder is None:
            raise WireError("a value of an unknown kind")
        return decoder(node[1:], resolve, depth + 1)
    except (ValueError, TypeError, KeyError, OverflowError, MemoryError) as error:
        # without the kind's name, which the other side chose: an error of ours must not carry its words
        raise WireError(f"a value is not well formed ({type(error).__name__})") from None


def _decode_items(rest: Sequence[Node], resolve: Resolve, depth: int) -> list[Any]:
    (items,) = rest
    if type(items) is not list:
        raise WireError("a sequence is not well formed")
    return [decode(item, resolve, depth) for item in items]


def _decode_dict(rest: Sequence[Node], resolve: Resolve, depth: int) -> dict[Any, Any]:
    (pairs,) = rest
    decoded = [(decode(k, resolve, depth), decode(v, resolve, depth)) for k, v in pairs]
    _refuse_collisions([key for key, _ in decoded])
    return dict(decoded)


def _decode_set(rest: Sequence[Node], resolve: Resolve, depth: int) -> set[Any]:
    items = _decode_items(rest, resolve, depth)
    _refuse_collisions(items)
    return set(items)


def _refuse_collisions(keys: list[Any]) -> None:
    if len(keys) > MAX_EQUAL_HASHES and max(Counter(map(hash, keys)).values()) > MAX_EQUAL_HASHES:
        raise WireError("a set or dict is not well formed (too many keys of one hash)")


def _plain_dtype(text: Node) -> np.dtype[Any]:
    if type(text) is not str or not _DTYPE.fullmatch(text):
        raise WireError("a dtype is not well formed")
    dtype = np.dtype(text)
    if dtype.kind not in PLAIN_KINDS or dtype.hasobject or dtype.subdtype is not None or dtype.names is not None:
        raise WireError("a dtype is not plain")
    return dtype


def _decode_array(rest: Sequence[Node], resolve: Resolve, depth: int) -> np.ndarray[Any, Any]:
    text, shape, data = rest
    dtype = _plain_dtype(text)
    if type(shape) is not list or len(shape) > 32 or any(type(n) is not int or n < 0 for n in shape):
        raise WireError("the shape of an array is not well formed")
    if type(data) is not bytes or math.prod(shape) * dtype.itemsize != len(data):
        raise WireError("the data of an array do not fit its shape")
    if dtype.itemsize == 0:
        if math.prod(shape) > MAX_ITEMS:
            raise WireError("an array is too large")
        return np.zeros(shape, dtype)
    return np.frombuffer(data, dtype).reshape(shape).copy()


def _decode_scalar(rest: Sequence[Node], resolve: Resolve, depth: int) -> Any:
    text, data = rest
    return _decode_array((text, [], data), resolve, depth)[()]


def _decode_int(rest: Sequence[Node], resolve: Resolve, depth: int) -> int:
    (digits,) = rest
    if type(digits) is not str or len(digits) > MAX_INT_DIGITS:
        raise WireError("an integer is not well formed")
    return int(digits, 16)


def _decode_range(rest: Sequence[Node], resolve: Resolve, depth: int) -> range:
    (parts,) = rest
    value = range(*(decode(part, resolve, depth) for part in parts))
    if max(abs(value.start), abs(value.stop)) > MAX_ITEMS:
        raise WireError("a range is too long")
    return value


def _decode_slice(rest: Sequence[Node], resolve: Resolve, depth: int) -> slice:
    (parts,) = rest
    return slice(*(decode(part, resolve, depth) for part in parts))


def _decode_complex(rest: Sequence[Node], resolve: Resolve, depth: int) -> complex:
    real, imaginary = rest
    return complex(float(real), float(imaginary))


def _decode_text(rest: Sequence[Node], resolve: Resolve, depth: int) -> str:
    (data,) = rest
    if type(data) is not bytes:
        raise WireError("a text is not well formed")
    return data.decode("utf-8", "surrogatepass")


def _decode_pandas(rest: Sequence[Node], resolve: Resolve, depth: int) -> Any:
    from coursegrader.wire_pandas import decode_pandas

    kind, data = rest
    return decode_pandas(kind, data)


_DECODERS: dict[str, Callable[[Sequence[Node], Resolve, int], Any]] = {
    "list": _decode_items,
    "tuple": lambda rest, resolve, depth: tuple(_decode_items(rest, resolve, depth)),
    "set": _decode_set,
    "frozenset": lambda rest, resolve, depth: frozenset(_decode_set(rest, resolve, depth)),
    "dict": _decode_dict,
    "int": _decode_int,
    "text": _decode_text,
    "complex": _decode_complex,
    "range": _decode_range,
    "slice": _decode_slice,
    "ellipsis": lambda rest, resolve, depth: ...,
    "type": lambda rest, resolve, depth: _TYPES[rest[0]],
    "dtype": lambda rest, resolve, depth: _plain_dtype(rest[0]),
    "array": _decode_array,
    "scalar": _decode_scalar,
    "pandas": _decode_pandas,
}
