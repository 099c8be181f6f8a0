"""Warm worker processes behind the interface of ``concurrent.futures``.

Unlike the standard pool, a worker that dies (killed for its memory, say) takes only its own task with it, and workers
are forked from a lean server that has imported what they need, so that they start at once and share memory.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from typing import Any

from coursegrader.errors import CourseGraderError
from coursegrader.pipeline.worker_server import BRANCH, FORK, HOW, LONGEST

# The mathematics libraries' own threads cost more than they give where every core has a worker.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
PATIENCE_SECONDS = 10.0  # for the server to end


class WorkerDied(CourseGraderError):
    """The process that worked on a task ended before the task did."""


@dataclass(frozen=True)
class HeadStart:
    """What can be done before there are tasks. Where any of it fails, workers are as without it.

    Attributes:
        load: called once, in the process that all workers are then forked from.
        warm: called in each worker as soon as it has started.
        argument: of both; picklable.
        workers: how many start at once, before there are tasks.
    """

    load: Callable[[Any], None]
    warm: Callable[[Any], None]
    argument: Any
    workers: int


class WarmWorkers(Executor):
    """A fixed number of long-lived worker processes. Each works on one task at a time, in its only thread."""

    def __init__(
        self,
        count: int,
        preload: Sequence[str] = (),
        head_start: HeadStart | None = None,
        longest: float | None = None,
    ) -> None:
        """Start nothing but the server that workers are forked from; each worker starts with its first task, or with
        its head start.

        Args:
            count: how many processes, at least 1.
            preload: modules that the server imports, and every worker has.
            head_start: what is done before there are tasks.
            longest: seconds after which a task's worker is ended, if tasks have an end at all.
        """
        if count < 1:
            raise ValueError("at least one worker is needed")
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._closed = False
        self._server = _Server(preload, head_start)
        self._slots = [_Slot(self._server, longest) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._serve, args=(slot, warm), name=f"worker-{number}", daemon=True)
            for number, (slot, warm) in enumerate(zip(self._slots, _warming(head_start, count), strict=True))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def can_start_workers(self) -> bool:
        """Whether the process that workers are forked from still runs: else one that dies is the last of its kind."""
        return self._server.is_running

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have ``fn(*args, **kwargs)`` called in a worker; all of it must be picklable.

        The future raises WorkerDied if the worker's process ends, and otherwise what the call raises.
        """
        if self._closed:
            raise RuntimeError("these workers have been shut down")
        future: Future[Any] = Future()
        self._tasks.put(_Task(future, pickle.dumps((fn, args, kwargs))))
        return future

    def cancel_waiting(self) -> None:
        """Cancel every task that no worker has begun."""
        try:
            while True:
                task = self._tasks.get_nowait()
                if task is not None:
                    task.future.cancel()
                    task.future.set_running_or_notify_cancel()
        except Empty:
            return

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers when they have done what was submitted, or what they are at if ``cancel_futures``."""
        if cancel_futures:
            self.cancel_waiting()
        if not self._closed:
            self._closed = True
            for _ in self._threads:
                self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            self._server.close()

    def kill(self) -> None:
        """End everything at once; what is being worked on is lost. Nothing happens after :meth:`shutdown`."""
        self._closed = True
        self.cancel_waiting()
        for slot in self._slots:
            slot.kill()
            self._tasks.put(None)
        self._server.close()

    def _serve(self, slot: _Slot, warm: bytes | None) -> None:
        if warm is not None:
            slot.warm(warm)
        while (task := self._tasks.get()) is not None:
            if task.future.set_running_or_notify_cancel():
                slot.work(task)
        slot.close()


def _warming(head_start: HeadStart | None, count: int) -> list[bytes | None]:
    """The call with which each worker starts, if it starts before its first task."""
    if head_start is None:
        return [None] * count
    call = pickle.dumps((head_start.warm, (head_start.argument,), {}))
    return [call if number < head_start.workers else None for number in range(count)]


class _Task:
    def __init__(self, future: Future[Any], call: bytes) -> None:
        self.future, self.call = future, call


class _Server:
    """The process that workers are forked from (see ``worker_server``), or the branch of it with the head start."""

    def __init__(self, preload: Sequence[str], head_start: HeadStart | None) -> None:
        self._lock = threading.Lock()
        self._load = None
        if head_start is not None and head_start.workers:
            self._load = pickle.dumps((head_start.load, (head_start.argument,), {}))
        self._root, theirs = socket.socketpair()
        self._control = self._root
        path = os.pathsep.join(path for path in sys.path if path)
        with theirs:
            # -P: the folder we stand in, a course, may hold files of any name, and none of them is a module of ours
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "coursegrader.pipeline.worker_server", str(theirs.fileno()), *preload],
                env={**os.environ, **dict.fromkeys(ONE_THREAD, "1"), "PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def fork(self) -> tuple[int, Connection]:
        """A new worker: its process id, and the pipe to it."""
        mine, theirs = socket.socketpair()
        with self._lock, theirs:
            if self._load is not None:
                call, self._load = self._load, None
                self._branch(call)
            socket.send_fds(self._control, [FORK], [theirs.fileno()])
            pid = self._answer()
        return pid, Connection(mine.detach())

    def _branch(self, call: bytes) -> None:
        """Have a branch do the call, and fork workers from now on, if it can."""
        mine, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._root, [BRANCH], [theirs.fileno()])
            self._answer()
        self._control = mine
        pipe = Connection(os.dup(mine.fileno()))
        try:
            pipe.send_bytes(call)
            ready, _ = pickle.loads(pipe.recv_bytes())  # noqa: S301  from our own trusted server
        except (EOFError, OSError):  # what it had to load has ended it
            ready = False
        finally:
            pipe.close()
        if not ready:
            self._control = self._root
            mine.close()

    def exit_code(self, worker: int) -> int:
        """How a worker has ended; waits until it has."""
        with self._lock:
            self._control.sendall(HOW + str(worker).encode())
            return self._answer()

    def _answer(self) -> int:
        answer = self._control.recv(LONGEST)
        if not answer:
            raise WorkerDied(f"the process that starts the workers ended with exit status {self._process.wait()}")
        return int(answer)

    def close(self) -> None:
        """End it."""
        for control in (self._control, self._root):
            with suppress(OSError):  # it has been closed, or has nobody at its other end
                control.shutdown(socket.SHUT_RDWR)  # a thread that waits for an answer hears of it, unlike of a close
            control.close()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Slot:
    """One worker process at a time, and a new one when it has died."""

    def __init__(self, server: _Server, longest: float | None) -> None:
        self._server, self._longest = server, longest
        self._pid: int | None = None
        self._pipe: Connection | None = None

    def warm(self, call: bytes) -> None:
        """Start the process with a call. What goes wrong is for the first task to tell."""
        try:
            pipe = self._connected()
            pipe.send_bytes(call)
            pipe.recv_bytes()
        except (EOFError, OSError, CourseGraderError):
            self._how()

    def work(self, task: _Task) -> None:
        """Have the task done, and its future told."""
        try:
            pipe = self._connected()
            pipe.send_bytes(task.call)
            if not pipe.poll(self._longest):
                self.kill()
                self._how()
                task.future.set_exception(WorkerDied(f"the worker process was ended after {self._longest:g} seconds"))
                return
            ok, answer = pickle.loads(pipe.recv_bytes())  # noqa: S301  from our own trusted worker
        except (EOFError, OSError):
            task.future.set_exception(WorkerDied(f"the worker process ended {self._how()}"))
            return
        except Exception as error:  # noqa: BLE001  a worker that cannot start or answer must not end the pool's thread
            task.future.set_exception(error)
            return
        if ok:
            task.future.set_result(answer)
        else:
            task.future.set_exception(answer)

    def kill(self) -> None:
        """End the process at once."""
        if self._pid is not None:
            os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """Let the process end: it does so when its pipe closes."""
        if self._pipe is not None and self._pid is not None:
            self._pipe.close()
            with suppress(OSError, CourseGraderError):  # the server has been ended already
                self._server.exit_code(self._pid)
            self._pid = None

    def _connected(self) -> Connection:
        if self._pipe is None:
            self._pid, self._pipe = self._server.fork()
        return self._pipe

    def _how(self) -> str:
        pid, self._pid, self._pipe = self._pid, None, None
        try:
            code = 0 if pid is None else self._server.exit_code(pid)
        except (OSError, CourseGraderError):
            return "with the process that started it"
        if code >= 0:
            return f"with exit status {code}"
        name = signal.Signals(-code).name
        return f"by {name}" + (" (was it out of memory?)" if name == "SIGKILL" else "")
