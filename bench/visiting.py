"""Somebody signed in who asks one thing after the other, as lean as can be: what is timed is the desk."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie

from desk.demo.accounts import PASSWORD


class NotAnswered(Exception):
    """Raised when the desk refuses what was asked; holds the beginning of what it said."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A session over one connection that is kept."""

    connection: http.client.HTTPConnection
    headers: Mapping[str, str]

    def get(self, path: str) -> bytes:
        """The body of a page or an answer; raises NotAnswered."""
        return self.ask("GET", path, None)

    def post(self, path: str, body: object) -> bytes:
        """The answer to a JSON body; raises NotAnswered."""
        return self.ask("POST", path, body)

    def ask(self, method: str, path: str, body: object) -> bytes:
        """One request and its answer; raises NotAnswered where it is no success."""
        packed = None if body is None else json.dumps(body).encode()
        more = {} if packed is None else {"content-type": "application/json"}
        self.connection.request(method, path, packed, {**self.headers, **more})
        answer = self.connection.getresponse()
        content = answer.read()
        if not 200 <= answer.status < 300:
            raise NotAnswered(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content


def sign_in(address: str, login: str) -> Visitor:
    """A session of one of the demo's accounts."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    body = json.dumps({"login": login, "password": PASSWORD})
    connection.request("POST", "/api/v1/login", body, {"content-type": "application/json"})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    cookies = SimpleCookie(answer.headers["set-cookie"])
    cookie = "; ".join(f"{name}={one.value}" for name, one in cookies.items())
    return Visitor(connection, {"cookie": cookie, "x-csrf-token": told["csrf_token"]})
