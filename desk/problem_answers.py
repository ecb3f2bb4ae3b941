"""Turns an error into an answer of type application/problem+json that names every fault at its place."""

import logging
import traceback
from dataclasses import asdict
from math import ceil
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import HTTPRouteHandler
from litestar.params import ParameterKwarg, QueryParameter
from litestar.typing import FieldDefinition

from desk import errors as desk
from desk.attempts import TooManyAttempts
from desk.input_errors import FieldError, InvalidInput, escape
from desk.problems import BY_STATUS, INTERNAL, Problem, problem_of
from dispatch import errors as dispatch
from grid import errors as grid
from registry import errors as registry

_LOG = logging.getLogger("griddesk.errors")
MEDIA_TYPE = "application/problem+json"
Connection = ASGIConnection[object, object, object, State]
# Not taken because of its size or its kind, which HTTP has statuses of their own for.
_UPLOAD_STATUS = {"too_large": 413, "unknown_kind": 415, "disguised": 415}


def answer(request: Request[Any, Any, State], error: Exception) -> Response[bytes]:
    """The answer to a request that failed; an unforeseen error tells its reference and nothing else."""
    problem = kind_of(error)
    body: dict[str, object] = {"type": problem.type, "title": problem.title, "status": problem.status}
    headers: dict[str, str] = {}
    if problem.status >= 500:
        reference = str(request.scope["state"].get("request_id", ""))
        body["reference"] = reference
        _note(error, reference)
    if problem is not INTERNAL:
        body |= _told(error, problem)
        if isinstance(error, ValidationException):
            names = {field.name: _public_name(field) for field in _parameters(request)}
            faults = _missing(request) or _of_parameters(error, names)
            body["errors"] = [asdict(fault) for fault in faults]
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(max(1, ceil(error.wait.total_seconds())))
    if problem.code in ("database-away", "busy"):
        headers["Retry-After"] = "2"
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, HTTPException) and error.headers:
        headers |= {name: value for name, value in error.headers.items() if name.lower() == "allow"}
    return Response(
        msgspec.json.encode(body), media_type=MEDIA_TYPE, status_code=problem.status, headers=headers
    )


def problem_body(error: Exception) -> tuple[int, bytes]:
    """Status and body of an error that is foreseen, for answers that are stored."""
    problem = kind_of(error)
    told = {"type": problem.type, "title": problem.title, "status": problem.status, **_told(error, problem)}
    return problem.status, msgspec.json.encode(told)


def kind_of(error: Exception) -> Problem:
    """Which kind of problem an error is; the internal one for whatever nobody has foreseen."""
    if isinstance(error, ValidationException):
        return BY_STATUS[422]
    if isinstance(error, InvalidInput) and error.alone is not None:
        # What is unknown when asked for is a fault of the input when it is only named in it.
        alone = kind_of(error.alone)
        return alone if alone.status == 422 else BY_STATUS[422]
    if isinstance(error, registry.UploadRefused) and error.reason in _UPLOAD_STATUS:
        return BY_STATUS[_UPLOAD_STATUS[error.reason]]
    found = problem_of(error)
    if found is None and isinstance(error, HTTPException):
        found = BY_STATUS.get(error.status_code)
    return found or INTERNAL


def _told(error: Exception, problem: Problem) -> dict[str, object]:
    """What the members besides type, title and status say; nothing of what somebody may not see."""
    if isinstance(error, HTTPException) or problem.status == 404:
        return {}
    sentence = str(error.alone or error) if isinstance(error, InvalidInput) else str(error)
    told: dict[str, object] = {"detail": sentence} if sentence and not _is_machine(error) else {}
    faults = faults_of(error)
    if faults:
        told["errors"] = [asdict(fault) for fault in faults]
        told.pop("detail", None) if len(faults) > 1 else None
    return told | _members(error)


def _is_machine(error: Exception) -> bool:
    """Whether the message comes from the database or the system, and so may show what nobody should see."""
    return type(error).__module__.partition(".")[0] not in ("desk", "dispatch", "grid", "registry")


def faults_of(error: Exception) -> list[FieldError]:
    """Every fault the error knows the place of."""
    match error:
        case InvalidInput():
            return list(error.errors)
        case registry.DefinitionRefused() | dispatch.CalendarRefused() | dispatch.DutyNotProven():
            return [FieldError(*fault) for fault in error.faults]
        case dispatch.FactMissing():
            return [FieldError(f"/{error.field}", "fact_missing", error.why)]
        case grid.UnknownCrs():
            return [FieldError("/crs", "unknown_crs", str(error))]
        case registry.NameUnusable():
            return [FieldError("/name", "blank", str(error))]
        case registry.UploadRefused():
            return [FieldError("/file", error.reason, str(error))]
        case _:
            return []


def _members(error: Exception) -> dict[str, object]:
    match error:
        case InvalidInput():
            return {name: value for cause in error.causes for name, value in _members(cause).items()}
        case desk.MovedOn():
            return {"version": error.present, "since": [asdict(one) for one in error.since]}
        case dispatch.StaleVersion():
            return {"version": error.present}
        case dispatch.ActNotAllowed():
            return {"state": error.state, "act": error.act}
        case desk.RoleNeeded():
            return {"needed": list(error.needed)}
        case grid.PointOutsideCity():
            return {"distance_m": error.distance_m, "nearest": error.nearest}
        case _:
            return {}


def _parameters(request: Request[Any, Any, State]) -> list[FieldDefinition]:
    """What the route asked for takes from path, query and headers."""
    handler = request.scope.get("route_handler")
    if not isinstance(handler, HTTPRouteHandler):
        return []
    provided = [one.parsed_fn_signature for one in handler.resolve_dependencies().values()]
    return [
        field
        for signature in (handler.parsed_fn_signature, *provided)
        for field in signature.parameters.values()
        if isinstance(field.kwarg_definition, ParameterKwarg)
    ]


def _public_name(field: FieldDefinition) -> str:
    """What callers call a parameter, whose name in the code may be another."""
    kwarg = field.kwarg_definition
    return (kwarg.name if isinstance(kwarg, ParameterKwarg) else None) or field.name


def _missing(request: Request[Any, Any, State]) -> list[FieldError]:
    """Every parameter of the query that is required and not there."""
    return [
        FieldError(f"?{_public_name(field)}", "required", "this parameter is required")
        for field in _parameters(request)
        if isinstance(field.kwarg_definition, QueryParameter)
        and field.is_required
        and _public_name(field) not in request.query_params
    ]


def _of_parameters(error: ValidationException, names: dict[str, str]) -> list[FieldError]:
    """What the framework found wrong with path and query; `?name` and `{name}` point at them."""
    found = []
    for one in error.extra if isinstance(error.extra, list) else []:
        key, what = str(one.get("key", "")), str(one.get("message", ""))
        key = names.get(key, key)
        source = getattr(one.get("source"), "value", one.get("source"))
        if key == "data" or source == "body":
            found.append(FieldError("", "required", "a body is required"))
        elif source == "path":
            found.append(FieldError(f"{{{key}}}", "invalid", what))
        elif source == "header":
            found.append(FieldError(f"header {key}", "invalid", what))
        else:
            found.append(FieldError(f"?{escape(key)}", "invalid", what))
    return found or [FieldError("?", "invalid", "a parameter is missing or cannot be read")]


def _note(error: Exception, reference: str) -> None:
    """Writes down where it went wrong; messages of errors may quote data, so they are left out."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    where = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    _LOG.error(
        "request failed", extra={"reference": reference, "error": type(error).__name__, "where": where}
    )
