"""compose.yaml holds to its specification and to the code: modules, options, variables, ports, names."""

import ast
import ipaddress
import re
import shlex
from typing import cast
from urllib.parse import urlsplit

import jsonschema_rs
import pytest
import yaml
from uvicorn.main import main as uvicorn_command

from desk.worker_role import Role
from settings import load
from tests.databases import ROOT
from tests.hosting.compose_form import COMPOSE

Service = dict[str, object]
TEXT = (ROOT / "compose.yaml").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
FILE = cast(dict[str, dict[str, Service]], yaml.safe_load(TEXT))
SERVICES = FILE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
_VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(?::[?-]([^}]*))?\}")
_MODULE = re.compile(r"^python -m (\S+)(.*)$", re.DOTALL)
WEB_PORT, CITY_PORT = 8000, 8100


def _environment(name: str) -> dict[str, str]:
    """The variables a container sees when every password is `x`; the image's own come first."""
    image = dict(re.findall(r"\b([A-Z_]+)=(\S+)", DOCKERFILE.partition("\nENV ")[2].partition("\nVOLUME")[0]))
    stated = cast(dict[str, object], SERVICES[name].get("environment", {}))
    filled = {key: _VARIABLE.sub(lambda found: _default(found), str(value)) for key, value in stated.items()}
    return {**image, **filled}


def _default(found: "re.Match[str]") -> str:
    return "x" if "?" in found[0] or found[2] is None else found[2]


def _command(name: str) -> list[str]:
    return shlex.split(str(SERVICES[name].get("command", "")))


def _names(service: Service, key: str) -> list[str]:
    return list(cast(dict[str, object], service.get(key, {})))


def _options_of(module: str) -> set[str]:
    """The options a module's own parser knows."""
    path = ROOT / module.replace(".", "/")
    source = (path / "__main__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    added = [call.args[0] for call in calls if getattr(call.func, "attr", "") == "add_argument" and call.args]
    return {str(one.value) for one in added if isinstance(one, ast.Constant)}


def test_it_is_as_the_specification_wants_it() -> None:
    wrong = [f"{error.instance_path}: {error.message}" for error in jsonschema_rs.iter_errors(COMPOSE, FILE)]

    assert not wrong


@pytest.mark.parametrize("broken", ["imgae", "depends", "port"])
def test_what_the_specification_does_not_know_is_found(broken: str) -> None:
    service = {"image": "x", broken: ["x"]}

    assert not jsonschema_rs.is_valid(COMPOSE, {"name": "x", "services": {"one": service}})


def test_everything_named_is_there() -> None:
    for service in SERVICES.values():
        assert set(_names(service, "depends_on")) <= set(SERVICES)
        assert {one["source"] for one in cast(list[dict[str, str]], service.get("configs", []))} <= set(
            FILE["configs"]
        )
        assert {one.partition(":")[0] for one in cast(list[str], service.get("volumes", []))} <= set(
            FILE["volumes"]
        )


def test_who_waits_for_health_waits_for_somebody_who_tells_it() -> None:
    for service in SERVICES.values():
        for name, how in cast(dict[str, dict[str, str]], service.get("depends_on", {})).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[name]
            ends = SERVICES[name].get("restart") == "no"
            assert (how["condition"] == "service_completed_successfully") is ends


def test_every_password_stands_in_the_heading() -> None:
    wanted = {name for name, said in _VARIABLE.findall(TEXT) if not said or said.startswith("set ")}
    heading = TEXT[: TEXT.index("name: griddesk")]

    assert {name for name in wanted if name not in heading} == set()


@pytest.mark.parametrize("name", OURS)
def test_each_of_our_containers_runs_a_module_with_options_it_knows(name: str) -> None:
    command = _command(name)
    if not command:
        command = shlex.split(" ".join(ast.literal_eval(DOCKERFILE.rpartition("\nCMD ")[2])))
        known = {option for one in uvicorn_command.params for option in (*one.opts, *one.secondary_opts)}
        assert command[3] == "desk.app:serve"
    else:
        known = _options_of(command[2])
    assert command[:2] == ["python", "-m"]

    assert {word for word in command if word.startswith("--")} <= known


@pytest.mark.parametrize("name", OURS)
def test_the_settings_of_each_of_our_containers_can_be_meant(name: str) -> None:
    settings = load(_environment(name))
    stated = _names(SERVICES[name], "environment")
    documented = (ROOT / "docs" / "settings.md").read_text("utf-8")

    assert {key for key in stated if f"| `{key}` |" not in documented} == set()
    assert settings.demo_anywhere
    assert (settings.broker_url is not None) is (name in ("pump", "worker"))
    assert (settings.database_role == "owner") is (name == "prepare")
    for folder in (settings.keys_dir, settings.files_dir, settings.anchors_dir):
        kept = [one.partition(":")[2] for one in cast(list[str], SERVICES[name]["volumes"])]
        assert any(folder.is_relative_to(volume) for volume in kept)


def test_addresses_lead_to_containers_by_the_ports_they_listen_on() -> None:
    ports: dict[str, set[int | None]] = {"database": {None}, "broker": {None}, "sandbox": {CITY_PORT}}
    texts = [value for name in OURS for value in (*_environment(name).values(), *_command(name))]
    addresses = [urlsplit(text) for text in texts if re.match(r"(http|amqp|postgresql)://", text)]

    assert {one.hostname for one in addresses} == {"database", "broker", "sandbox"}
    assert all(one.port in ports[str(one.hostname)] for one in addresses)
    assert _command("sandbox")[_command("sandbox").index("--port") + 1] == str(CITY_PORT)
    assert SERVICES["sandbox"]["ports"] == [f"127.0.0.1:{CITY_PORT}:{CITY_PORT}"]
    assert f"EXPOSE {WEB_PORT}\n" in DOCKERFILE
    assert f'"--port", "{WEB_PORT}"' in DOCKERFILE
    assert f"127.0.0.1:{WEB_PORT}/ready" in str(SERVICES["web"]["healthcheck"])


def test_the_proxy_stands_where_the_desk_trusts_it_and_leads_to_the_web() -> None:
    address = cast(dict[str, dict[str, str]], SERVICES["proxy"]["networks"])["default"]["ipv4_address"]
    ipam = cast(dict[str, list[dict[str, str]]], FILE["networks"]["default"]["ipam"])
    caddyfile = str(FILE["configs"]["proxy"]["content"])
    public = urlsplit(load(_environment("web")).public_url)

    assert load(_environment("web")).trusted_proxies == (address,)
    assert ipaddress.ip_address(address) in ipaddress.ip_network(ipam["config"][0]["subnet"])
    assert ipaddress.ip_address(address) not in ipaddress.ip_network(ipam["config"][0]["ip_range"])
    assert address != ipam["config"][0]["gateway"]
    assert re.search(rf"name web\s+port {WEB_PORT}\b", caddyfile)
    assert (public.scheme, SERVICES["proxy"]["ports"]) == ("https", [f"127.0.0.1:{public.port}:443"])
    assert re.search(rf"^{public.hostname}\b", caddyfile, re.MULTILINE)


def test_web_pump_and_worker_are_there_twice() -> None:
    twice = {name for name, one in SERVICES.items() if one.get("deploy") == {"replicas": 2}}

    assert twice == {"web", "pump", "worker"}
    assert [Role(_command(name)[-1]) for name in ("pump", "worker")] == [Role.PUMP, Role.WORK]
