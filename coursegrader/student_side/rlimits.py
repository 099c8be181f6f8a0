"""Resource limits that a confined process sets on itself, before any foreign code runs."""

from __future__ import annotations

import resource
from dataclasses import dataclass


@dataclass(frozen=True)
class ProcessLimits:
    """Hard limits of this process and its children; sizes in bytes, times in seconds of CPU."""

    memory: int
    cpu_seconds: int
    processes: int
    open_files: int
    file_size: int

    def apply(self) -> None:
        """Set them; they cannot be raised again."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (self.cpu_seconds, self.cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_NPROC, (self.processes, self.processes))
        resource.setrlimit(resource.RLIMIT_NOFILE, (self.open_files, self.open_files))
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_size, self.file_size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tighten_memory(memory: int) -> None:
    """Lower the memory limit of this process further."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
