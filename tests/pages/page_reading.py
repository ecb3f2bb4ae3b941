"""Reads pages the way a browser does: their forms with every field, sent back with what is typed."""

from dataclasses import dataclass
from html.parser import HTMLParser

import httpx


@dataclass(slots=True)
class PageForm:
    """A form as it stands on a page, with the values its fields have."""

    action: str
    method: str
    fields: dict[str, str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._select: str | None = None
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(said.get("action", ""), said.get("method", "get").lower(), {}))
        if not self.forms or (not said.get("name") and tag != "option"):
            return
        fields = self.forms[-1].fields
        if tag == "input" and said.get("type") in ("checkbox", "radio"):
            if "checked" in said:
                fields[said["name"]] = said.get("value", "on")
        elif tag == "input" and said.get("type") not in ("file", "submit"):
            fields[said["name"]] = said.get("value", "")
        elif tag == "select":
            self._select = said["name"]
        elif tag == "textarea":
            self._text = said["name"]
            fields[said["name"]] = ""
        elif tag == "option" and self._select and ("selected" in said or self._select not in fields):
            fields[self._select] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.forms[-1].fields[self._text] += data


def forms(page: str) -> list[PageForm]:
    """Every form of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_to(page: str, action: str) -> PageForm:
    """The form of a page that is sent to an address; fails when there is none."""
    found = [form for form in forms(page) if form.action == action]
    assert found, f"no form to {action} among {[form.action for form in forms(page)]}"
    return found[0]


async def fill_in(client: httpx.AsyncClient, page: str, action: str, **typed: str) -> httpx.Response:
    """Fills the page's form in and sends it, with every hidden field it carries."""
    form = form_to(page, action)
    # Whoever fills in forms sends no header of a script.
    return await client.post(action, data={**form.fields, **typed}, headers={"x-csrf-token": ""})
