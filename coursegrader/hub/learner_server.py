"""A learner's own server, asked to fetch or submit: started if need be, and reached through the hub's proxy.

Everything is done with the learner's own OAuth token: the hub and the server allow what they would allow the learner.
The server runs whatever the learner likes, so its answers are small, plain data about the learner's own folder.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final, Protocol
from urllib.parse import quote

import httpx

from coursegrader.errors import NotAllowed, StoreError

START_SECONDS: Final = 120.0  # the hub gives up sooner, and says so
ANSWER_SECONDS: Final = 90.0
POLL_SECONDS: Final = 0.25
MOST_BYTES: Final = 256 * 1024
MOST_NOTEBOOKS: Final = 300
LONGEST_AGO: Final = 10 * 365 * 86400.0

log = logging.getLogger("coursegrader.hub")


@dataclass(frozen=True)
class Fetched:
    """A week in a learner's home: its folder below the server's root, its notebooks, and whether it came only now."""

    folder: str
    notebooks: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True)
class HandedIn:
    """A submission that the exchange has accepted: how long before it the learner last saved a notebook, in seconds."""

    saved_seconds_ago: float


class Servers(Protocol):
    """Learners' servers, as the pages use them. ``StoreError`` is a sentence for the learner."""

    async def fetch(self, user: str, token: str, course: str, assignment: str) -> Fetched:
        """Bring a week into the user's home, unless it is there, with their server running."""

    async def submit(self, user: str, token: str, course: str, assignment: str) -> HandedIn:
        """Hand in the week as it lies in the user's home."""


class LearnerServers:
    """The servers that the hub starts."""

    def __init__(
        self, api_url: str, public_url: str, transport: httpx.AsyncBaseTransport | None = None, *, prefix: str = ""
    ) -> None:
        """Nothing is asked yet.

        Args:
            api_url: the hub's REST API (``$JUPYTERHUB_API_URL``).
            public_url: where the hub's proxy listens, seen from this machine.
            transport: how to reach both; by default over the network.
            prefix: the hub's base URL without its last slash.
        """
        self._api_url, self._public_url, self._prefix = api_url.rstrip("/"), public_url.rstrip("/"), prefix
        self._transport = transport

    async def fetch(self, user: str, token: str, course: str, assignment: str) -> Fetched:
        """Start the server if it does not run, and have the week fetched unless it is there.

        Raises:
            StoreError: why not, in a sentence for the learner.
        """
        answer = await self._move(user, token, "fetch", course, assignment)
        folder, notebooks = answer.get("folder"), answer.get("notebooks")
        if not isinstance(notebooks, list) or len(notebooks) > MOST_NOTEBOOKS:
            raise _unreadable(user)
        return Fetched(_plain_path(user, folder), tuple(_plain_name(user, name) for name in notebooks), _flag(answer))

    async def submit(self, user: str, token: str, course: str, assignment: str) -> HandedIn:
        """Start the server if it does not run, and have the week submitted.

        Raises:
            StoreError: why not, in a sentence for the learner.
        """
        seconds = (await self._move(user, token, "submit", course, assignment)).get("saved_seconds_ago")
        if isinstance(seconds, int | float) and 0 <= seconds < LONGEST_AGO:
            return HandedIn(float(seconds))
        return HandedIn(0.0)

    async def _move(self, user: str, token: str, action: str, course: str, assignment: str) -> Mapping[str, Any]:
        if not token:
            raise NotAllowed("your server is started from the pages only: sign in with a browser")
        async with self._client(token) as client:
            await self._start(client, user)
            url = f"{self._public_url}{self._prefix}/user/{quote(user)}/coursegrader/{action}"
            answer = await _ask(client, url, {"course": course, "assignment": assignment})
        if answer.get("ok") is True:
            return answer
        error = answer.get("error")
        if not isinstance(error, str) or not error:
            error = "your server gave no reason: try again"
        raise StoreError(error[:500])

    @asynccontextmanager
    async def _client(self, token: str) -> AsyncIterator[httpx.AsyncClient]:
        # identity: a small answer must not unfold into a large one
        headers = {"Authorization": f"token {token}", "Accept-Encoding": "identity"}
        async with httpx.AsyncClient(
            headers=headers, timeout=ANSWER_SECONDS, trust_env=False, transport=self._transport
        ) as client:
            yield client

    async def _start(self, client: httpx.AsyncClient, user: str) -> None:
        """Return as soon as the user's server is ready."""
        address = f"{self._api_url}/users/{quote(user)}"
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await self._is_ready(client, address):
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError as error:
            raise StoreError("your server is taking very long to start: try again in a minute") from error
        except httpx.HTTPError as error:
            log.error("the hub does not answer (%r)", error)
            raise StoreError("the hub does not answer: try again in a minute, then tell your instructor") from error

    async def _is_ready(self, client: httpx.AsyncClient, address: str) -> bool:
        found = await client.get(address)
        if found.status_code in (401, 403):
            raise NotAllowed("you have been signed out: load this page again to sign in, then press the button again")
        found.raise_for_status()
        user = found.json()
        server = user.get("servers", {}).get("", {})
        if server.get("ready"):
            return True
        if server.get("pending") or user.get("pending"):  # starting, or still stopping
            return False
        started = await client.post(f"{address}/server", json={})
        # 400: it stops or has just started by another request; looking again tells
        if started.status_code not in (201, 202, 400):
            log.error("the hub cannot start a server: %s %s", started.status_code, started.text[:500])
            raise StoreError(
                "your server did not start, your files are safe: try again in a minute, then tell your instructor"
            )
        return False


async def _ask(client: httpx.AsyncClient, url: str, body: Mapping[str, str]) -> Mapping[str, Any]:
    """The JSON object that a learner's server answers, however it misbehaves."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS), client.stream("POST", url, json=body) as answer:
            content = bytearray()
            async for chunk in answer.aiter_raw():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise _unreadable(url)
    except (TimeoutError, httpx.HTTPError) as error:
        log.warning("no answer from %s (%r)", url, error)
        raise StoreError("your server does not answer: stop it on the hub's home page, then try again") from error
    if answer.status_code in (404, 405):
        raise StoreError("your server is from before an update: stop it on the hub's home page, then try again")
    try:
        found = json.loads(bytes(content))
    except (ValueError, RecursionError) as error:
        raise _unreadable(url) from error
    if answer.status_code != 200 or not isinstance(found, dict):
        raise _unreadable(url)
    return found


def _flag(answer: Mapping[str, Any]) -> bool:
    return answer.get("new") is True


def _plain_path(user: str, path: object) -> str:
    """A relative path below the server's root: it becomes part of an address."""
    parts = path.split("/") if isinstance(path, str) else []
    if not parts or len(parts) > 8:
        raise _unreadable(user)
    return str(PurePosixPath(*(_plain_name(user, part) for part in parts)))


def _plain_name(user: str, name: object) -> str:
    if not isinstance(name, str) or not 0 < len(name) <= 255 or name in (".", "..") or not name.isprintable():
        raise _unreadable(user)
    if "/" in name or "\\" in name:
        raise _unreadable(user)
    return name


def _unreadable(where: str) -> StoreError:
    log.warning("an answer that makes no sense from the server of %s", where)
    return StoreError("your server gave an answer that makes no sense: stop it on the hub's home page, then try again")
