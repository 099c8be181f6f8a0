"""Every attack, in the order of the table."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.exhaust import frames, shown, space, values
from coursegrader.attacks.exhaust import processes as hungry
from coursegrader.attacks.forge import carried, interpreter, objects, protocol
from coursegrader.attacks.notebook import damage, lies
from coursegrader.attacks.people import files as people_files
from coursegrader.attacks.people import pages
from coursegrader.attacks.secrets import files, inputs, network, processes

ATTACKS: tuple[Attack, ...] = (
    *objects.ATTACKS,
    *interpreter.ATTACKS,
    *protocol.ATTACKS,
    *carried.ATTACKS,
    *files.ATTACKS,
    *processes.ATTACKS,
    *network.ATTACKS,
    *inputs.ATTACKS,
    *hungry.ATTACKS,
    *space.ATTACKS,
    *values.ATTACKS,
    *frames.ATTACKS,
    *shown.ATTACKS,
    *pages.ATTACKS,
    *people_files.ATTACKS,
    *lies.ATTACKS,
    *damage.ATTACKS,
)
