"""The page of one's own account: posts, a new password, the second factor."""

import segno
from litestar import Response, get, post
from litestar.response import Redirect

from desk import enrolling, login
from desk.api.session import session_cookie
from desk.attempts import TooManyAttempts
from desk.enrolling import Proof
from desk.errors import LoginRefused
from desk.guards import staff_only
from desk.pages import viewing
from desk.pages.fault_words import sentence
from desk.pages.forms import Form, read_form
from desk.pages.rendering import page
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from desk.problem_answers import kind_of
from desk.requests import DeskRequest
from desk.rules.role_words import ROLE_WORDS
from registry.credentials import credential_by_id
from registry.errors import PasswordTooWeak

_DONE = {
    "password": N_("密码已更改，其他登录已全部退出。"),
    "on": N_("两步验证已启用，其他登录已全部退出。"),
    "off": N_("两步验证已停用。"),
}


@get("/account", guards=[staff_only])
async def account(request: DeskRequest) -> Response[str]:
    """Who one is here, and what one may change about it."""
    return await _page(request, Form())


@post("/account/password", status_code=303, guards=[staff_only])
async def change_password(request: DeskRequest) -> Response[str] | Redirect:
    """A new password ends every other session of the account."""
    form = await read_form(request)
    if form["new"] != form["again"]:
        return await _page(request, form.with_errors({"again": (_("两次输入的新密码不一样。"),)}), 422)
    try:
        change = login.NewPassword(form["present"], form["new"])
        session = await login.change_password(request.reach, change, request.source)
    except LoginRefused:
        return await _page(request, form.with_errors({"present": (_("现在的密码不正确。"),)}), 422)
    except (PasswordTooWeak, TooManyAttempts) as error:
        said = sentence(kind_of(error))
        return await _page(request, form.with_errors({"new": (said,)}), kind_of(error).status)
    return Redirect("/account?done=password", status_code=303, cookies=[session_cookie(session)])


@post("/account/second-factor", status_code=200, guards=[staff_only])
async def begin_second_factor(request: DeskRequest) -> Response[str]:
    """Shows a new secret as a QR code; it counts once a code of it has been sent back."""
    return await _enrolment(request, Form(), enrolling.new_secret())


@post("/account/second-factor/confirm", status_code=303, guards=[staff_only])
async def confirm_second_factor(request: DeskRequest) -> Response[str] | Redirect:
    """Switches the second factor on."""
    form = await read_form(request)
    try:
        proof = Proof(form["password"], form["code"])
        await enrolling.enrol(request.reach, form["secret"], proof, request.session_secret)
    except (LoginRefused, TooManyAttempts) as error:
        problem = kind_of(error)
        wrong = form.with_errors({"code": (sentence(problem),)})
        return await _enrolment(
            request, wrong, form["secret"], 422 if problem.status == 401 else problem.status
        )
    return Redirect("/account?done=on", status_code=303)


@post("/account/second-factor/remove", status_code=303, guards=[staff_only])
async def remove_second_factor(request: DeskRequest) -> Response[str] | Redirect:
    """Switches the second factor off."""
    form = await read_form(request)
    try:
        await enrolling.give_up(request.reach, Proof(form["password"], form["code"]))
    except (LoginRefused, TooManyAttempts) as error:
        problem = kind_of(error)
        wrong = form.with_errors({"code": (sentence(problem),)})
        return await _page(request, wrong, 422 if problem.status == 401 else problem.status)
    return Redirect("/account?done=off", status_code=303)


async def _page(request: DeskRequest, form: Form, status: int = 200) -> Response[str]:
    posts = [(ROLE_WORDS[one.role], await viewing.place_of(one)) for one in request.reach.posts]
    credential = await credential_by_id(int(request.reach.who))
    return await page(
        request,
        "account/account.html",
        status=status,
        form=form,
        posts=posts,
        login=credential.login if credential else "",
        has_second_factor=credential is not None and credential.has_totp,
        done=_(_DONE[done]) if (done := request.query_params.get("done", "")) in _DONE else "",
    )


async def _enrolment(request: DeskRequest, form: Form, secret: str, status: int = 200) -> Response[str]:
    credential = await credential_by_id(int(request.reach.who))
    uri = enrolling.key_uri(secret, credential.login if credential else "")
    return await page(
        request,
        "account/second_factor.html",
        status=status,
        form=form,
        secret=secret,
        qr=segno.make(uri, error="m").svg_data_uri(scale=5, border=2),
    )


ROUTES = (account, change_password, begin_second_factor, confirm_second_factor, remove_second_factor)
