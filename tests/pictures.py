"""Tiny pictures, as files and as notebooks hold them."""

from __future__ import annotations

import base64

PNG_FILE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG_FILE = b"\xff\xd8\xff\xe0" + b"\0" * 20
GIF_FILE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
SVG_FILE = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"


def in_base64(content: bytes) -> str:
    """A file as a notebook holds it."""
    return base64.b64encode(content).decode()


PNG, JPEG, GIF, SVG = map(in_base64, (PNG_FILE, JPEG_FILE, GIF_FILE, SVG_FILE))
