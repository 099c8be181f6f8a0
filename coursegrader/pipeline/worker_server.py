"""The process that workers are forked from, started with ``-m``: it imports what they need once, and does nothing else.

Over its control socket it is sent one end of a socket for each new worker, and asked how a worker has ended.
Messages are few: ``fork`` with a descriptor is answered by the process id, ``how <pid>`` by the exit code as in
``subprocess``. ``branch`` with a descriptor makes a second server: a child that first does what it is sent there, so
that workers forked from it have it done; nothing of that can break the first one. A server ends when its control socket
closes; workers end when their own does.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import importlib
import os
import pickle
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from coursegrader.grader_side.one_thread import has_unseen_threads

FORK, BRANCH, HOW = b"fork", b"branch", b"how "
LONGEST = 64  # bytes of a message on the control socket


def serve(control: socket.socket) -> None:
    """Fork workers until the control socket closes."""
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(control, LONGEST, 1)
        except ConnectionResetError:  # it ended without hearing the last answer
            return
        if not message:
            return
        if message in (FORK, BRANCH):
            child = os.fork()
            if child == 0:
                control.close()
                _work_and_leave(descriptors[0], _work if message == FORK else _serve_prepared)
            os.close(descriptors[0])
            answer = child
        else:
            _, status = os.waitpid(int(message.removeprefix(HOW)), 0)
            answer = os.waitstatus_to_exitcode(status)
        try:
            control.sendall(str(answer).encode())
        except OSError:  # nobody is there any more
            return


def _work_and_leave(descriptor: int, work: Callable[[Connection], None]) -> None:
    status = 1
    try:
        work(Connection(descriptor))
        atexit._run_exitfuncs()  # sandboxes are closed by one; this process leaves without the server's own clearing up
        status = 0
    except BaseException:  # noqa: BLE001  nothing of the server's may run in this process
        traceback.print_exc()
    finally:
        os._exit(status)


def _work(pipe: Connection) -> None:
    """Call what arrives and answer, until the other end closes."""
    os.setsid()
    while True:
        try:
            call = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        with _ended_with(pipe):
            answer = _answer(call)
        try:
            pipe.send_bytes(answer)
        except OSError:
            return


def _serve_prepared(pipe: Connection) -> None:
    """Call what arrives first, answer, and go on as a server of workers that have it done."""
    try:
        call = pipe.recv_bytes()
    except (EOFError, OSError):
        return
    with _ended_with(pipe):
        gc.disable()
        answer = _answer(call)
        if threading.active_count() > 1 or has_unseen_threads():
            # a fork of this would wait in vain for what the threads hold; who works with them starts them itself
            answer = pickle.dumps((False, RuntimeError("there are threads now")))
        gc.freeze()
        gc.enable()
    try:
        pipe.send_bytes(answer)
    except OSError:
        return
    with socket.socket(fileno=os.dup(pipe.fileno())) as control:
        pipe.close()
        serve(control)


@contextmanager
def _ended_with(pipe: Connection) -> Iterator[None]:
    """End this process at once when the other end of a pipe closes: nobody wants what it works on any more."""
    file = pipe.fileno()
    flags = fcntl.fcntl(file, fcntl.F_GETFL)
    signal.signal(signal.SIGIO, signal.SIG_DFL)  # which ends the process
    fcntl.fcntl(file, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(file, fcntl.F_SETFL, flags | os.O_ASYNC)  # no signal now for what happened before, hence the look
    if pipe.poll():
        os._exit(1)
    try:
        yield
    finally:
        fcntl.fcntl(file, fcntl.F_SETFL, flags)


def _answer(call: bytes) -> bytes:
    try:
        fn, args, kwargs = pickle.loads(call)  # noqa: S301  from the process that started this one
        return pickle.dumps((True, fn(*args, **kwargs)))
    except Exception as error:  # noqa: BLE001  whatever it is, it is the task's, and the caller's to judge
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301
        except Exception:  # noqa: BLE001  an exception that cannot travel
            return pickle.dumps((False, _as_runtime_error(error)))
        # a future of asyncio's takes no StopIteration, and who waits for it would wait for ever
        return pickle.dumps((False, _as_runtime_error(error) if isinstance(error, StopIteration) else error))


def _as_runtime_error(error: Exception) -> RuntimeError:
    return RuntimeError(f"{type(error).__name__}: {error}")


def main() -> None:
    """Arguments: the control socket's descriptor, then the modules to import."""
    # Ctrl-C in the terminal is for the main process, and must not reach the sandboxes either
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    for name in sys.argv[2:]:
        importlib.import_module(name)
    gc.freeze()  # workers share what was imported as long as their collectors leave it alone
    gc.enable()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        serve(control)


if __name__ == "__main__":
    main()
    os._exit(0)  # somebody waits for this process, and taking its modules apart takes long
