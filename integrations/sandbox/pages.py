"""What people see of the pretend city: what arrived, case by case, and the switches for faults."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import jinja2
import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import Parameter
from litestar.response import Redirect

from integrations.sandbox.city import City, TheCity
from integrations.sandbox.switches import Refuse, Switches
from integrations.sandbox.words import CHINESE, ENGLISH, words

Asked = Request[None, None, State]
_ROOT = Path(__file__).resolve().parents[2]
_PAGES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_ROOT / "templates" / "sandbox"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_STYLE = Path(__file__).with_name("pages.css").read_text(encoding="utf-8")
_LENGTH = 50
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
Number = Annotated[str, Parameter(max_length=64)]


@get("/")
async def overview(
    city: TheCity, request: Asked, lang: str = "", after: Number = "", case: Number = ""
) -> Response[str] | Redirect:
    """Totals, faults, cases and switches."""
    if case.strip():
        return Redirect(f"/cases/{case.strip()}?lang={_language(request, lang)}", status_code=303)
    return await asyncio.to_thread(_overview, city, request, lang, after)


def _overview(
    city: City, request: Asked, lang: str, after: str = "", *, wrong: bool = False
) -> Response[str]:
    cases = city.record.counts(after, _LENGTH + 1)
    return _page(
        request,
        lang,
        "overview.html",
        totals=city.record.totals(),
        faults=city.record.faults(),
        cases=cases[:_LENGTH],
        next=cases[_LENGTH - 1]["case"] if len(cases) > _LENGTH else None,
        switches=city.board.present,
        off=city.board.present == Switches(),
        wrong=wrong,
    )


@get("/cases/{case:str}")
async def one_case(city: TheCity, request: Asked, case: str, lang: str = "") -> Response[str]:
    """Everything the city received of a case, in order of arrival."""
    found = await asyncio.to_thread(city.record.messages, case, 0, 10_000)
    shown = [one | {"text": json.dumps(one["event"], ensure_ascii=False, indent=2)} for one in found]
    return _page(request, lang, "case.html", case=case, messages=shown)


@post("/", status_code=303)
async def switch_by_form(city: TheCity, request: Asked, lang: str = "") -> Response[str] | Redirect:
    """Sets all switches by the form; a value that cannot be changes nothing and is said."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return Response("", status_code=403, media_type=MediaType.TEXT)
    form = await request.form()
    try:
        city.board.present = _switches({name: str(value).strip() for name, value in form.multi_items()})
    except (msgspec.ValidationError, ValueError):
        page = await asyncio.to_thread(_overview, city, request, lang, wrong=True)
        page.status_code = 422
        return page
    return Redirect(f"/?lang={_language(request, lang)}", status_code=303)


def _switches(form: dict[str, str]) -> Switches:
    """The switches of a form; raises ValueError for what is no number, ValidationError for what cannot be."""
    if form.get("all_off"):
        return Switches()
    refused = (Refuse(case=form["refuse_case"]),) if form.get("refuse_case") else ()
    made = Switches(
        fail=int(form["fail"]) if form.get("fail") else None,
        fail_next=int(form.get("fail_next") or 0),
        delay_ms=int(form.get("delay_ms") or 0),
        refuse=refused,
        double=bool(form.get("double")),
        reorder_ms=int(form.get("reorder_ms") or 0),
        down=frozenset(name for name in ("licences", "population") if form.get(f"down_{name}")),
    )
    # Only what comes through a decoder is held to its bounds.
    return msgspec.convert(msgspec.to_builtins(made), Switches)


@get("/pages.css", media_type="text/css")
async def style() -> str:
    """The style sheet of these pages."""
    return _STYLE


def _language(request: Asked, asked: str) -> str:
    if asked in (CHINESE, ENGLISH):
        return asked
    return ENGLISH if request.headers.get("accept-language", "").lower().startswith("en") else CHINESE


def _page(request: Asked, asked: str, template: str, **context: object) -> Response[str]:
    language = _language(request, asked)
    other = ENGLISH if language == CHINESE else CHINESE
    text = _PAGES.get_template(template).render(
        language=language, other=other, here=request.url.path, say=words(language), **context
    )
    headers = {"Content-Security-Policy": _POLICY, "Content-Language": language, "Cache-Control": "no-store"}
    return Response(text, media_type=MediaType.HTML, headers=headers)


HANDLERS = (overview, one_case, switch_by_form, style)
