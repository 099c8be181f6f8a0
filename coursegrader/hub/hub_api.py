"""The hub's own HTTP interface, as far as the service needs it: whose token is this, and logging in with OAuth."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from coursegrader.errors import NotAllowed, StoreError
from coursegrader.hub.callers import Caller

CACHE_SECONDS = 20.0  # the hub itself looks up the roster again every 30 s: a removed person is out within a minute
MOST_CACHED = 10_000
TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True)
class HubAddress:
    """Where the hub is and who this service is to it.

    Attributes:
        api_url: the hub's API as reached on this machine, such as ``http://127.0.0.1:8081/hub/api``.
        public_url: where the hub's proxy listens, as reached on this machine.
        base_url: path of the whole deployment as browsers see it; ends with a slash.
        client_id, client_secret: of this service, an OAuth client of the hub.
        callback: path that the hub sends browsers back to.
        access_scopes: a token must have one of them to be let in.
    """

    api_url: str
    public_url: str
    base_url: str
    client_id: str
    client_secret: str
    callback: str
    access_scopes: frozenset[str]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> HubAddress:
        """As the hub tells the services that it starts."""
        return cls(
            api_url=environment["JUPYTERHUB_API_URL"].rstrip("/"),
            public_url=environment["COURSEGRADER_PUBLIC_URL"],
            base_url=environment["JUPYTERHUB_BASE_URL"],
            client_id=environment["JUPYTERHUB_CLIENT_ID"],
            client_secret=environment["JUPYTERHUB_API_TOKEN"],
            callback=environment["JUPYTERHUB_OAUTH_CALLBACK_URL"],
            access_scopes=frozenset(json.loads(environment["JUPYTERHUB_OAUTH_ACCESS_SCOPES"])),
        )


class HubApi:
    """Asks the hub. Answers about tokens are kept for :data:`CACHE_SECONDS`."""

    def __init__(self, address: HubAddress, client: httpx.AsyncClient | None = None) -> None:
        self.address = address
        # a proxy named in the environment must not see tokens
        self.client = client or httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False)
        self._known: dict[str, tuple[float, Caller | None]] = {}

    async def caller(self, token: str) -> Caller | None:
        """The user whose token this is; None if it is unknown, ended, or has no access to this service.

        Raises:
            StoreError: the hub does not answer.
        """
        key, now = hashlib.sha256(token.encode()).hexdigest(), time.monotonic()
        kept = self._known.get(key)
        if kept is not None and now - kept[0] < CACHE_SECONDS:
            return kept[1]
        found = await self._ask(token)
        if len(self._known) >= MOST_CACHED:
            self._known = {k: v for k, v in self._known.items() if now - v[0] < CACHE_SECONDS}
        self._known[key] = (now, found)
        return found

    async def identify(self, authorization: str) -> Caller:
        """The owner of the token in an ``Authorization`` header.

        Raises:
            NotAllowed: no token, an unknown one, or one without access to this service.
            StoreError: the hub does not answer.
        """
        kind, _, token = authorization.strip().partition(" ")
        if kind.lower() not in ("token", "bearer") or not token.strip():
            raise NotAllowed("no token: call the exchange from a server that the hub started")
        who = await self.caller(token.strip())
        if who is None:
            raise NotAllowed("the hub does not know this token: restart your server")
        return who

    def forget(self, token: str) -> None:
        """Ask the hub again at the next use of this token."""
        self._known.pop(hashlib.sha256(token.encode()).hexdigest(), None)

    def forget_all(self) -> None:
        """Ask the hub again about every token."""
        self._known.clear()

    # -- logging in ----------------------------------------------------------------------------------------------

    def authorize_url(self, state: str, challenge: str) -> str:
        """Where a browser goes to log in; the hub sends it back to the callback with a code.

        Args:
            state: comes back with the code.
            challenge: base64url SHA-256 of the verifier that :meth:`token_for` will be given (PKCE).
        """
        query = {
            "client_id": self.address.client_id,
            "redirect_uri": self.address.callback,
            "response_type": "code",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.address.base_url}hub/api/oauth2/authorize?{urlencode(query)}"

    async def token_for(self, code: str, verifier: str) -> tuple[str, float]:
        """The user's own token, and for how many seconds it holds.

        Raises:
            NotAllowed: the hub does not take the code.
            StoreError: the hub does not answer.
        """
        form = {
            "client_id": self.address.client_id,
            "client_secret": self.address.client_secret,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.address.callback,
            "code_verifier": verifier,
        }
        answer = await self._send("POST", "/oauth2/token", data=form)
        if answer.status_code >= 400:
            raise NotAllowed("the hub did not accept this log-in: log in again")
        told: dict[str, Any] = answer.json()
        return str(told["access_token"]), float(told.get("expires_in", 0))

    # -- asking --------------------------------------------------------------------------------------------------

    async def _ask(self, token: str) -> Caller | None:
        answer = await self._send("GET", "/user", headers={"Authorization": f"token {token}"})
        if answer.status_code in (401, 403, 404):
            return None
        if answer.status_code >= 400:
            raise StoreError(f"the hub answered {answer.status_code} when asked who is calling: try again in a minute")
        user: dict[str, Any] = answer.json()
        if user.get("kind") != "user" or not self._has_access(set(user.get("scopes", ()))):
            return None
        return Caller(user["name"], frozenset(user.get("groups", ())))

    def _has_access(self, scopes: set[str]) -> bool:
        return bool(self.address.access_scopes & scopes)

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self.client.request(method, self.address.api_url + path, **options)
        except httpx.HTTPError as error:
            raise StoreError(f"the hub does not answer ({type(error).__name__}): try again in a minute") from error
