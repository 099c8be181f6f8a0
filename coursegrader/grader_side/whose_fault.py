"""Whose fault it is that a notebook's process ended before it had its files: the machine's, or a notebook's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from coursegrader.errors import SandboxDied, SandboxUnavailable
from coursegrader.grader_side.connection import WALL_SECONDS, Connection
from coursegrader.wire.file_names import is_plain_path

TRIES = 2  # a process may be ended by what others do on the machine


def with_files(
    connect: Callable[[], Connection], files: Mapping[str, bytes], given: Mapping[str, bytes], folder: str
) -> Connection:
    """A process that has been sent its files.

    Args:
        connect: gives a new process.
        files: content by path.
        given: those of them that no notebook wrote.
        folder: the working folder's own name.

    Raises:
        SandboxUnavailable: the machine does not even start one with ``given``. No learner's code has run in it then.
        SandboxDied: what notebooks wrote cannot lie there.
    """
    for _ in range(TRIES):
        connection = connect()
        try:
            connection.put_files(files, folder)
        except SandboxDied as error:
            ended = error
        else:
            return connection
    if any(is_plain_path(name) and given.get(name) != content for name, content in files.items()):  # not a notebook
        _require_start(connect, given, folder)
        raise SandboxDied("what other notebooks of this submission wrote cannot be laid beside this one") from ended
    raise SandboxUnavailable(f"the sandbox does not start on this machine: {ended}") from ended


def _require_start(connect: Callable[[], Connection], files: Mapping[str, bytes], folder: str) -> None:
    with connect() as connection:
        try:
            connection.put_files(files, folder)
            connection.request({"op": "notebook", "cells": [], "skip": [], "seed": 0}, "ready", WALL_SECONDS)
        except SandboxDied as error:
            raise SandboxUnavailable(f"the sandbox does not start on this machine: {error}") from error
