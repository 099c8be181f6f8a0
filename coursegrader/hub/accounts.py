"""The small files in ``/etc`` that programs in a confined server ask for: who am I, where is localhost."""

from __future__ import annotations

from pathlib import Path


def write_accounts(folder: Path, *, user: str, uid: int, gid: int, home: Path) -> None:
    """Write ``passwd``, ``group``, ``hosts`` and ``nsswitch.conf`` that know one user and this machine."""
    texts = {
        "passwd": f"root:x:0:0::/:/usr/sbin/nologin\n{user}:x:{uid}:{gid}::{home}:/bin/bash\n",
        "group": f"root:x:0:\n{'staff' if gid != uid else user}:x:{gid}:\n",
        "hosts": "127.0.0.1 localhost jupyter\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
    for name, text in texts.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)
