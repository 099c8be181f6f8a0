"""Pages that update by themselves: who wants to hear of what, and the stream that tells them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

ALIVE_SECONDS = 15.0
MOST_OF_ONE_PERSON = 20


@dataclass(eq=False)
class Listener:
    """One open page. ``learner`` is whose changes it hears of; None for everybody's in the course."""

    course: str
    learner: str | None
    reader: str
    loop: asyncio.AbstractEventLoop
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    gone: bool = False

    def wake(self) -> None:
        """Note that something changed; from any thread. Several changes before the page asks again are one."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.changed.set)


class Changes:
    """Carries "something changed" from whoever changes it to the pages that show it."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def publish(self, course: str, learner: str) -> None:
        """Say that something of a learner's changed in a course. Safe to call from any thread."""
        for listener in tuple(self._listeners):
            if listener.course == course and listener.learner in (None, learner):
                listener.wake()

    def publish_all(self, course: str) -> None:
        """Say that something changed for everybody in a course. Safe to call from any thread."""
        for listener in tuple(self._listeners):
            if listener.course == course:
                listener.wake()

    @contextmanager
    def subscribe(self, course: str, learner: str | None, reader: str) -> Iterator[Listener]:
        """Hear of a learner's changes, or of everybody's (None), while the context lasts.

        Args:
            reader: who is listening; of more than :data:`MOST_OF_ONE_PERSON` pages of one person the oldest stop.
        """
        theirs = [listener for listener in self._listeners if listener.reader == reader]
        for oldest in theirs[: max(0, len(theirs) + 1 - MOST_OF_ONE_PERSON)]:
            _end(oldest)
        listener = Listener(course, learner, reader, asyncio.get_running_loop())
        self._listeners.append(listener)
        try:
            yield listener
        finally:
            self._listeners.remove(listener)

    def close(self) -> None:
        """End all streams."""
        for listener in tuple(self._listeners):
            _end(listener)


async def events(listener: Listener, still_allowed: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
    """The stream of one page: an event whenever something changed, and a sign of life now and then.

    Args:
        still_allowed: asked at each sign of life; a person who lost access hears nothing more.
    """
    yield "retry: 2000\n\n"
    while not listener.gone:
        try:
            await asyncio.wait_for(listener.changed.wait(), ALIVE_SECONDS)
        except TimeoutError:
            if not await still_allowed():
                return
            yield ": still here\n\n"
            continue
        listener.changed.clear()
        if not listener.gone:
            yield "data: changed\n\n"


def _end(listener: Listener) -> None:
    listener.gone = True
    listener.wake()
