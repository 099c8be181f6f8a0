"""How much memory a notebook's process and its hidden tests may have."""

from __future__ import annotations

import mmap
import resource
from pathlib import Path

import pytest

from coursegrader.sandbox.policy import MIB, TEST_ROOM, Limits
from coursegrader.student_side.rlimits import free_memory, limit_process, memory_of_a_test
from tests.sandbox.forked import in_child

STATM = Path("/proc/self/statm")


def limited() -> int:
    """Limit this process to 4 GiB more than it uses by now, with all that other tests have loaded; its bound."""
    used = int(STATM.read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    limit_process(Limits(memory=used + 4096 * MIB, processes=hard))
    return used + 4096 * MIB


def keep(size: int) -> mmap.mmap:
    return mmap.mmap(-1, size, prot=mmap.PROT_READ)


def test_free_memory_is_what_can_be_had() -> None:
    def look() -> tuple[int, int, bool]:
        memory = limited()
        before = free_memory()
        kept = keep(1024 * MIB)
        left = free_memory()
        with pytest.raises(OSError, match="allocate memory"):
            keep(left + 16 * MIB)
        keep(left).close()
        kept.close()
        return before, left, before < memory

    before, left, bounded = in_child(look)
    assert bounded and abs(before - left - 1024 * MIB) < 32 * MIB


def test_without_a_limit_there_is_no_end_of_it() -> None:
    def look() -> int:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
        return free_memory()

    assert in_child(look) > 1 << 50


@pytest.mark.parametrize("kept", [0, 1500 * MIB, 3000 * MIB])
def test_a_test_has_room_over_what_the_cells_keep(kept: int) -> None:
    least = 2048 * MIB

    def look() -> tuple[int, int, bool]:
        memory = limited()
        held = keep(kept) if kept else None
        bound = memory_of_a_test(least)
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
        keep(TEST_ROOM - 16 * MIB).close()
        return bound, memory, held is None

    bound, memory, _ = in_child(look)
    assert least <= bound <= memory + TEST_ROOM
    assert bound == least or kept + TEST_ROOM < bound


def test_cells_that_fill_the_memory_leave_room_for_the_tests_and_no_more() -> None:
    def look() -> int:
        memory = limited()
        held = keep(free_memory())
        bound = memory_of_a_test(0)
        assert held and not free_memory() > 16 * MIB
        return memory + TEST_ROOM - bound

    assert 0 <= in_child(look) <= 16 * MIB
