"""Messages with descriptors, between a sandbox's warm process and the trusted side."""

import os
import socket
from collections.abc import Iterator

import pytest

from coursegrader.errors import WireError
from coursegrader.wire.packets import MAX_PACKET, packet_pair, receive_packet, send_packet

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = packet_pair()
    ours.settimeout(5)
    theirs.settimeout(5)
    with ours, theirs:
        yield ours, theirs


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208


def test_a_message_arrives_with_copies_of_its_descriptors(pair: Pair) -> None:
    reading, writing = os.pipe()
    send_packet(pair[0], {"op": "take", "number": 7}, [writing])
    os.close(writing)
    message, (taken,) = receive_packet(pair[1])
    assert message == {"op": "take", "number": 7}
    assert not os.get_inheritable(taken)
    os.write(taken, b"through")
    assert os.read(reading, 100) == b"through"
    os.close(reading)
    os.close(taken)


def test_messages_are_kept_apart(pair: Pair) -> None:
    for number in range(3):
        send_packet(pair[0], {"op": "count", "number": number})
    assert [receive_packet(pair[1])[0]["number"] for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize("body", [b"\xff" * 20, b"\x01", b"x" * (MAX_PACKET + 1)])
def test_what_is_no_message_is_refused_and_its_descriptors_are_closed(pair: Pair, body: bytes) -> None:
    before = descriptors()
    pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * MAX_PACKET)
    socket.send_fds(pair[0], [body], [0, 1])
    with pytest.raises(WireError):
        receive_packet(pair[1])
    assert descriptors() == before


def test_too_large_a_message_is_not_sent(pair: Pair) -> None:
    with pytest.raises(WireError, match="larger than the limit"):
        send_packet(pair[0], {"op": "x", "text": "x" * MAX_PACKET})


def test_the_end_is_told(pair: Pair) -> None:
    pair[0].close()
    with pytest.raises(EOFError):
        receive_packet(pair[1])
