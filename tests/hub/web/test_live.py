"""Who hears of what changes, and when hearing ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import httpx
import pytest

from coursegrader.hub.web import live
from coursegrader.hub.web.live import MOST_OF_ONE_PERSON, Changes, Listener, events
from tests.hub.site import PREFIX
from tests.hub.web.browse import TestedSite

Heard = list[str]


async def allowed() -> bool:
    return True


async def listen(
    listening: AbstractContextManager[Listener], heard: Heard, check: Callable[[], object] = allowed
) -> None:
    with listening as listener:
        async for event in events(listener, check):  # type: ignore[arg-type]
            heard.append(event)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_learners_hear_of_their_own_changes_and_staff_of_all() -> None:
    async def scene() -> None:
        changes = Changes()
        own, others, staff, elsewhere = Heard(), Heard(), Heard(), Heard()
        listeners = [
            (changes.subscribe("maths", "amara", "amara"), own),
            (changes.subscribe("maths", "kenji", "kenji"), others),
            (changes.subscribe("maths", None, "imani"), staff),
            (changes.subscribe("physics", None, "other"), elsewhere),
        ]
        tasks = [asyncio.create_task(listen(listening, heard)) for listening, heard in listeners]
        await settle()
        await asyncio.to_thread(changes.publish, "maths", "amara")
        await settle()
        counts = [sum(event.startswith("data:") for event in heard) for heard in (own, others, staff, elsewhere)]
        assert counts == [1, 0, 1, 0]
        await asyncio.to_thread(changes.publish_all, "maths")
        await settle()
        counts = [sum(event.startswith("data:") for event in heard) for heard in (own, others, staff, elsewhere)]
        assert counts == [2, 1, 2, 0]
        changes.close()
        await asyncio.gather(*tasks)

    asyncio.run(scene())


def test_an_event_names_nobody() -> None:
    async def scene() -> None:
        changes, heard = Changes(), Heard()
        task = asyncio.create_task(listen(changes.subscribe("maths", None, "imani"), heard))
        await settle()
        changes.publish("maths", "amara")
        await settle()
        assert "amara" not in "".join(heard)
        changes.close()
        await task

    asyncio.run(scene())


def test_one_person_cannot_hold_any_number_of_streams() -> None:
    async def scene() -> None:
        changes = Changes()
        tasks = []
        for _ in range(MOST_OF_ONE_PERSON + 3):
            tasks.append(asyncio.create_task(listen(changes.subscribe("maths", "amara", "amara"), Heard())))
            await settle()
        assert sum(task.done() for task in tasks) == 3
        assert all(task.done() for task in tasks[:3]), "the oldest end"
        changes.close()
        await asyncio.gather(*tasks)

    asyncio.run(scene())


def test_who_loses_access_hears_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "ALIVE_SECONDS", 0.01)
    answers = iter((True, False))

    async def check() -> bool:
        return next(answers)

    async def scene() -> Heard:
        heard = Heard()
        await asyncio.wait_for(listen(Changes().subscribe("maths", "amara", "amara"), heard, check), 5)
        return heard

    assert [event for event in asyncio.run(scene()) if event.startswith(":")] == [": still here\n\n"]


def test_the_stream_of_a_course_is_an_event_stream(site: TestedSite) -> None:
    async def scene() -> tuple[httpx.Response, str]:
        request = site.as_("amara").client.build_request("GET", f"{PREFIX}/courses/maths/events")
        transport = httpx.ASGITransport(site.app)
        site.site.changes = Closing()  # the transport waits for the whole answer
        async with httpx.AsyncClient(transport=transport) as client:
            answer = await client.send(request)
            return answer, answer.text

    answer, text = asyncio.run(scene())
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert text.startswith("retry: 2000\n\n")


class Closing(Changes):
    """Ends each stream soon after it began."""

    @contextmanager
    def subscribe(self, course: str, learner: str | None, reader: str) -> Iterator[Listener]:
        asyncio.get_running_loop().call_later(0.05, self.close)
        with super().subscribe(course, learner, reader) as listener:
            yield listener
