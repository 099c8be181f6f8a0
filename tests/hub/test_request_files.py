"""Bodies of requests that hold files, or what a learner sends in their place."""

from __future__ import annotations

import struct
import tracemalloc

import msgpack
import pytest

from coursegrader.errors import BadSubmission
from coursegrader.hub.request_files import LONGEST_NAME, unpack_files
from coursegrader.store import FileLimits

MANY = 1 << 20
LONG_ARRAY = b"\xdd" + struct.pack(">I", MANY) + b"\x80" * MANY
LONG_MAP = b"\xdf" + struct.pack(">I", MANY) + b"\x80" * MANY
NAME = b"\xa1a"
ONE = b"\x81" + NAME


def test_files_come_as_they_were_packed() -> None:
    files = {"a.ipynb": b"{}", "data/größe.csv": bytes(range(256)) * 300, "empty": b""}
    assert unpack_files(msgpack.packb(files)) == files
    assert unpack_files(bytearray(msgpack.packb(files))) == files
    assert unpack_files(msgpack.packb({})) == {}


def test_as_many_files_as_may_be_kept_can_be_sent_and_no_more() -> None:
    limits = FileLimits()
    files = {f"{number}.txt": b"" for number in range(limits.files)}
    assert unpack_files(msgpack.packb(files)) == files
    with pytest.raises(BadSubmission, match="301 files are too many"):
        unpack_files(msgpack.packb(files | {"more.txt": b""}))


@pytest.mark.parametrize(
    "body",
    [
        LONG_ARRAY,
        LONG_MAP,
        ONE + LONG_ARRAY,
        ONE + LONG_MAP,
        b"\x91" * MANY,
        ONE * (MANY // 3),
        b"\x81" + b"\x81" * MANY,
        ONE + b"\xc4\x00" + b"\x80" * MANY,
        msgpack.packb({"n" * MANY: b""}),
        msgpack.packb({"a": "\N{SNOWMAN}" * (MANY // 3)}),
    ],
)
def test_a_body_takes_no_more_memory_than_a_few_times_its_size(body: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(BadSubmission):
            unpack_files(body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * len(body)


@pytest.mark.parametrize(
    "body",
    [
        ONE + b"\x80",
        ONE + b"\x90",
        ONE + msgpack.packb(msgpack.Timestamp(1)),
        ONE + msgpack.packb("text"),
        ONE + msgpack.packb(None),
        b"\x81" + msgpack.packb(b"a") + msgpack.packb(b""),
        b"\x82" + (NAME + msgpack.packb(b"")) * 2,
        b"\x81" + b"\xa1\xff" + msgpack.packb(b""),
        msgpack.packb({"a": b""}) + b"\xc0",
        msgpack.packb({"n" * (LONGEST_NAME + 1): b""}),
    ],
)
def test_what_is_no_plain_map_of_names_to_bytes_is_refused(body: bytes) -> None:
    with pytest.raises(BadSubmission, match="submit with nbgrader"):
        unpack_files(body)
