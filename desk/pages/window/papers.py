"""Papers scanned for the form at the window: kept as soon as they are chosen, for no browser keeps a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litestar import Response, post

from desk.guards import any_role
from desk.idempotency import checked_key
from desk.input_errors import FieldError, InvalidInput
from desk.pages import names
from desk.pages.fault_words import said
from desk.pages.forms import Form, read_form, whole_number
from desk.pages.rendering import page
from desk.pages.translations import gettext as _
from desk.requests import DeskRequest
from desk.waiting_papers import LONGEST_NAME, MOST, Page, Paper, drop_paper, keep_paper, papers_of
from grid.city import City
from reach import Reach, Role
from registry.errors import UploadRefused
from registry.uploads import Upload

# Six scans of ten megabytes; whoever has more sends them one after the other.
LARGEST_FORM = 62_000_000
PHOTOS = "photos"  # stands for the material of an incident, which has none
_FILE = "file."  # before the code of the material a file is
_LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Attached:
    """The papers of a form as they wait, in the order in which they came."""

    papers: tuple[Paper, ...] = ()

    def of(self, code: str) -> tuple[Paper, ...]:
        """Those of one material."""
        return tuple(one for one in self.papers if one.code == code)

    @property
    def codes(self) -> frozenset[str]:
        """The materials that are here as files."""
        return frozenset(one.code for one in self.papers)


NOTHING = Attached()


async def attached_to(reach: Reach, form: Form) -> Attached:
    """What waits for this form."""
    return Attached(await papers_of(reach, form["key"])) if form["key"] else NOTHING


def ticked(form: Form, attached: Attached) -> Form:
    """The form as if everything that is here as a file had been ticked as brought."""
    brought = dict.fromkeys((*form.all("brought"), *sorted(attached.codes - {PHOTOS})))
    return Form({**form.values, "brought": tuple(brought)}, form.files, form.errors)


async def put_aside(form: Form, reach: Reach, city: City) -> dict[str, tuple[str, ...]]:
    """Keeps what was sent with a form and throws away what is not wanted; what was not taken, by field."""
    for typed in form.all("drop"):
        if (number := whole_number(typed)) is not None:
            await drop_paper(reach, form["key"], number)
    wrong: dict[str, tuple[str, ...]] = {}
    for name, files in form.files.items():
        code = name.removeprefix(_FILE)
        for file in files if name != code and len(code) <= _LONGEST_CODE else ():
            upload = Upload(file.filename, file.content_type, await file.read())
            try:
                await keep_paper(reach, Page(form["key"], code), upload, city)
            except UploadRefused as refused:
                wrong[name] = (*wrong.get(name, ()), _refused(file.filename, refused))
    return wrong


def _refused(name: str, refused: UploadRefused) -> str:
    if refused.reason == "too_many":
        return _("一次受理最多附 %(number)s 个文件。") % {"number": MOST}
    return f"{name[-LONGEST_NAME:]}{_('：')}{said(FieldError('', refused.reason, ''))}"


@post(
    "/window/papers",
    status_code=200,
    guards=[any_role([Role.CLERK])],
    request_max_body_size=LARGEST_FORM,
)
async def keep(request: DeskRequest) -> Response[str]:
    """Keeps files as they are chosen, or throws one away; answers with the list of that material."""
    form = await read_form(request)
    if not checked_key(form["key"]):
        raise InvalidInput(FieldError("/key", "required", "papers are known by the key of their form"))
    wrong = await put_aside(form, request.reach, await names.city())
    attached = await attached_to(request.reach, form)
    code = form["code"][:_LONGEST_CODE]
    return await _list(request, code, attached.of(code), wrong)


async def _list(
    request: DeskRequest, code: str, papers: Sequence[Paper], wrong: Mapping[str, tuple[str, ...]]
) -> Response[str]:
    error = " ".join(wrong.get(f"{_FILE}{code}", ()))
    status = 422 if error else 200
    return await page(request, "window/_papers.html", status=status, code=code, papers=papers, error=error)


ROUTES = (keep,)
