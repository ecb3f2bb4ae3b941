"""Photos and documents of a case: sent as a form, checked by content, opened with a recorded look."""

from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import MultipartBody, PathParameter
from msgspec import Meta, Struct

from desk.guards import case_readers, may
from desk.requests import DeskRequest
from dispatch.case_store import case_by_id, case_by_no
from dispatch.present import present
from dispatch.rules.states import Act
from grid.city import load_city
from registry.data_keys import OwnerKind, case_owner
from registry.errors import FileMissing
from registry.file_owners import owner_of
from registry.files import checked, open_file, put_file
from registry.uploads import Upload

LARGEST_UPLOAD = 12_000_000  # bytes of the whole form; the file itself may have ten megabytes


class FileForm(Struct):
    """A form of two parts: the number of the case, and the file."""

    case_no: Annotated[str, Meta(min_length=1, max_length=64)]
    file: UploadFile


class FileAnswer(Struct):
    """A file put away: an act names it by its id; the commitment is what the journal may hold of it."""

    id: int
    media_type: str
    size: int
    width: int | None
    height: int | None
    commitment: str


@post(
    "/files",
    guards=[may(Act.ATTACH)],
    tags=["files"],
    summary="Send a photo or document",
    request_max_body_size=LARGEST_UPLOAD,
)
async def send_file(request: DeskRequest, data: MultipartBody[FileForm]) -> FileAnswer:
    """Takes JPEG, PNG, WebP and PDF up to 10 MB; pictures are re-encoded without hidden data."""
    case = await case_by_no(request.reach, data.case_no)
    content = await data.file.read()
    upload = Upload(data.file.filename, data.file.content_type, content)
    # Checked before the transaction, which would otherwise stay open while a picture is re-encoded.
    sound = await checked(upload, (await load_city()).zone)
    stored = await put_file(request.reach, case_owner(case.id), sound)
    return FileAnswer(
        stored.id, stored.media_type, stored.size, stored.width, stored.height, stored.commitment
    )


@get("/files/{file_id:int}", guards=[case_readers], tags=["files"], summary="Open a photo or document")
async def fetch_file(
    request: DeskRequest, file_id: Annotated[int, PathParameter(ge=1, le=2**63 - 1)]
) -> Response[bytes]:
    """The content, for those who may see its case; the look is recorded."""
    owner = await owner_of(file_id)
    if owner.kind is not OwnerKind.CASE:
        raise FileMissing(f"file {file_id} belongs to no case")
    case = await case_by_id(request.reach, owner.id)
    found = await open_file(request.reach.for_purpose(f"case:{case.id}"), file_id, await present())
    return Response(
        found.content,
        media_type=found.media_type,
        headers={"content-disposition": f'attachment; filename="file-{file_id}"'},
    )


ROUTES = (send_file, fetch_file)
