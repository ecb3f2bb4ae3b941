"""Runs the pretend city: `python -m integrations.sandbox --port 8100 --store FILE --secret-file FILE`."""

import argparse
import ipaddress
import sys
from pathlib import Path

import uvicorn

from integrations.sandbox.app import build


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="integrations.sandbox", description="A pretend city on the bus.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--store", type=Path, required=True, help="the file it remembers in")
    parser.add_argument("--secret-file", type=Path, required=True, help="the secret shared with the sender")
    parser.add_argument("--anywhere", action="store_true", help="allow other interfaces than loopback")
    return parser.parse_args()


def main() -> int:
    """Serves until stopped; refuses to be reachable from elsewhere unless told otherwise."""
    wanted = _arguments()
    if not wanted.anywhere and not ipaddress.ip_address(wanted.host).is_loopback:
        sys.stderr.write("the pretend city answers on loopback only; --anywhere lifts that\n")
        return 2
    wanted.store.parent.mkdir(parents=True, exist_ok=True)
    app = build(wanted.store, wanted.secret_file.read_text().strip())
    uvicorn.run(app, host=wanted.host, port=wanted.port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
