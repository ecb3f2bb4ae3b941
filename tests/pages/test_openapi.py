"""The description of the API is sound, complete and true; its page needs nothing from outside."""

import re

import httpx
import jsonschema_rs

from desk.api.act_table import SERVED
from desk.authentication import PAGE
from desk.edge import Edge
from desk.openapi import described
from tests.pages.route_table import served

_LEFT_OUT = re.compile(r"/(openapi\.json|metrics|api/docs|problems/\{code\}|static/.*)")


async def test_the_description_is_served_as_openapi_3_1(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/openapi.json")).json()

    assert schema["openapi"].startswith("3.1")
    assert schema["info"]["title"] == "Griddesk"


def test_every_schema_in_the_description_is_a_sound_json_schema(app: Edge) -> None:
    schema = described(app.inner)

    for name, one in schema["components"]["schemas"].items():
        whole = {**one, "components": schema["components"]}
        jsonschema_rs.Draft202012Validator(whole), name


def test_every_route_is_described_once_under_a_known_tag(app: Edge) -> None:
    schema = described(app.inner)
    known = {tag["name"] for tag in schema["tags"]}
    operations = [
        (f"{method.upper()} {path}", operation)
        for path, found in schema["paths"].items()
        for method, operation in found.items()
    ]

    described_here = [one for one in served() if not one.handler.opt.get(PAGE)]
    expected = {one.name for one in described_here if not _LEFT_OUT.fullmatch(one.template)}
    assert {name for name, _ in operations} == expected
    assert len({operation["operationId"] for _, operation in operations}) == len(operations)
    assert [name for name, operation in operations if not set(operation["tags"]) <= known] == []
    assert [name for name, operation in operations if not operation.get("summary")] == []


def test_every_act_shows_its_own_body(app: Edge) -> None:
    schema = described(app.inner)
    bodies = set()
    for one in SERVED:
        operation = schema["paths"][f"/api/v1/cases/{{case_no}}/acts/{one.path}"]["post"]
        bodies.add(operation["requestBody"]["content"]["application/json"]["schema"]["$ref"])

    assert len(bodies) == len(SERVED)


def test_bodies_are_closed_to_unknown_fields(app: Edge) -> None:
    schema = described(app.inner)

    assert schema["components"]["schemas"]["DispatchBody"]["additionalProperties"] is False
    assert schema["components"]["schemas"]["HandlerBody"]["additionalProperties"] is False


async def test_the_page_shows_every_operation_and_asks_for_nothing_outside(client: httpx.AsyncClient) -> None:
    page = (await client.get("/api/docs")).text

    assert re.findall(r"""(?:src|href)=["'](?!/|#)""", page) == []
    assert "<script" not in page
    assert " style=" not in page
    for one in SERVED:
        assert f"/acts/{one.path}" in page
    sheet = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    assert (await client.get(sheet[0])).headers["content-type"].startswith("text/css")
