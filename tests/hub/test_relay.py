from __future__ import annotations

import asyncio
import json
import socket
import sys
from pathlib import Path

import pytest

from coursegrader.hub.relay import Route, listen_at, run, serve


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        return int(holder.getsockname()[1])


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with what came, once it has all come."""
    writer.write(await reader.read())
    await writer.drain()
    writer.close()


async def ask(port: int, question: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(question)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer


def test_bytes_go_through_both_ways(tmp_path: Path) -> None:
    async def through() -> bytes:
        outside, inside = free_port(), free_port()
        way = str(tmp_path / "way.sock")
        await asyncio.start_server(echo, "127.0.0.1", inside)
        await serve(Route(way, str(inside)))
        await serve(Route(str(outside), way))
        return await ask(outside, b"x" * 300_000)

    assert asyncio.run(through()) == b"x" * 300_000


def test_a_target_that_does_not_listen_closes_the_connection(tmp_path: Path) -> None:
    async def through() -> bytes:
        outside = free_port()
        await serve(Route(str(outside), str(tmp_path / "nobody.sock")))
        return await ask(outside, b"")

    assert asyncio.run(through()) == b""


def test_a_command_runs_with_its_environment_and_the_socket_handed_over(tmp_path: Path) -> None:
    program = (
        "import json, os, socket, sys; "
        "listener = socket.socket(fileno=0); "
        "json.dump([os.environ['GREETING'], listener.getsockname()], open(sys.argv[1], 'w')); "
        "sys.exit(7)"
    )
    told = tmp_path / "told.json"
    with listen_at(tmp_path / "entry.sock") as listener:
        command = [sys.executable, "-c", program, str(told)]
        status = asyncio.run(run([], command, listener, {"GREETING": "hello"}))
    assert status == 7
    assert json.loads(told.read_text()) == ["hello", str(tmp_path / "entry.sock")]


def test_a_route_is_said_in_one_word() -> None:
    assert Route.parse("8000=/run/x.sock") == Route("8000", "/run/x.sock")
    with pytest.raises(ValueError, match="is not LISTEN=TARGET"):
        Route.parse("8000")
