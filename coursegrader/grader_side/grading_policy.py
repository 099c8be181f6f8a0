"""What the sandbox of a worker gets, and what each notebook in it gets of that."""

from __future__ import annotations

import os
import platform
import secrets
from pathlib import Path
from typing import Final

import coursegrader
from coursegrader.sandbox.inner_wall import CAPABILITIES_KEPT, CAPABILITIES_KEPT_BY_ROOT, InnerWall
from coursegrader.sandbox.policy import Limits, Mount, SandboxPolicy, Scratch, system_mounts
from coursegrader.sandbox.this_python import python_prefixes

INSIDE_HOME: Final = Path("/home/learner")
INSIDE_PACKAGE: Final = Path("/opt/student-side")

# names the processor whose kernels OpenBLAS shall use, on both sides of the wall
KERNELS: Final = "COURSEGRADER_KERNELS"
FEATURES: Final = "NPY_DISABLE_CPU_FEATURES"  # NumPy's own

# Where the C library asks whether the machine has huge pages; /sys as a whole is not seen inside
HUGE_PAGES: Final = Path("/sys/kernel/mm/transparent_hugepage")
# The parts of this package that run behind the wall; nothing else of it is visible there.
STUDENT_MODULES: Final = ("__init__.py", "errors.py", "wire", "sandbox", "student_side")
# User ids that no account and no service has (see systemd's list of ranges). Each sandbox, and as root each notebook,
# has one of its own, since the kernel counts processes by user: a fork bomb in one must not starve another.
SANDBOX_USERS: Final = range(60_578, 61_184)


def grading_policy(limits: Limits, *, as_root: bool | None = None) -> SandboxPolicy:
    """What a worker's sandbox gets: this Python, and the student side of this package. No learner's file is in it.

    Args:
        limits: bounds on each notebook.
        as_root: whether the caller is root; asked from the system when None.
    """
    package = Path(coursegrader.__file__).parent
    _, prefix = python_prefixes()
    inside = INSIDE_PACKAGE / "coursegrader"
    mounts = [Mount(package / name, inside / name) for name in STUDENT_MODULES]
    user = draw_user()
    kit = package.parent / "coursekit"
    if kit.is_dir():
        mounts.append(Mount(kit, INSIDE_PACKAGE / "coursekit"))
    root = os.geteuid() == 0 if as_root is None else as_root
    if HUGE_PAGES.is_dir():
        mounts.append(Mount(HUGE_PAGES))
    return SandboxPolicy(
        read_only=(*system_mounts(), *mounts),
        scratch=(Scratch(Path("/tmp")), Scratch(INSIDE_HOME, limits.work_size), Scratch(Path("/dev/shm"))),
        env={
            "HOME": str(INSIDE_HOME),
            "USER": "learner",
            "PATH": f"{prefix / 'bin'}:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(INSIDE_PACKAGE),
            "PYTHONDONTWRITEBYTECODE": "1",
            # a result is a function of the attempt: sets of text have the same order in every worker
            "PYTHONHASHSEED": "0",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "MPLCONFIGDIR": "/tmp/matplotlib",
            "IPYTHONDIR": "/tmp/ipython",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            # a fork copies a table entry for each page: huge ones are fewer
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
            "MALLOC_ARENA_MAX": "1",
            # Arrow's own allocator takes a gigabyte of address space at its first use: most of what a test may have
            "ARROW_DEFAULT_MEMORY_POOL": "system",
            "NBGRADER_EXECUTION": "autograde",
            **computing(),
        },
        cwd=INSIDE_HOME,
        uid=user,
        gid=user,
        capabilities=tuple(CAPABILITIES_KEPT_BY_ROOT if root else CAPABILITIES_KEPT),
        limits=limits,
    )


def computing() -> dict[str, str]:
    """What decides by which instructions NumPy and its linear algebra compute, where somebody asks for others than the
    machine's best: a course can be checked with several."""
    asked = {"OPENBLAS_CORETYPE": os.environ.get(KERNELS), FEATURES: os.environ.get(FEATURES)}
    return {name: value for name, value in asked.items() if value is not None}


def inner_wall(policy: SandboxPolicy) -> InnerWall:
    """What each notebook gets of the sandbox: fresh scratch folders, the rest read-only."""
    return InnerWall(
        scratch=policy.scratch,
        readable=(*(mount.target for mount in policy.read_only), Path("/proc"), Path("/dev")),
        limits=policy.limits,
    )


def draw_user() -> int:
    """A user id for one sandbox or one notebook."""
    return SANDBOX_USERS.start + secrets.randbelow(len(SANDBOX_USERS))


def processes_outside(*, own_count: bool) -> int:
    """How many threads this user has outside of the sandbox that the kernel counts against its limit all the same.

    Since Linux 5.14 it counts by user namespace, and root's sandboxes have users of their own.

    Args:
        own_count: whether an ordinary user's sandbox has a user namespace.
    """
    user = os.geteuid()
    version = tuple(int(part) for part in platform.release().split(".")[:2] if part.isdigit())
    if user == 0 or (own_count and version >= (5, 14)):
        return 0
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == user:
                count += len(list((process / "task").iterdir()))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it has ended meanwhile, or is not ours to see
    return count
