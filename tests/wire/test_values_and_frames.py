"""What crosses the wall: exact types both ways, and nothing malformed."""

import math
import socket
import struct
import threading
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import msgpack
import numpy as np
import pytest

from coursegrader import wire
from coursegrader.errors import WireError

Point = namedtuple("Point", "x y")


def there_and_back(value: object) -> Any:
    body = msgpack.packb({"op": "value", "value": wire.encode(value)}, use_bin_type=True)
    return wire.decode(wire.unpack(body)["value"])


def same(a: object, b: object) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        array: Any = b
        return a.dtype == array.dtype and a.shape == array.shape and a.tobytes() == array.tobytes()
    if isinstance(a, list | tuple):
        items: Any = b
        return len(a) == len(items) and all(map(same, a, items))
    if isinstance(a, dict):
        other: Any = b
        return same(list(a.items()), list(other.items()))
    return a == b


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(2**63),
        2**63,
        -(3**300),
        0.0,
        -math.inf,
        1e-320,
        1 + 2j,
        "",
        "Größe \N{SNOWMAN}",
        "lone \ud800 surrogate",
        b"\x00\xff",
        [],
        [1, [2.0, (True, None)]],
        (),
        {1, 2},
        frozenset({"a"}),
        {"a": [1], 2: {"b": ()}, (1, 2): 3.0},
        range(2, 20, 3),
        slice(None, 4, -1),
        ...,
        int,
        np.float32,
        np.dtype("<f4"),
    ],
    ids=repr,
)
def test_values_keep_their_exact_type(value: object) -> None:
    assert same(there_and_back(value), value)


def test_nan_stays_nan() -> None:
    assert math.isnan(there_and_back(math.nan))


@pytest.mark.parametrize("code", [*"?bhilqBHILQefdgFDG", "S3", "U4", "M8[ns]", "m8[s]", ">f8", "<i2"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)])
def test_arrays_of_every_plain_dtype(code: str, shape: tuple[int, ...]) -> None:
    array = np.ones(math.prod(shape), "u1").astype(code).reshape(shape)
    back = there_and_back(array)
    assert same(back, array)
    assert back.flags.writeable


@pytest.mark.parametrize("code", [*"?bhilBHILefdFD", "M8[D]", "m8[s]", "S3", "U3"])
def test_numpy_numbers_keep_their_exact_type(code: str) -> None:
    number = np.ones(1, "i8").astype(code)[0]
    assert same(there_and_back(number), number)


def test_layout_in_memory_does_not_matter() -> None:
    array = np.arange(24).reshape(4, 6)[::2, ::-3].T
    assert np.array_equal(there_and_back(array), array)


def test_an_empty_text_of_numpy() -> None:
    assert same(there_and_back(np.str_("")), np.str_(""))


