"""QR codes as pictures that stand in the page itself: nothing is fetched, and paper has them too."""

import io

import segno
from markupsafe import Markup


def qr_picture(text: str, label: str) -> Markup:
    """The code of a text as inline SVG with a name for those who do not see it; correction level M."""
    written = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        written, kind="svg", xmldecl=False, svgns=False, omitsize=True,
        svgclass="qr", lineclass=None, title=label,
    )  # fmt: skip
    # The title is escaped by segno, and everything else is its own.
    return Markup(written.getvalue().decode().replace("<svg ", '<svg role="img" ', 1))
