"""Frames: whole messages on a stream."""

from __future__ import annotations

import struct
from typing import Any, Protocol

import msgpack

from coursegrader.errors import WireError
from coursegrader.wire.bounds import MAX_FRAME, MAX_ITEMS

HEADER = struct.Struct(">I")


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
    stream.sendall(to_frame(message, limit))


def to_frame(message: dict[str, Any], limit: int = MAX_FRAME) -> bytes:
    """The bytes of one message; the same for the same entries in the same order.

    Raises:
        WireError: the message is larger than ``limit`` bytes.
    """
    body: bytes = msgpack.packb(message, use_bin_type=True)
    if len(body) > limit:
        raise WireError(f"a message of {len(body)} bytes is larger than the limit of {limit} bytes")
    return HEADER.pack(len(body)) + body


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
            list_hook=None if 2 * len(body) <= MAX_ITEMS else count,  # a short body has no room for so many
            max_array_len=most,
            max_map_len=64,
            max_ext_len=0,
        )
    except (ValueError, TypeError, MemoryError, msgpack.exceptions.UnpackException) as error:
        raise WireError(f"a message is not well formed ({type(error).__name__})") from None
    if type(message) is not dict or type(message.get("op")) is not str:
        raise WireError("a message is not a map with an operation")
    return message


def _read_exactly(stream: Stream, size: int, *, at_start: bool) -> bytes:
    chunks: list[bytes] = []
    missing = size
    while missing:
        chunk = stream.recv(min(missing, 1 << 20))
        if len(chunk) == size:
            return chunk  # nearly always
        if not chunk:
            if at_start and not chunks:
                raise EOFError("the other side has closed the stream")
            raise WireError("the stream ended in the middle of a message")
        chunks.append(chunk)
        missing -= len(chunk)
    return b"".join(chunks)
