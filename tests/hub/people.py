"""The people of the tests, and a small hub that knows them."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from coursegrader.hub.hub_api import HubAddress, HubApi

ACCESS = "access:services!service=course"
GROUPS: Mapping[str, frozenset[str]] = {
    "imani": frozenset({"formgrade-maths", "instructor-maths"}),
    "tomas": frozenset({"formgrade-maths"}),
    "amara": frozenset({"nbgrader-maths"}),
    "kenji": frozenset({"nbgrader-maths"}),
    "sofia": frozenset({"nbgrader-maths"}),
    "other": frozenset({"nbgrader-physics", "formgrade-physics", "instructor-physics"}),
    "ada": frozenset({"hub-admin"}),
}
ADDRESS = HubAddress(
    api_url="http://hub/hub/api",
    public_url="http://hub",
    base_url="/",
    client_id="service-course",
    client_secret="the service's own secret",
    callback="/services/course/oauth_callback",
    access_scopes=frozenset({"access:services", ACCESS}),
)


@dataclass
class FakeHub:
    """Answers as JupyterHub does to what the service asks.

    Attributes:
        groups: user name -> groups; change it to move people.
        tokens: token -> user name; at first, names are tokens.
        scopes: what tokens may do.
    """

    groups: dict[str, frozenset[str]] = field(default_factory=lambda: dict(GROUPS))
    tokens: dict[str, str] = field(default_factory=lambda: {name: name for name in GROUPS})
    scopes: set[str] = field(default_factory=lambda: {ACCESS})
    asked: int = 0
    _codes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def api(self) -> HubApi:
        """The service's own client, connected to this hub."""
        app = FastAPI()
        app.get("/hub/api/user")(self._user)
        app.post("/hub/api/oauth2/token")(self._token)
        return HubApi(ADDRESS, httpx.AsyncClient(transport=httpx.ASGITransport(app)))

    def authorize(self, url: str, name: str) -> str:
        """Log in at the address that the service sends browsers to; returns where the browser is sent back to."""
        query = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        assert query["client_id"] == ADDRESS.client_id
        assert query["redirect_uri"] == ADDRESS.callback
        code = secrets.token_hex(4)
        self._codes[code] = (name, query["code_challenge"])
        return f"{ADDRESS.callback}?code={code}&state={query['state']}"

    async def _user(self, request: Request) -> Any:
        self.asked += 1
        name = self.tokens.get(request.headers["authorization"].removeprefix("token "))
        if name is None or name not in self.groups:
            return JSONResponse({"status": 403}, status_code=403)
        return {"kind": "user", "name": name, "groups": sorted(self.groups[name]), "scopes": sorted(self.scopes)}

    async def _token(self, request: Request) -> Any:
        form = {key: values[0] for key, values in parse_qs((await request.body()).decode()).items()}
        name, challenge = self._codes.pop(form["code"], ("", ""))
        verifier = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        if not name or verifier.decode() != challenge or form["client_secret"] != ADDRESS.client_secret:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        token = secrets.token_hex(16)
        self.tokens[token] = name
        return {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}
