"""Imported before nbgrader: it then comes in half the time, and makes a gradebook without starting another program."""

from __future__ import annotations

from functools import cache

from coursegrader.nbgrader_plugins.light_import import import_nbgrader

import_nbgrader()

from nbgrader import api, dbutil  # noqa: E402  only now


@cache
def gradebook_version() -> str:
    """The version of nbgrader's database that it writes into each gradebook it makes.

    nbgrader runs ``alembic heads`` for it, every time, which takes longer than everything else about a new gradebook;
    what that prints is read here from the same scripts.
    """
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", dbutil.ALEMBIC_DIR)
    head = ScriptDirectory.from_config(config).get_current_head()
    assert head is not None  # nbgrader ships its scripts
    return head


api.get_alembic_version = gradebook_version
