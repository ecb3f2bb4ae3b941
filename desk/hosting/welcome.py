"""What bin/start says once everything is up: where it is, who can log in, what to try."""

from desk.demo.accounts import PASSWORD, TO_BEGIN_WITH
from desk.hosting.installation import HOME, ROOT, Installation

_TEXT = """
Griddesk is up:           {address}
The API and its viewer:   {address}/api/docs
The city's bus (sandbox): {sandbox}
Logs:                     {logs}
{demo}
Ctrl-C stops all of it."""
_DEMO = """
Demo accounts, all with the password {password}
{accounts}
  … and one for every other post: clerk.longqiao, handler.water.chengxiang, approver.health.licheng

Three things to try (in another terminal):
  1. A resident reports rubbish; keep tracking_no and password of the answer.
     curl -s {address}/api/v1/reports -H 'content-type: application/json' -d \\
       '{{"class_code": "0102", "description": "垃圾没人收",
         "place": {{"point": {{"lon": 119.0251, "lat": 25.4384, "crs": "WGS84"}}}}}}'
  2. See how far it is, as the resident does (also in a browser).
     curl -s {address}/t/TRACKING_NO
  3. The password tells the number of the case; see what the city's bus was told of it, in order.
     curl -s {address}/t/TRACKING_NO -H 'content-type: application/json' -d '{{"password": "PASSWORD"}}'
     curl -s '{sandbox}/record?case=CASE_NO'
"""
_NO_DEMO = """
Make the city it shall serve: bin/desk city new --help
"""


def text(installation: Installation) -> str:
    """The closing words of a start."""
    return _TEXT.format(
        address=installation.address,
        sandbox=installation.sandbox_address,
        logs=(HOME / "log").relative_to(ROOT),
        demo=_demo(installation) if installation.demo else _NO_DEMO,
    )


def _demo(installation: Installation) -> str:
    width = max(len(login) for login, _ in TO_BEGIN_WITH)
    return _DEMO.format(
        address=installation.address,
        sandbox=installation.sandbox_address,
        password=PASSWORD,
        accounts="\n".join(f"  {login:<{width}}  {does}" for login, does in TO_BEGIN_WITH),
    )
