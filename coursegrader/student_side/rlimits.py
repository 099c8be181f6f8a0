"""Resource limits that a confined process sets on itself, before any foreign code runs."""

from __future__ import annotations

import resource

from coursegrader.sandbox.policy import Limits


def limit_process(limits: Limits) -> None:
    """Set hard limits on this process and its children; they cannot be raised again."""
    for kind, bound, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_NPROC, limits.processes, limits.processes),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.file_size, limits.file_size),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(kind, (bound, hard))


def lowest_memory(bound: int) -> int:
    """The lower one of ``bound`` and this process's own limit of memory, in bytes."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    return bound if hard == resource.RLIM_INFINITY else min(bound, hard)
