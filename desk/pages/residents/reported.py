"""What a resident sees once his report is taken in: the number, the password this once, what happens next."""

from litestar import Response

from desk.api.reported import ReportedAnswer
from desk.pages.qr import qr_picture
from desk.pages.rendering import page
from desk.pages.translations import gettext as _
from desk.requests import DeskRequest
from settings import settings


async def thanks(request: DeskRequest, told: ReportedAnswer) -> Response[str]:
    """The page of a report taken in; shown for every repetition of the same form, and nowhere else."""
    address = f"{settings.public_url.rstrip('/')}/t/{told.tracking_no}"
    picture = qr_picture(address, _("办理进度的二维码"))
    return await page(request, "resident/reported.html", status=201, told=told, address=address, qr=picture)
