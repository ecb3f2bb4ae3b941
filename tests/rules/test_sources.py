"""Who counts as one sender, and who is on this machine."""

import pytest

from desk.sources import is_loopback, passed_on, sender


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("unknown", "unknown"),
    ],
)
def test_a_whole_stretch_of_ipv6_counts_as_one_sender(address: str, counted: str) -> None:
    assert sender(address) == counted


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("/run/desk.sock", False),
        (None, False),
    ],
)
def test_loopback_is_an_address_of_this_machine_alone(address: object, here: bool) -> None:
    assert is_loopback(address) is here


def test_a_proxy_shows_by_its_headers() -> None:
    assert passed_on(["Host", "X-Forwarded-Proto"])
    assert not passed_on(["host", "accept", "x-request-id"])
