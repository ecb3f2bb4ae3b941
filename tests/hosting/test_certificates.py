"""The certificate a machine makes for itself: good for its own names, private, and made anew in time."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from desk.hosting.asked import asked
from desk.hosting.certificates import Certificate, ensure

_NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
_HERE = "192.168.1.20"


def _trusted(made: Certificate, address: str, now: datetime) -> bool:
    """Whether somebody who trusts the authority believes that the server is at this address."""
    shown, authority = x509.load_pem_x509_certificates(made.chain.read_bytes())
    trust = PolicyBuilder().store(Store([x509.load_pem_x509_certificate(made.authority.read_bytes())]))
    verifier = trust.time(now).build_server_verifier(x509.IPAddress(ipaddress.ip_address(address)))
    try:
        verifier.verify(shown, [authority])
    except VerificationError:
        return False
    return True


def test_the_certificate_is_good_for_the_address_and_loopback_and_for_no_other(tmp_path: Path) -> None:
    made = ensure(tmp_path / "tls", _HERE, _NOW)

    good = [one for one in (_HERE, "127.0.0.1", "192.168.1.21") if _trusted(made, one, _NOW)]

    assert good == [_HERE, "127.0.0.1"]
    assert not _trusted(made, _HERE, _NOW + timedelta(days=398))


def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = ensure(tmp_path / "tls", _HERE, _NOW)

    assert made.key.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in (tmp_path / "tls").iterdir()} == {"key.pem", "chain.pem", "authority.pem"}


@pytest.mark.parametrize(
    ("address", "later", "same"),
    [
        (_HERE, timedelta(days=300), True),
        (_HERE, timedelta(days=370), False),
        ("192.168.1.21", timedelta(), False),
    ],
    ids=["later", "near its end", "at another address"],
)
def test_it_is_kept_as_long_as_it_serves(tmp_path: Path, address: str, later: timedelta, same: bool) -> None:
    first = ensure(tmp_path / "tls", _HERE, _NOW).fingerprint

    again = ensure(tmp_path / "tls", address, _NOW + later)

    assert (again.fingerprint == first) is same
    assert _trusted(again, address, _NOW + later)


def test_a_broken_off_making_is_done_again(tmp_path: Path) -> None:
    made = ensure(tmp_path / "tls", _HERE, _NOW)
    made.key.unlink()

    assert _trusted(ensure(tmp_path / "tls", _HERE, _NOW), _HERE, _NOW)
    assert made.key.exists()


@pytest.mark.parametrize("address", ["fe80::1", "example", "192.168.1"])
def test_the_network_is_named_by_an_address(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked(["--lan", address])

    assert f"{address!r} is not an IPv4 address" in capsys.readouterr().err


def test_without_the_word_the_desk_stays_on_this_machine() -> None:
    assert asked([]).address == "http://127.0.0.1:8000"
    assert asked(["--lan", _HERE, "--port", "8443"]).address == f"https://{_HERE}:8443"
