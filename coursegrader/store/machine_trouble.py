"""Which errors are the machine's and pass when somebody mends it, so that no attempt may be failed for them."""

from __future__ import annotations

import errno

from sqlalchemy.exc import OperationalError

from coursegrader.errors import SandboxUnavailable, StorageFailed

_ERRNOS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN}
)


def is_machine_trouble(error: BaseException) -> bool:
    """Whether a full disk, too many open files, a locked database, a missing sandbox or the like is behind an error."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, SandboxUnavailable | StorageFailed | OperationalError | MemoryError):
            return True
        if isinstance(seen, OSError) and seen.errno in _ERRNOS:
            return True
        seen = seen.__cause__
    return False
