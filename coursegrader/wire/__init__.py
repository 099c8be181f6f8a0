"""Messages between the trusted side and the student side: data only, never pickle, never code.

A *frame* is a 4-byte big-endian length and a msgpack map with a string ``op``. Python values travel inside as *nodes*:
None, bool, 64-bit int, float, str and bytes as themselves, everything else as a list ``[tag, ...]``. Types are kept
exactly; an instance of a subclass is not data. What is not data becomes a *reference* by the caller's ``refer``, and
comes back through ``resolve``: so objects of the student's own classes never leave the student side.

Both sides use this package. It never trusts its input: every bound below is checked before memory is spent.
"""

from coursegrader.wire.bounds import MAX_DEPTH, MAX_EQUAL_HASHES, MAX_FRAME, MAX_INT_DIGITS, MAX_ITEMS
from coursegrader.wire.decoding import decode
from coursegrader.wire.encoding import NotData, encode
from coursegrader.wire.frames import HEADER, Stream, read_frame, to_frame, unpack, write_frame
from coursegrader.wire.nodes import Node, reference

__all__ = [
    "HEADER",
    "MAX_DEPTH",
    "MAX_EQUAL_HASHES",
    "MAX_FRAME",
    "MAX_INT_DIGITS",
    "MAX_ITEMS",
    "Node",
    "NotData",
    "Stream",
    "decode",
    "encode",
    "read_frame",
    "reference",
    "to_frame",
    "unpack",
    "write_frame",
]
