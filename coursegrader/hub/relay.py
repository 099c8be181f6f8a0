"""Copies bytes between TCP ports and UNIX sockets: the only way in or out of a confined server.

A server has a network namespace of its own, with nothing in it but loopback. Sockets in one shared folder lead out:

    hub's proxy -> TCP port outside -> relay outside -> server.sock -> relay inside  -> JupyterLab
    JupyterLab  -> TCP port inside  -> relay inside  -> hub.sock    -> relay outside -> the hub's API

This module is started inside every sandbox, so it imports nothing but the standard library.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHUNK = 65536
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Route:
    """Connections that come to ``listen`` are carried to ``target``.

    Each end is a TCP port on loopback (digits) or the path of a UNIX socket. ``listen`` may also be ``stdin``: a
    listening socket handed over by whoever started this process. A confined server gets its way in like that, because
    a socket that it made itself, under a name it controls, could be a link to any other socket of the machine.
    """

    listen: str
    target: str

    @classmethod
    def parse(cls, text: str) -> Route:
        """From ``LISTEN=TARGET``, as given on the command line."""
        listen, separator, target = text.partition("=")
        if not (listen and separator and target):
            raise ValueError(f"relay route {text!r} is not LISTEN=TARGET")
        return cls(listen, target)

    def __str__(self) -> str:
        return f"{self.listen}={self.target}"


async def serve(route: Route) -> asyncio.Server:
    """Start to carry connections along a route."""

    connections: set[asyncio.Task[None]] = set()  # asyncio itself may forget a connection that waits for data

    def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_carry(reader, writer, route.target))
        connections.add(task)
        task.add_done_callback(connections.discard)

    if route.listen == "stdin":
        listener = socket.socket(fileno=os.dup(0))
        return await asyncio.start_unix_server(carry, sock=listener)
    if route.listen.isdigit():
        return await asyncio.start_server(carry, LOOPBACK, int(route.listen))
    server = await asyncio.start_unix_server(carry, route.listen)
    Path(route.listen).chmod(0o666)
    return server


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: str) -> None:
    try:
        far_reader, far_writer = await _connect(target)
    except OSError:  # nobody listens there (yet, or any more): the caller sees a closed connection
        writer.close()
        return
    await asyncio.gather(_copy(reader, far_writer), _copy(far_reader, writer))
    writer.close()
    far_writer.close()


def _connect(target: str) -> Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    if target.isdigit():
        return asyncio.open_connection(LOOPBACK, int(target))
    return asyncio.open_unix_connection(target)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy until the sender ends, then say so to the receiver."""
    try:
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()
    except OSError:  # either side may hang up at any time; then the other is told as well
        writer.close()


async def run(
    routes: Sequence[Route],
    command: Sequence[str],
    hand_over: socket.socket | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Serve the routes while ``command`` runs; pass signals on to it.

    Args:
        routes: what to carry.
        command: the program whose end is the end of the relay.
        hand_over: becomes the program's standard input (see :class:`Route`).
        environment: added to the program's environment.

    Returns:
        The program's exit status.
    """
    servers = [await serve(route) for route in routes]
    stdin = asyncio.subprocess.DEVNULL if hand_over is None else hand_over.fileno()
    process = await asyncio.create_subprocess_exec(*command, stdin=stdin, env={**os.environ, **(environment or {})})
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, process)
    status = await process.wait()
    for server in servers:
        server.close()
    return status


def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()


def listen_at(path: Path) -> socket.socket:
    """A listening UNIX socket to hand over."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(128)
    return listener


def main(arguments: Sequence[str]) -> int:
    """``relay [options] ROUTE... -- COMMAND...``"""
    parser = argparse.ArgumentParser(prog="relay")
    parser.add_argument("--hand-over", type=Path, help="path of a listening socket for the command")
    parser.add_argument("--folder", type=Path, help="removed at the end")
    parser.add_argument("--environment", type=Path, help="JSON file of variables for the command")
    parser.add_argument("routes", nargs="*", type=Route.parse)
    split = list(arguments).index("--")
    options = parser.parse_args(arguments[:split])
    listener = listen_at(options.hand_over) if options.hand_over else None
    environment = json.loads(options.environment.read_text("utf-8")) if options.environment else {}
    try:
        return asyncio.run(run(options.routes, arguments[split + 1 :], listener, environment))
    finally:
        if options.folder:
            shutil.rmtree(options.folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
