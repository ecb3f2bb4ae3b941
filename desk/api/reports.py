"""Reports of residents who are not signed in: photos first, one by one, then the report that names them."""

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import UploadFile
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, MultipartBody
from msgspec import Struct

from desk import attempts, intake, metrics, waiting_photos
from desk.api.answering import Key, answered_before, answered_once, identity_of
from desk.api.intake_bodies import ReportBody, report
from desk.api.reported import ReportedAnswer, reported_answer
from desk.idempotency import RequestIdentity
from desk.intake_faults import Read, every_fault_told
from desk.reporting import RESIDENT, register_report
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest
from dispatch.present import present
from grid.city import load_city
from grid.locate import edition_lock
from registry.keys import keyed_index
from registry.uploads import Upload

LARGEST_PHOTO = 12_000_000  # bytes of the whole form; the photo itself may have ten megabytes
_REPORTED = {201: ResponseSpec(ReportedAnswer, description="Taken in", generate_examples=False)}


class PhotoForm(Struct):
    """A form of one part: the photo."""

    file: UploadFile


class PhotoAnswer(Struct):
    """A photo put aside for two hours; a report names it by its token, once."""

    token: str
    width: int
    height: int


async def _read_form(request: Request[Any, Any, Any]) -> None:
    """Reads the form before the framework does, for which one that is not in UTF-8 is a failure of ours."""
    await request.form()


@post(
    "/report-photos",
    before_request=_read_form,
    tags=["intake"],
    summary="Send a photo before a report",
    request_max_body_size=LARGEST_PHOTO,
)
async def take_photo(request: DeskRequest, data: MultipartBody[PhotoForm]) -> PhotoAnswer:
    """Open to everybody, some sixty in ten minutes from one address: JPEG, PNG or WebP up to 10 MB.

    The picture is made smaller, and what it says of time and place is thrown away.
    """
    content = await data.file.read()
    upload = Upload(data.file.filename, data.file.content_type, content)
    kept = await waiting_photos.keep_photo(upload, request.sender, await load_city())
    return PhotoAnswer(kept.token, kept.width, kept.height)


@post(
    "/reports",
    tags=["intake"],
    summary="Report something as a resident",
    responses=_REPORTED,
    request_max_body_size=LARGEST_PUBLIC_BODY,
)
async def take_report(
    request: DeskRequest, data: JSONBody[ReportBody], idempotency_key: Key = None
) -> Response[bytes]:
    """Open to everybody, some twenty in ten minutes from one address; answers with the tracking number."""
    identity = await identity_of(request, idempotency_key, sender_of(request))
    if (before := await answered_before(identity)) is not None:
        return before
    await count_report(request)
    return await handed_in(report(data), data.photos, identity)


def sender_of(request: DeskRequest) -> str:
    """The name a sender's keys belong to, where all that is known of him is the address."""
    return f"source:{keyed_index('source', request.sender).hex()}"


async def count_report(request: DeskRequest) -> None:
    """Counts a report by where it comes from; raises TooManyAttempts."""
    await attempts.count_attempt(f"report:{request.sender}", attempts.REPORT_BY_SOURCE, datetime.now(UTC))


async def handed_in(read: Read, photos: list[str], identity: RequestIdentity) -> Response[bytes]:
    """Takes the report in once for its identity; the body of the answer is a ReportedAnswer.

    Raises what `register_report` raises; whatever is wrong with the report is one InvalidInput.
    """
    now, city, new = await present(), await load_city(), read.new
    async with every_fault_told(read, RESIDENT, city, now):
        prepared = await intake.prepare(new, city, now)

        async def work() -> object:
            return await reported_answer(await register_report(prepared, photos, RESIDENT, city, now))

        answer = await answered_once(identity, work, 201, beside=edition_lock())
    if "idempotency-replayed" not in answer.headers:
        metrics.INTAKES.labels(new.kind.value, new.channel.value).inc()
    return answer


ROUTES = (take_photo, take_report)
