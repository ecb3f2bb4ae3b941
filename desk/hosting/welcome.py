"""What bin/start says once everything is up: where it is, who can log in, what to try."""

from desk.demo.accounts import PASSWORD, TO_BEGIN_WITH
from desk.hosting.asked import Installation
from desk.hosting.installation import HOME, ROOT, certificate_of

_TEXT = """
Griddesk is up:           {address}
For residents:            {address}/   (no account)
For staff:                {address}/login
The API and its viewer:   {address}/api/docs
The city's bus (sandbox): {sandbox}/
Logs:                     {logs}
{demo}
Ctrl-C stops all of it."""
_DEMO = """
Where to be, and as whom (every account has the password {password})
{accounts}
  … and one for every other post: clerk.longqiao, handler.water.chengxiang, approver.health.licheng

Three things to try in a browser:
  1. As a resident, open {address}/report and report rubbish; keep the number and the password.
  2. As operator.zhenhai file it, as dispatcher.licheng dispatch it, as the one it goes to sign and feed back.
  3. Follow it at {address}/progress, and see what the city's bus was told of it at {sandbox}/
"""
_LAN = """
Open to everybody in this network. Phones ask once whether they trust the certificate; to be asked nothing,
install its authority on them, after comparing what both say of it:
  {authority}
  SHA-256 {fingerprint}
"""
_KNOWN_TO_ALL = """\
The demo's password and clock are everybody's there: never with real data.
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
        demo=_network(installation) + (_demo(installation) if installation.demo else _NO_DEMO),
    )


def _network(installation: Installation) -> str:
    certificate = certificate_of(installation)
    if certificate is None:
        return ""
    authority = certificate.authority.relative_to(ROOT)
    said = _LAN.format(authority=authority, fingerprint=certificate.fingerprint)
    return said + (_KNOWN_TO_ALL if installation.demo else "")


def _demo(installation: Installation) -> str:
    faces = max(len(face) for face, _, _ in TO_BEGIN_WITH)
    logins = max(len(login) for _, login, _ in TO_BEGIN_WITH)
    return _DEMO.format(
        address=installation.address,
        sandbox=installation.sandbox_address,
        password=PASSWORD,
        accounts="\n".join(
            f"  {face:<{faces}}  {login:<{logins}}  {does}" for face, login, does in TO_BEGIN_WITH
        ),
    )
