"""What a browser sends with a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from tornado.httputil import HTTPFile, HTTPHeaders, HTTPInputError, parse_body_arguments

from coursegrader.errors import BadSubmission

MOST_BYTES = 4 * 1024 * 1024
MULTIPART, PLAIN = "multipart/form-data", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """The fields and files of one form."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, name: str, default: str | None = None) -> str:
        """A field's value, without spaces around it.

        Raises:
            BadSubmission: it is missing and there is no default.
        """
        values = self.fields.get(name)
        if values:
            return values[-1].strip()
        if default is None:
            raise BadSubmission(f"the form lacks {name!r}: go back and fill it in")
        return default

    def all(self, name: str) -> list[str]:
        """All values of a field, such as ticked boxes of one name."""
        return list(self.fields.get(name, ()))

    def file(self, name: str) -> bytes | None:
        """A chosen file's content; None if none was chosen."""
        return self.files.get(name) or None


async def read_form(request: Request) -> Form:
    """The request's form; read once, however often it is asked for. A body of another kind is an empty form.

    Raises:
        BadSubmission: too large, or not well formed.
    """
    kept: Form | None = getattr(request.state, "form", None)
    if kept is None:
        kept = request.state.form = await _read(request)
    return kept


FormOf = Annotated[Form, Depends(read_form)]


async def _read(request: Request) -> Form:
    kind = request.headers.get("content-type", "")
    if not kind.startswith((MULTIPART, PLAIN)):
        return Form()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise BadSubmission(f"more than {MOST_BYTES >> 20} MiB in one form: send a smaller file")
    return await run_in_threadpool(_parsed, kind, bytes(body))


def _parsed(kind: str, body: bytes) -> Form:
    """The form in a body. Its parser bounds how many fields and parts there are; odd ones can still take a second."""
    fields: dict[str, list[bytes]] = {}
    files: dict[str, list[HTTPFile]] = {}
    try:
        parse_body_arguments(kind, body, fields, files, HTTPHeaders())
        texts = {name: [value.decode() for value in values] for name, values in fields.items()}
    except (HTTPInputError, ValueError) as error:
        raise BadSubmission("the form is not well formed: go back and send it again") from error
    return Form(texts, {name: sent[-1].body for name, sent in files.items()})
