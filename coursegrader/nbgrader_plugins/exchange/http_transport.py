"""The exchange reached over HTTP, from servers that the hub started. The token in the request says who is asking."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import httpx
import msgpack

from coursegrader.errors import BadSubmission, NotAllowed, StoreError
from coursegrader.store import Attempt, Release

TIMEOUT_SECONDS = 60.0
CONNECT_TRIES = 3
_MSGPACK = "application/msgpack"


class HttpTransport:
    """A client of :mod:`coursegrader.hub.routes`."""

    def __init__(self, url: str, token: str) -> None:
        """``url``: the service's address; its API lies below ``/api``."""
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/api",
            headers={"Authorization": f"token {token}"},
            timeout=TIMEOUT_SECONDS,
            trust_env=False,  # a proxy named in a learner's environment must not see the token
        )

    def courses(self) -> list[str]:
        """Ids of the courses that the caller belongs to."""
        return [course["id"] for course in self._call("GET", "/courses").json()]

    def releases(self, course: str) -> list[Release]:
        """The released assignments."""
        return [Release.from_json(row) for row in self._call("GET", f"/courses/{course}/releases").json()]

    def fetch(self, course: str, assignment: str) -> dict[str, bytes]:
        """An assignment's files, rendered for the caller by the service."""
        return _unpack(self._call("GET", f"/courses/{course}/releases/{assignment}"))

    def submit(self, course: str, assignment: str, files: Mapping[str, bytes]) -> Attempt:
        """Hand in the caller's attempt."""
        answer = self._call("POST", f"/courses/{course}/assignments/{assignment}/attempts", files=files)
        return Attempt.from_json(answer.json())

    def own_attempts(self, course: str, assignment: str | None) -> list[Attempt]:
        """The caller's attempts."""
        return self._attempts(f"/courses/{course}/attempts", assignment=assignment)

    def own_feedback(self, attempt: Attempt) -> dict[str, bytes]:
        """Feedback pages of one of the caller's attempts."""
        return _unpack(self._call("GET", f"/courses/{attempt.course}/attempts/{attempt.id}/feedback"))

    def all_attempts(self, course: str, assignment: str | None, learner: str | None) -> list[Attempt]:
        """Everybody's attempts (course staff)."""
        return self._attempts(f"/courses/{course}/inbox", assignment=assignment, learner=learner)

    def attempt_files(self, attempt: Attempt) -> dict[str, bytes]:
        """What was handed in (course staff)."""
        return _unpack(self._call("GET", f"/courses/{attempt.course}/inbox/{attempt.id}/files"))

    def release(self, course: str, assignment: str, files: Mapping[str, bytes], *, replace: bool) -> None:
        """Release an assignment (instructors)."""
        query = {"replace": "true" if replace else "false"}
        self._call("PUT", f"/courses/{course}/releases/{assignment}", files=files, query=query)

    def withdraw(self, course: str, assignment: str) -> None:
        """End an assignment's release (instructors)."""
        self._call("DELETE", f"/courses/{course}/releases/{assignment}")

    def release_feedback(self, attempt: Attempt, files: Mapping[str, bytes]) -> None:
        """Let the learner fetch feedback (course staff)."""
        self._call("PUT", f"/courses/{attempt.course}/inbox/{attempt.id}/feedback", files=files)

    def grade_again(self, attempt: Attempt) -> None:
        """Put an attempt back into the grading service's queue (course staff)."""
        self._call("POST", f"/courses/{attempt.course}/inbox/{attempt.id}/grade")

    def _attempts(self, path: str, **filters: str | None) -> list[Attempt]:
        query = {name: value for name, value in filters.items() if value is not None}
        return [Attempt.from_json(row) for row in self._call("GET", path, query=query).json()]

    def _call(
        self,
        method: str,
        path: str,
        *,
        files: Mapping[str, bytes] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        content = None if files is None else msgpack.packb(dict(files))
        headers = {"Content-Type": _MSGPACK} if files is not None else {}
        request = self._client.build_request(method, path, params=query, content=content, headers=headers)
        answer = self._send(request)
        if answer.is_success:
            return answer
        raise _error(answer)

    def _send(self, request: httpx.Request) -> httpx.Response:
        for tries_left in reversed(range(CONNECT_TRIES)):
            try:
                return self._client.send(request)
            except httpx.ConnectError as error:  # nothing was sent, so asking again is safe
                if not tries_left:
                    raise _unreachable(request, error) from error
                time.sleep(0.5)
            except httpx.HTTPError as error:
                raise _unreachable(request, error) from error
        raise AssertionError("unreachable")


def _unreachable(request: httpx.Request, error: httpx.HTTPError) -> StoreError:
    return StoreError(
        f"the exchange at {request.url.scheme}://{request.url.netloc.decode()} did not answer "
        f"({type(error).__name__}): try again in a minute, then tell your instructor"
    )


def _error(answer: httpx.Response) -> StoreError | BadSubmission:
    message = answer.text.strip() or answer.reason_phrase
    if answer.headers.get("content-type", "").startswith("application/json"):
        message = str(answer.json().get("detail", message))
    if answer.status_code in (401, 403):
        return NotAllowed(message)
    if answer.status_code in (413, 422):
        return BadSubmission(message)
    return StoreError(message)


def _unpack(answer: httpx.Response) -> dict[str, bytes]:
    files: Any = msgpack.unpackb(answer.content)
    return dict(files)
