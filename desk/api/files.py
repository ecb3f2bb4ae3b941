"""Photos and documents of a case: sent as a form, checked by content, opened with a recorded look."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import MultipartBody, PathParameter, QueryParameter
from msgspec import Meta, Struct

from desk.case_files import put_of_case
from desk.guards import case_readers, may
from desk.requests import DeskRequest
from dispatch import cases
from dispatch.case_store import Case, case_by_id, case_by_no
from dispatch.errors import ActNotAllowed
from dispatch.present import present
from dispatch.rules.states import Act, CaseKind
from grid.city import load_city
from reach import Reach
from registry.data_keys import OwnerKind, case_owner
from registry.errors import FileMissing, PurposeRequired, UploadRefused
from registry.file_owners import files_of, owner_of
from registry.files import FileContent, open_file, open_small
from registry.rules.purposes import Purpose, for_case
from registry.uploads import Upload

MOST_FILES = 200  # of one case, all who send any taken together
LARGEST_UPLOAD = 12_000_000  # bytes of the whole form; the file itself may have ten megabytes
_FileId = Annotated[int, PathParameter(ge=1, le=2**63 - 1)]
_Why = Annotated[
    Purpose | None,
    QueryParameter(required=False, description="Why; papers of an application are not opened without"),
]


class FileForm(Struct):
    """A form of two parts: the number of the case, and the file."""

    case_no: Annotated[str, Meta(pattern=r"^[0-9A-Za-z._-]{1,64}$")]
    file: UploadFile


class FileAnswer(Struct):
    """A file put away: an act names it by its id; the commitment is what the journal may hold of it."""

    id: int
    media_type: str
    size: int
    width: int | None
    height: int | None
    commitment: str


async def _read_form(request: Request[Any, Any, Any]) -> None:
    """Reads the form before the framework does, for which one that is not in UTF-8 is a failure of ours."""
    await request.form()


@post(
    "/files",
    before_request=_read_form,
    guards=[may(Act.ATTACH)],
    tags=["files"],
    summary="Send a photo or document",
    request_max_body_size=LARGEST_UPLOAD,
)
async def send_file(request: DeskRequest, data: MultipartBody[FileForm]) -> FileAnswer:
    """Takes JPEG, PNG, WebP and PDF up to 10 MB; pictures are re-encoded without hidden data.

    For those who may attach something to the case as it stands; a case holds two hundred files.
    """
    case = await case_by_no(request.reach, data.case_no)
    await _check_takes_files(request.reach, case)
    content = await data.file.read()
    upload = Upload(data.file.filename, data.file.content_type, content)
    stored = await put_of_case(request.reach, case.id, upload, (await load_city()).zone)
    return FileAnswer(
        stored.id, stored.media_type, stored.size, stored.width, stored.height, stored.commitment
    )


@get("/files/{file_id:int}", guards=[case_readers], tags=["files"], summary="Open a photo or document")
async def fetch_file(request: DeskRequest, file_id: _FileId, purpose: _Why = None) -> Response[bytes]:
    """The content, for those who may see its case; the look and its purpose are recorded."""
    found = await open_file(await _looking(request, file_id, purpose), file_id, await present())
    return _answered(found, {"content-disposition": f'attachment; filename="file-{file_id}"'})


@get("/files/{file_id:int}/small", guards=[case_readers], tags=["files"], summary="Look at a photo, small")
async def fetch_small(request: DeskRequest, file_id: _FileId, purpose: _Why = None) -> Response[bytes]:
    """A JPEG of at most 320 pixels a side, on the same terms; there is none of a document.

    A browser may keep it for a quarter of an hour, for the session that asked alone.
    """
    found = await open_small(await _looking(request, file_id, purpose), file_id, await present())
    return _answered(found, {"cache-control": "private, max-age=900", "vary": "Cookie, Authorization"})


async def _looking(request: DeskRequest, file_id: int, purpose: Purpose | None) -> Reach:
    """The reach with which the file may be opened; raises NotVisible, FileMissing, PurposeRequired."""
    owner = await owner_of(file_id)
    if owner.kind is not OwnerKind.CASE:
        raise FileMissing(f"file {file_id} belongs to no case")
    case = await case_by_id(request.reach, owner.id)
    if case.kind is CaseKind.APPLICATION and purpose is None:
        raise PurposeRequired("say in ?purpose= why a paper of an application is opened")
    return request.reach.for_purpose(for_case(case.id, purpose))


def _answered(found: FileContent, headers: dict[str, str]) -> Response[bytes]:
    return Response(found.content, media_type=found.media_type, headers=headers)


async def _check_takes_files(reach: Reach, case: Case) -> None:
    """Raises ActNotAllowed or UploadRefused."""
    known = await cases.know(reach, case.id)
    if Act.ATTACH not in cases.allowed_acts(reach, known):
        raise ActNotAllowed(case.state, Act.ATTACH)
    if await files_of(case_owner(case.id)) >= MOST_FILES:
        raise UploadRefused("too_many", f"the case has {MOST_FILES} files already")


ROUTES = (send_file, fetch_file, fetch_small)
