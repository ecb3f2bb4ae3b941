"""How far a matter is, for people: by its number alone, and more with the password."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from desk import progress
from desk.attempts import TooManyAttempts
from desk.errors import UnknownProgress
from desk.pages.fault_words import sentence
from desk.pages.forms import Form, new_key, read_form
from desk.pages.inline_pictures import inline
from desk.pages.language import look_of
from desk.pages.rendering import page
from desk.pages.translations import speak
from desk.problem_answers import kind_of
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest
from dispatch.present import present

_LONGEST = 32  # characters of a number or password


@get("/progress")
async def ask(request: DeskRequest) -> Response[str]:
    """Where somebody types the number of his matter."""
    return await _ask(request, Form())


@post("/progress", status_code=200, request_max_body_size=LARGEST_PUBLIC_BODY)
async def look(request: DeskRequest) -> Response[str] | Redirect:
    """Goes to the number typed; with a password it shows the details at once."""
    form = await read_form(request)
    number = _plain(form["number"])
    if not number:
        error = UnknownProgress("no number was typed")
        return await _ask(request, form.with_errors({"number": (sentence(kind_of(error)),)}), 404)
    if not form["password"]:
        return Redirect(f"/t/{number}", status_code=303)
    return await details_page(request, number, form)


@post("/t/{tracking_no:str}/details", status_code=200, request_max_body_size=LARGEST_PUBLIC_BODY)
async def see_details(request: DeskRequest, tracking_no: FromPath[str]) -> Response[str]:
    """What number and password tell together; a wrong password and an unknown number get the same answer."""
    return await details_page(request, _plain(tracking_no), await read_form(request))


async def progress_page(request: DeskRequest, tracking_no: str) -> Response[str]:
    """The page of a number, which is the address in the QR code."""
    speak(look_of(request).language)
    try:
        found = await progress.progress(_plain(tracking_no), request.sender)
    except (UnknownProgress, TooManyAttempts) as error:
        return await refused(request, Form({"number": (tracking_no[:_LONGEST],)}), error)
    return await page(request, "resident/progress.html", found=found, form=Form())


async def details_page(
    request: DeskRequest, tracking_no: str, form: Form, said: str = "", status: int = 200
) -> Response[str]:
    """The page of number and password; `said` is what has just happened."""
    password = form["password"][:_LONGEST]
    try:
        found = await progress.details(tracking_no, password, request.sender)
    except (UnknownProgress, TooManyAttempts) as error:
        return await refused(request, Form({"number": (tracking_no,)}), error)
    photos = [inline(one) for one in await progress.pictures_sent(found, await present())]
    shown = {"photos": photos, "found": found.progress, "more": found, "password": password, "said": said}
    shown["key"] = form["key"] or new_key()
    return await page(request, "resident/details.html", status=status, form=form, shown=shown)


async def refused(request: DeskRequest, form: Form, error: Exception) -> Response[str]:
    """The form that asks for number and password, with why they did not open anything."""
    problem = kind_of(error)
    shown = await _ask(request, form.with_errors({"number": (sentence(problem),)}), problem.status)
    if isinstance(error, TooManyAttempts):
        shown.headers["Retry-After"] = str(max(1, int(error.wait.total_seconds())))
    return shown


async def _ask(request: DeskRequest, form: Form, status: int = 200) -> Response[str]:
    return await page(request, "resident/ask.html", status=status, form=form)


def _plain(number: str) -> str:
    """A number as it is kept: people write it in groups, and in small letters."""
    plain = "".join(sign for sign in number if sign.isascii() and sign.isalnum())
    return plain.upper()[:_LONGEST]


ROUTES = (ask, look, see_details)
