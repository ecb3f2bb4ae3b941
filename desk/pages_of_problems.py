"""The page of each kind of problem, where its `type` leads."""

from html import escape

from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from desk.problems import BY_CODE


@get("/problems/{code:str}", include_in_schema=False)
async def problem_page(code: FromPath[str]) -> Response[str]:
    """What a kind of problem means, for a person who follows its address."""
    problem = BY_CODE.get(code)
    if problem is None:
        raise NotFoundException
    title = escape(problem.title)
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>HTTP status {problem.status}, code <code>{problem.code}</code>.</p>"
        '<p><a href="/api/docs">The API</a></p></html>'
    )
    return Response(page, media_type=MediaType.HTML)
