"""Addresses that keep what a list shows: its filters, its order, where a page begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from desk.requests import DeskRequest

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a list as it is shown now; called, it gives the same with something changed."""

    path: str
    said: tuple[tuple[str, str], ...] = ()

    @classmethod
    def asked(cls, request: DeskRequest, path: str, names: Iterable[str]) -> "Link":
        """The address somebody asks for, as far as it says these names; overlong values are cut."""
        given = {name: request.query_params.get(name, "")[:_LONGEST] for name in names}
        return cls(path, tuple((name, value) for name, value in given.items() if value))

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
