"""A set of files in a request's body: a msgpack map of names to contents, and nothing that msgpack could hold besides.

The sender is any learner, so a body must not take more memory or time than its size says: a general reader makes an
object of fifty bytes and more out of each byte of an array.
"""

from __future__ import annotations

from typing import Final

import msgpack
from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from coursegrader.errors import BadSubmission
from coursegrader.hub.web.form import MULTIPART, PLAIN
from coursegrader.store import FileLimits

LONGEST_NAME: Final = 4096  # bytes; longer than any name that is kept, so that the refusal of those can tell the name
_FORMS: Final = (MULTIPART, PLAIN)
_HEADERS: Final = 16  # bytes at most that msgpack adds to a name and a content


async def read_files(request: Request) -> dict[str, bytes]:
    """The files in a request's body, bounded while reading and unpacked beside the event loop.

    Raises:
        BadSubmission: too large, or not a mapping of names to bytes.
    """
    if request.headers.get("content-type", "").startswith(_FORMS):
        raise BadSubmission(
            "the request is a form, not a set of files: submit with nbgrader, or from the course's page"
        )
    limits = FileLimits()
    most = limits.total_size + limits.files * (limits.path_length + _HEADERS)
    body = bytearray()
    async for chunk in request.stream():
        if len(body) + len(chunk) > most:
            raise BadSubmission(f"more than {most >> 20} MiB in one request: remove large files")
        body += chunk
    return await run_in_threadpool(unpack_files, body)


def unpack_files(body: bytes | bytearray) -> dict[str, bytes]:
    """The files that a client has packed. Takes at most a few times the memory of the body, whatever is in it.

    Raises:
        BadSubmission: anything but one map of distinct names to bytes, with at most ``FileLimits.files`` entries.
    """
    # Nothing is built but what may be there: the header of the one map is read apart, and no container below it.
    reader = msgpack.Unpacker(
        max_buffer_size=max(len(body), 1),
        max_str_len=LONGEST_NAME,
        max_map_len=0,
        max_array_len=0,
        max_ext_len=0,
        strict_map_key=True,
    )
    most = FileLimits().files
    files: dict[str, bytes] = {}
    try:
        reader.feed(body)
        count = reader.read_map_header()
        if count > most:
            raise BadSubmission(f"{count} files are too many (at most {most}): remove those not needed")
        for _ in range(count):
            name, content = reader.unpack(), reader.unpack()
            if type(name) is not str or type(content) is not bytes or name in files:
                raise BadSubmission("the request is not a mapping of file names to contents: submit with nbgrader")
            files[name] = content
    except (ValueError, TypeError, msgpack.exceptions.UnpackException) as error:
        raise BadSubmission("the request is not a set of files: submit with nbgrader") from error
    if reader.tell() != len(body):
        raise BadSubmission("the request holds more than a set of files: submit with nbgrader")
    return files
