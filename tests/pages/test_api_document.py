"""docs/api.md lists every address as it is; run as a module, this file writes that part anew."""

from pathlib import Path

from desk.api_reference import BEGIN, END, reference
from desk.app import litestar

_DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def _written() -> tuple[str, str, str]:
    text = _DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    inside, _, after = rest.partition(END)
    return before, f"{BEGIN}{inside}{END}", after


def test_the_document_lists_the_addresses_as_they_are() -> None:
    assert _written()[1] == reference(litestar())


def test_the_document_names_every_header_a_caller_sends() -> None:
    text = _DOCUMENT.read_text(encoding="utf-8")

    for header in ("X-CSRF-Token", "Authorization: Bearer", "Idempotency-Key"):
        assert header in text


if __name__ == "__main__":
    before, _, after = _written()
    _DOCUMENT.write_text(f"{before}{reference(litestar())}{after}", encoding="utf-8")
