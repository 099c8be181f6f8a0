"""The warm process: imports the libraries once, then forks a walled-off child for each notebook it is asked for.

It never runs a learner's code and never reads from a process that does: each child gets a socket of its own, whose
other end only the trusted side holds.
"""

from __future__ import annotations

import os
import socket
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from coursegrader import wire
from coursegrader.sandbox.inner_wall import InnerWall
from coursegrader.student_side.blocking import Blockers
from coursegrader.student_side.confinement import Confinement, keep_only, seal
from coursegrader.student_side.descriptors import CONNECTION
from coursegrader.student_side.limits import NotebookLimits
from coursegrader.student_side.notebook import NotebookProcess
from coursegrader.student_side.open_files import open_files
from coursegrader.student_side.pid_namespace import fork_apart
from coursegrader.student_side.shell import make_shell
from coursegrader.student_side.warm_up import warm_up
from coursegrader.wire.packets import receive_packet, send_packet

Message = dict[str, Any]
Life = Callable[[socket.socket], None]


class ForkServer:
    """Forks the children.

    Attributes:
        obstacle: why children cannot be walled off from one another here; None if they can.
    """

    def __init__(self, wall: InnerWall, obstacle: str | None) -> None:
        self._wall = wall
        self.obstacle = obstacle
        self._confinement = Confinement(wall, apart=obstacle is None)
        self._files = open_files(CONNECTION + 1, [scratch.inside for scratch in wall.scratch], wall.readable)

    def try_out(self, user: int | None) -> None:
        """Build the wall once around a child that does nothing, and do without namespaces where that fails."""
        if self.obstacle is None:
            self._confinement.remember_folders()
            self.obstacle = self._attempt(user) or _sealed()
        if self.obstacle is not None:
            self._confinement = Confinement(self._wall, apart=False)

    def _attempt(self, user: int | None) -> str | None:
        """Why the wall cannot be built. Tried below a child that seals itself: sealing cannot be taken back, and where
        no wall is to be had, a notebook writes to the folders that are sealed."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                child = os.fork()
                if child == 0:
                    self._be_the_trial(theirs, user)
            try:
                message = wire.read_frame(ours)
            except EOFError:
                message = {"op": "unwalled", "why": "the process ended while it built the wall"}
        os.waitpid(child, 0)
        return None if message["op"] == "walled" else str(message["why"])

    def _be_the_trial(self, connection: socket.socket, user: int | None) -> NoReturn:
        try:
            why = _sealed()
            if why is None:
                os.waitpid(self.fork(connection, user, lambda _: None), 0)
            else:
                wire.write_frame(connection, {"op": "unwalled", "why": why})
        except BaseException:  # noqa: BLE001  the warm process hears that nothing came, and this must not go on as it
            traceback.print_exc()
        finally:
            os._exit(0)

    def fork(self, connection: socket.socket, user: int | None, life: Life) -> int:
        """Fork a child that confines itself, says so on ``connection``, and lives.

        Raises:
            OSError: the kernel refuses another process.
        """
        child = fork_apart() if self.obstacle is None else os.fork()
        if child == 0:
            self._be_the_child(connection.fileno(), user, life)
        return child

    def _be_the_child(self, connection: int, user: int | None, life: Life) -> NoReturn:
        status = 1
        try:
            stream = keep_only(connection, self._files)
            try:
                self._confinement.enter(user)
            except Exception as error:  # noqa: BLE001  whatever it was: the wall is not complete
                wire.write_frame(stream, {"op": "unwalled", "why": f"{type(error).__name__}: {error}"})
            else:
                wire.write_frame(stream, {"op": "walled"})
                life(stream)
                status = 0
        except BaseException:  # noqa: BLE001  told by the exit status; nobody hears anything else
            traceback.print_exc()
        finally:
            os._exit(status)


def _sealed() -> str | None:
    """Seal this process; why that is not possible."""
    try:
        seal()
    except OSError as error:
        return str(error)
    return None


def serve(control: socket.socket, home: Path, obstacle: str | None) -> None:
    """Serve the trusted side on ``control`` until it closes it.

    Args:
        control: where the trusted side asks for children.
        home: the folder in which each notebook has its working folder.
        obstacle: why children cannot have a process namespace of their own; None if they can.
    """
    hello, _ = receive_packet(control)
    limits = NotebookLimits(**hello["notebook_limits"])
    shell = make_shell(int(hello["output"]))
    warm_up(shell, hello["warm"])
    server = ForkServer(InnerWall.from_message(hello["wall"]), obstacle)
    server.try_out(hello["user"])
    send_packet(control, {"op": "warm", "obstacle": server.obstacle})
    blockers = Blockers()

    def live(stream: socket.socket) -> None:
        NotebookProcess(stream, shell, limits, blockers).live(home)

    while True:
        try:
            message, descriptors = receive_packet(control)
        except EOFError:
            return
        if message["op"] == "block":
            blockers.prepare(tuple(message["modules"]))
            continue
        _reap()
        with socket.socket(fileno=descriptors[0]) as connection:
            _answer(control, server, message, connection, live)


def _answer(
    control: socket.socket, server: ForkServer, message: Message, connection: socket.socket, life: Life
) -> None:
    """Fork a child as asked, and give the trusted side a handle of it, to end it by."""
    try:
        handle = os.pidfd_open(server.fork(connection, message["user"], life))
    except OSError as error:
        send_packet(control, {"op": "refused", "why": str(error)})
        return
    send_packet(control, {"op": "forked"}, [handle])
    os.close(handle)


def _reap() -> None:
    """Let go of the children that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return
