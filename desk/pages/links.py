"""Addresses that keep what a list shows: its filters, its order, where a page begins."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a list as it is shown now; called, it gives the same with something changed."""

    path: str
    said: tuple[tuple[str, str], ...] = ()

    def __call__(self, **changes: str | None) -> str:
        """The address with these parts; None or an empty text takes one out, a change leads to page one."""
        parts = {**dict(self.said), "after": "", **{name: value or "" for name, value in changes.items()}}
        told = urlencode({name: value for name, value in parts.items() if value})
        return f"{self.path}?{told}" if told else self.path

    @property
    def here(self) -> str:
        """The address itself."""
        return self(after=dict(self.said).get("after"))

    def value(self, name: str) -> str:
        """What the address says under a name; empty where it says nothing."""
        return dict(self.said).get(name, "")

    def saying(self, **parts: str) -> "Link":
        """The same list with these parts said."""
        return replace(self, said=tuple({**dict(self.said), **parts}.items()))
