"""Whole messages with descriptors, over a socket pair that keeps messages apart (``SOCK_SEQPACKET``).

For the few small messages between a sandbox's warm process and the trusted side; foreign code never holds such a
socket.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

import msgpack

from coursegrader.errors import WireError
from coursegrader.wire.frames import unpack

MAX_PACKET = 128 * 1024
_MOST_DESCRIPTORS = 4
_INT = struct.Struct("=i")


def packet_pair() -> tuple[socket.socket, socket.socket]:
    """Two connected sockets for packets."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send_packet(stream: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send one message; the other side receives copies of the descriptors.

    Raises:
        WireError: the message is larger than ``MAX_PACKET`` bytes.
        OSError: the other side is gone, or does not read.
    """
    body: bytes = msgpack.packb(message, use_bin_type=True)
    if len(body) > MAX_PACKET:
        raise WireError(f"a message of {len(body)} bytes is larger than the limit of {MAX_PACKET} bytes")
    socket.send_fds(stream, [body], list(descriptors))


def receive_packet(stream: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Receive one message, and the descriptors that came with it.

    Raises:
        WireError: it is not a well-formed message.
        EOFError: the other side has closed the socket.
        OSError: the socket failed or timed out.
    """
    # not socket.recv_fds: it forgets the flag, and programs started meanwhile would inherit the descriptors
    space = socket.CMSG_SPACE(_MOST_DESCRIPTORS * _INT.size)
    body, ancillary, flags, _ = stream.recvmsg(MAX_PACKET, space, socket.MSG_CMSG_CLOEXEC)
    descriptors = [number for part in ancillary for number in _descriptors(*part)]
    try:
        if flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
            raise WireError("a message is too large")
        if not body:
            raise EOFError("the other side has closed the socket")
        return unpack(body), descriptors
    except (WireError, EOFError):
        for descriptor in descriptors:
            os.close(descriptor)
        raise


def _descriptors(level: int, kind: int, data: bytes) -> list[int]:
    if level != socket.SOL_SOCKET or kind != socket.SCM_RIGHTS:
        return []
    whole = len(data) - len(data) % _INT.size
    return [number for (number,) in _INT.iter_unpack(data[:whole])]
