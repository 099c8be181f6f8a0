"""The forms on a page, as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser


def fields(html: str, action: str) -> dict[str, str]:
    """The fields of the page's form that goes to ``action`` (the end of its address), with the values they have."""
    reader = _Forms()
    reader.feed(html)
    (found,) = [form for address, form in reader.forms if address.endswith(action)]
    return found


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((found["action"], {}))
        elif tag == "input" and self.forms and found.get("type") not in ("checkbox", "radio"):
            self.forms[-1][1][found["name"]] = found.get("value", "")
        elif tag == "textarea" and self.forms:
            self._text = found["name"]
            self.forms[-1][1][self._text] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.forms[-1][1][self._text] += data