@pytest.mark.parametrize(
    "value",
    [
        type("S", (str,), {})("text"),
        type("I", (int,), {})(3),
        Point(1, 2),
        np.ma.array([1]),
        np.array([object()]),
        np.zeros(2, [("a", "i4")]),
        object(),
        len,
        range(10**12),
        1 << 100_000,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_data_does_not_cross(value: object) -> None:
    with pytest.raises(wire.NotData):
        wire.encode(value)


def test_what_is_not_data_can_be_referred_to() -> None:
    held: list[object] = []

    def refer(value: object) -> Any:
        held.append(value)
        return wire.reference("handle", len(held) - 1, type(value).__name__)

    node = wire.encode([1, Point(1, 2)], refer)
    assert wire.decode(node, lambda kind, number, name: (kind, held[number], name)) == [
        1,
        ("handle", Point(1, 2), "Point"),
    ]


def test_a_value_that_holds_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(wire.NotData, match="nested more than 64 levels"):
        wire.encode(value)


def _deep(levels: int) -> Any:
    node: Any = ["list", []]
    for _ in range(levels):
        node = ["list", [node]]
    return node


COLLIDING = [["int", hex(k * (2**61 - 1))] for k in range(4, 1_000)]


@pytest.mark.parametrize(
    "node",
    [
        [],
        [1],
        ["unknown", 1],
        ["list"],
        ["list", 3],
        ["list", [1], 2],
        {"a": 1},
        ["dict", [[1]]],
        ["dict", [[["list", []], 1]]],
        ["set", [["list", []]]],
        ["set", COLLIDING],
        ["frozenset", COLLIDING],
        ["dict", [[key, 0] for key in COLLIDING]],
        ["int", "zz"],
        ["int", "0x" + "f" * 30_000],
        ["text", 10**12],
        ["text", b"\xff"],
        ["complex", "x", 1],
        ["range", [0, 10**12, 1]],
        ["range", [0, 1, 0]],
        ["range", ["a"]],
        ["slice", [1, 2, 3, 4]],
        ["type", "os.system"],
        ["type", ["list", []]],
        ["dtype", "O"],
        ["array", "|O", [1], b"12345678"],
        ["array", "<f8", [2], b"12345678"],
        ["array", "<f8", [-1], b""],
        ["array", "<f8", [2**62, 2**62, 0], b""],
        ["array", "<f8", "ab", b""],
        ["array", "f8,f8", [1], b"1234567812345678"],
        ["array", "(4)f8", [1], b"12345678" * 4],
        ["array", "((((,f8", [1], b"12345678"],
        ["array", "|S0", [10**10], b""],
        ["scalar", "<f8", b"1"],
        ["ref", "handle", "x", "T"],
        ["ref", "file", 1, "T"],
        ["pandas", "frame", [None, b"not arrow"]],
        _deep(100),
    ],
    ids=lambda node: str(node)[:40],
)
def test_malformed_values_are_refused(node: Any) -> None:
    with pytest.raises(WireError):
        wire.decode(node)


def test_an_error_does_not_carry_the_other_sides_words() -> None:
    with pytest.raises(WireError) as caught:
        wire.decode(["secret-input-42", 1])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"junk" * 10,
        msgpack.packb([1, 2]),
        msgpack.packb({"op": 3}),
        msgpack.packb({1: 2}),
        msgpack.packb({"op": "value", "value": msgpack.ExtType(5, b"x")}),
        b"\x82\xa2op\xa1v\xa1v" + b"\xdd\x00\x1e\x00\x00" * 400,  # arrays of two million, one inside the other
        b"\x82\xa2op\xa1v\xa5value\xdc\x08\x34" + 2100 * (b"\xdc\x03\xe8" + 1000 * b"\x90"),  # two million empty arrays
        b"\x81\xa2op\xa2\xff\xfe",
    ],
    ids=range(10),
)
def test_malformed_messages_are_refused(body: bytes) -> None:
    with pytest.raises(WireError):
        wire.unpack(body)


def _received(send: Callable[[socket.socket], None], limit: int = 1000) -> dict[str, Any]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        sender = threading.Thread(target=lambda: (send(theirs), theirs.shutdown(socket.SHUT_WR)))
        sender.start()
        try:
            return wire.read_frame(ours, limit)
        finally:
            sender.join()


def test_a_frame_arrives_however_it_is_cut() -> None:
    body = msgpack.packb({"op": "hello", "n": 7})

    def trickle(stream: socket.socket) -> None:
        for byte in struct.pack(">I", len(body)) + body:
            stream.sendall(bytes([byte]))

    assert _received(trickle) == {"op": "hello", "n": 7}


def test_a_frame_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(WireError, match="larger than the limit of 1000 bytes"):
        _received(lambda stream: stream.sendall(struct.pack(">I", 2**31)))


def test_a_stream_that_ends_in_a_frame_is_an_error_and_between_two_an_end() -> None:
    with pytest.raises(WireError, match="in the middle"):
        _received(lambda stream: stream.sendall(struct.pack(">I", 10) + b"abc"))
    with pytest.raises(EOFError):
        _received(lambda stream: None)


def test_a_message_over_the_limit_is_not_sent() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(WireError, match="larger than the limit"):
        wire.write_frame(ours, {"op": "x", "data": b"0" * 2000}, limit=1000)
