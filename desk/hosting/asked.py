"""What one start is asked for: its ports, whether the demo comes with it, whether the network may come in."""

import argparse
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from desk.hosting.certificates import network_address


@dataclass(frozen=True, slots=True)
class Installation:
    """What one start was asked for; both ports are on the loopback interface, the desk's also on `lan`.

    Without the demo the operator makes a city of his own (`bin/desk city new`). `lan` is this machine's IPv4
    address in its network; with it the desk speaks TLS only, by a certificate made here.
    """

    port: int = 8000
    sandbox_port: int = 8001
    demo: bool = True
    lan: str | None = None

    @property
    def address(self) -> str:
        return f"https://{self.lan}:{self.port}" if self.lan else f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        """The address the desk listens at; loopback goes on answering `bin/desk`."""
        return "0.0.0.0" if self.lan else "127.0.0.1"

    @property
    def sandbox_address(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"


def asked(arguments: Sequence[str]) -> Installation:
    """What the words after `bin/start` mean; ends the process with a sentence for those that mean nothing."""
    parser = argparse.ArgumentParser(prog="bin/start", description="Starts the desk, its city and its bus.")
    parser.add_argument("--port", type=_port, default=8000, help="where the desk listens (8000)")
    parser.add_argument(
        "--sandbox-port", type=_port, help="where the sandbox city listens (the port after it)"
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="without the demo city: make yours with bin/desk city new"
    )
    parser.add_argument(
        "--lan", type=_address, nargs="?", const=network_address(), default=False, metavar="ADDRESS",
        help="for phones in the same network: TLS with a certificate made here, at this machine's address",
    )  # fmt: skip
    found = parser.parse_args(arguments)
    if found.lan is None:
        parser.error("this machine is in no network; name its address there: --lan 192.168.1.20")
    lan = found.lan or None
    return Installation(found.port, found.sandbox_port or found.port + 1, not found.no_demo, lan)


def _address(text: str) -> str:
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an IPv4 address") from None


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65534:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 1 to 65534")
    return int(text)
