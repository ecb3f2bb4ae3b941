"""Reads pages the way a browser does: their forms with every field, sent back with what is typed."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

Typed = str | list[str]


@dataclass(slots=True)
class PageForm:
    """A form as it stands on a page: where it goes, the values it would send, the choices it offers.

    `buttons` are the values of the named buttons that send it; `multipart` is how it is sent.
    """

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    multipart: bool = False

    @property
    def fields(self) -> dict[str, str]:
        """The first value of every field that has one."""
        return {name: given[0] for name, given in self.values.items() if given}

    async def send(
        self, client: httpx.AsyncClient, files: dict[str, bytes] | None = None, **typed: Typed
    ) -> httpx.Response:
        """Sends the form with something typed over what stands in it."""
        uploads = [(name, ("photo.png", content, "image/png")) for name, content in (files or {}).items()]
        # Whoever fills in forms sends no header of a script.
        headers = {"accept": "text/html", "x-csrf-token": ""}
        return await client.post(
            self.action, data=self._filled(typed), files=uploads or None, headers=headers
        )

    async def press(
        self, client: httpx.AsyncClient, typed: Mapping[str, Typed], headers: Mapping[str, str]
    ) -> httpx.Response:
        """Sends the form encoded as it says it is, its files left empty, as a browser does."""
        values = self._filled(typed)
        if not self.multipart:
            return await client.post(self.action, data=values, headers=headers)
        kind, body = _encoded(values, self.files)
        return await client.post(self.action, content=body, headers={**headers, "content-type": kind})

    def _filled(self, typed: Mapping[str, Typed]) -> dict[str, list[str]]:
        return {**self.values, **{name: [v] if isinstance(v, str) else v for name, v in typed.items()}}


def _encoded(values: Mapping[str, Sequence[str]], files: Sequence[str]) -> tuple[str, bytes]:
    """The content type and the body of a form with files left empty; names are those of our own pages."""
    border = secrets.token_hex(16)
    pairs = [(f'name="{name}"', value) for name, given in values.items() for value in given]
    pairs += [(f'name="{name}"; filename=""\r\nContent-Type: application/octet-stream', "") for name in files]
    parts = [
        f"--{border}\r\nContent-Disposition: form-data; {said}\r\n\r\n{value}\r\n" for said, value in pairs
    ]
    return f"multipart/form-data; boundary={border}", "".join([*parts, f"--{border}--\r\n"]).encode()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._select = ""
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(given.get("action", ""))
            self._open.multipart = given.get("enctype") == "multipart/form-data"
            self.forms.append(self._open)
        form = self._open
        if form is None:
            return
        if tag == "input":
            self._input(form, given)
        elif tag == "button" and "name" in given:
            form.buttons.setdefault(given["name"], []).append(given.get("value", ""))
        elif tag == "select":
            self._select = given["name"]
            form.choices[self._select] = []
        elif tag == "option" and self._select:
            form.choices[self._select].append(given["value"])
            if "selected" in given or not form.values.get(self._select):
                form.values[self._select] = [given["value"]]
        elif tag == "textarea":
            self._area = given["name"]
            form.values[self._area] = [""]

    def _input(self, form: PageForm, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on"))
        elif name and kind != "submit":
            form.values[name] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._area is not None:
            self._open.values[self._area][0] += data


def forms_in(page: httpx.Response | str) -> list[PageForm]:
    """Every form of a page."""
    reader = _Reader()
    reader.feed(page if isinstance(page, str) else page.text)
    return reader.forms


def form_to(page: httpx.Response | str, action: str) -> PageForm:
    """The form that goes to an address ending so; raises LookupError, with the page, if none does."""
    for form in forms_in(page):
        if form.action.endswith(action):
            return form
    text = page if isinstance(page, str) else f"{page.status_code} {page.text}"
    raise LookupError(f"no form to {action} on the page: {text[:2000]}")


async def fill_in(
    client: httpx.AsyncClient, page: httpx.Response | str, action: str, **typed: Typed
) -> httpx.Response:
    """Fills the page's form in and sends it, with every hidden field it carries."""
    return await form_to(page, action).send(client, None, **typed)
