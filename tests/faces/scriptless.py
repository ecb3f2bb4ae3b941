"""A page as it comes over the line, where no script will run: it must be whole."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import httpx


class _Page(HTMLParser):
    """The words inside <main> and <h1> of a page as it came over the line."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.text = {"main": "", "h1": ""}

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag in self.text:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        for tag in self.inside:
            self.text[tag] += data


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks in which language (`key` is a session's secret), and with which status the page comes."""

    language: str
    key: str | None
    status: int


def without_scripts(url: str, asking: Asking) -> list[str]:
    """What is missing when no script runs: a page must come whole."""
    cookies = {"language": asking.language} | ({"session": asking.key} if asking.key else {})
    headers = {"accept": "text/html", "accept-language": asking.language}
    with httpx.Client(cookies=cookies, headers=headers, trust_env=False, timeout=60) as client:
        answer = client.get(url)
    page = _Page()
    page.feed(answer.text)
    faults = [] if answer.status_code == asking.status else [f"without scripts: {answer.status_code}"]
    return faults + [
        f"without scripts <{tag}> is empty" for tag, text in page.text.items() if not re.search(r"\w", text)
    ]
