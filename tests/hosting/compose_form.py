"""The part of the Compose specification that compose.yaml makes use of, as a JSON schema of our own."""

Schema = dict[str, object]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT, "uniqueItems": True}
_NAME = "^[a-zA-Z0-9._-]+$"
_SPAN: Schema = {"type": "string", "pattern": r"^(\d+(ms|s|m|h))+$"}
_CONDITIONS = ["service_started", "service_healthy", "service_completed_successfully"]


def _only(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": False
    }  # fmt: skip


def _named(one: Schema) -> Schema:
    return {"type": "object", "patternProperties": {_NAME: one}, "additionalProperties": False}


_ENVIRONMENT: Schema = {
    "type": "object",
    "patternProperties": {"^[A-Z][A-Z0-9_]*$": {"type": ["string", "number", "null"]}},
    "additionalProperties": False,
}
# In a test of health the first word says how the others are run.
_HEALTH = _only(
    ("test",),
    test={"type": "array", "prefixItems": [{"enum": ["CMD", "CMD-SHELL", "NONE"]}], "items": _TEXT},
    interval=_SPAN,
    timeout=_SPAN,
    start_period=_SPAN,
    retries={"type": "integer", "minimum": 1},
)
_PORT: Schema = {"type": "string", "pattern": r"^127\.0\.0\.1:\d+:\d+$"}  # ours are on loopback only
_SERVICE = {
    **_only(
        image=_TEXT,
        build=_TEXT,
        hostname=_TEXT,
        command={"type": ["string", "array"]},
        restart={"type": "string", "pattern": r"^(no|always|unless-stopped|on-failure(:\d+)?)$"},
        environment=_ENVIRONMENT,
        volumes={"type": "array", "items": {"type": "string", "pattern": r"^[a-z]+:/"}, "uniqueItems": True},
        configs={"type": "array", "items": _only(("source",), source=_TEXT, target=_TEXT)},
        ports={"type": "array", "items": _PORT, "uniqueItems": True},
        networks=_named(_only(ipv4_address={"type": "string", "format": "ipv4"}, aliases=_TEXTS)),
        depends_on=_named(_only(("condition",), condition={"enum": _CONDITIONS})),
        deploy=_only(replicas={"type": "integer", "minimum": 1}),
        healthcheck=_HEALTH,
        stop_grace_period=_SPAN,
    ),
    "anyOf": [{"required": ["image"]}, {"required": ["build"]}],
}
_ADDRESSES = _only(subnet=_TEXT, gateway=_TEXT, ip_range=_TEXT)
COMPOSE: Schema = {
    **_only(
        ("name", "services"),
        name={"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$"},
        services=_named(_SERVICE),
        configs=_named(_only(("content",), content=_TEXT)),
        networks=_named(_only(ipam=_only(config={"type": "array", "items": _ADDRESSES}))),
        volumes=_named({"type": "null"}),
    ),
    "patternProperties": {"^x-": {}},
}
