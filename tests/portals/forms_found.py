"""The forms that a page shows, read from its HTML: where each goes, by which method, with what."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

BUTTONS = {"submit", "image", "button", "reset"}


@dataclass
class FoundForm:
    """A form: its fields by name, each with the value that the page gave it."""

    action: str
    method: str
    fields: dict = field(default_factory=dict)
    files: set = field(default_factory=set)

    @property
    def shape(self):
        return self.action, self.method, *sorted(self.fields), *sorted(self.files)


class _Reader(HTMLParser):
    def __init__(self, at):
        super().__init__()
        self.at, self.forms, self.links, self._open, self._select = at, [], [], None, ""

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.append(given["href"])
        if tag == "form":
            method = given.get("method", "get").lower()
            self._open = FoundForm(given.get("action") or self.at, method)
            self.forms.append(self._open)
        elif self._open and tag in {"input", "textarea", "select", "button", "option"}:
            self._take(tag, given)

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None

    def _take(self, tag, given):
        name = given.get("name", "")
        if tag == "option":
            if self._select and not self._open.fields[self._select]:
                self._open.fields[self._select] = given.get("value", "")
            return
        self._select = name if tag == "select" else ""
        if not name or name == "csrfmiddlewaretoken":
            return
        if given.get("type") == "file":
            self._open.files.add(name)
        else:
            self._open.fields.setdefault(name, given.get("value", ""))


def read(html, *, at):
    """The forms of a page at an address, and the addresses of this site that it links to."""
    reader = _Reader(at)
    reader.feed(html)
    return reader.forms, reader.links
