"""A certificate made on this machine, so that phones in the same network reach the desk by TLS."""

import ipaddress
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Browsers accept none that lasts longer than 398 days (CA/Browser Forum, Baseline Requirements 6.3.2).
_LASTS = timedelta(days=397)
_RENEWED_BEFORE_END = timedelta(days=30)
_CLOCKS_DIFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files in PEM: what the server shows, its key, and the authority that whoever visits may trust."""

    chain: Path
    key: Path
    authority: Path

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority, as telephones show it: pairs of digits between colons."""
        held = x509.load_pem_x509_certificate(self.authority.read_bytes())
        return held.fingerprint(hashes.SHA256()).hex(":").upper()


def ensure(folder: Path, address: str, now: datetime) -> Certificate:
    """The certificate for an IPv4 address and this machine's name, made anew before it ends; `now` is UTC.

    The authority signs this one certificate and its key is thrown away at once: whoever trusts it trusts
    nothing else. Another address needs another one.
    """
    made = Certificate(folder / "chain.pem", folder / "key.pem", folder / "authority.pem")
    names = _names(address)
    if not _serves(made, names, now):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(made, names, now)
    return made


def network_address() -> str | None:
    """The IPv4 address by which other machines reach this one; None for a machine in no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only chooses the way. The address is for documents (RFC 5737).
            probe.connect(("203.0.113.1", 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if ipaddress.ip_address(address).is_loopback else address


def _names(address: str) -> tuple[x509.GeneralName, ...]:
    machine = socket.gethostname().split(".", maxsplit=1)[0].lower()
    hosts = dict.fromkeys((*_host_names(machine), "localhost"))
    addresses = dict.fromkeys((address, "127.0.0.1"))
    return (
        *(x509.IPAddress(ipaddress.ip_address(one)) for one in addresses),
        *(x509.DNSName(one) for one in hosts),
    )


def _host_names(machine: str) -> tuple[str, ...]:
    sound = machine.isascii() and machine.replace("-", "").isalnum()
    return (machine, f"{machine}.local") if sound else ()


def _serves(made: Certificate, names: Sequence[x509.GeneralName], now: datetime) -> bool:
    if not all(path.exists() for path in (made.chain, made.key, made.authority)):
        return False
    shown = x509.load_pem_x509_certificate(made.chain.read_bytes())
    held = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return list(held) == list(names) and now < shown.not_valid_after_utc - _RENEWED_BEFORE_END


def _make(made: Certificate, names: Sequence[x509.GeneralName], now: datetime) -> None:
    signing, serving = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Griddesk {now:%Y-%m-%d %H:%M:%S}")])
    authority = (
        _begun(called, called, signing.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_signs_certificates(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(signing.public_key()), critical=False)
        .sign(signing, hashes.SHA256())
    )
    host = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, str(names[0].value))])
    shown = (
        _begun(host, called, serving.public_key(), now)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .sign(signing, hashes.SHA256())
    )
    key = serving.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # The chain comes last: it is what tells the next start that all three are there.
    _write(made.key, key, 0o600)
    _write(made.authority, authority.public_bytes(Encoding.PEM), 0o644)
    _write(made.chain, shown.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM), 0o644)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - _CLOCKS_DIFFER)
        .not_valid_after(now.astimezone(UTC) - _CLOCKS_DIFFER + _LASTS)
    )


def _signs_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _write(path: Path, content: bytes, mode: int) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    new.replace(path)
