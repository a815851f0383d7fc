"""Docker cannot run where this is built: its files are parsed and held against what they name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def _instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def test_both_files_say_that_they_are_untried() -> None:
    for name in ("Dockerfile", "docker-compose.yml"):
        assert (ROOT / name).read_text().startswith("# Untried")


def test_dockerfile_copies_all_that_the_wheel_is_built_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needed = {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], "pyproject.toml"}
    needed |= {project["project"]["readme"], *project["project"]["license-files"]}
    copied = {word for verb, rest in _instructions() if verb == "COPY" for word in rest.split()[:-1]}
    assert needed <= copied
    assert all((ROOT / word).exists() for word in copied)


def test_dockerfile_starts_our_command_as_an_ordinary_user() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    verbs = dict(_instructions())
    assert verbs["FROM"].startswith("python:3.")
    assert verbs["USER"] != "root"
    assert verbs["ENTRYPOINT"] == f'["{next(iter(project["project"]["scripts"]))}"]'


def test_elasticsearch_listens_on_loopback_alone_with_security_on(compose: dict[str, Any]) -> None:
    service = compose["services"]["elasticsearch"]
    assert re.fullmatch(r"elasticsearch:9\.\d+\.\d+", service["image"])
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "xpack.security.enabled" not in service["environment"]
    assert service["environment"]["ELASTIC_PASSWORD"].startswith("${ELASTIC_PASSWORD:?")
    assert service["environment"]["discovery.type"] == "single-node"
    assert "healthcheck" in service


def test_the_app_waits_for_the_store_and_publishes_nothing(compose: dict[str, Any]) -> None:
    service = compose["services"]["rbp"]
    assert service["depends_on"]["elasticsearch"]["condition"] == "service_healthy"
    assert service["environment"]["RBP_STORE"] == "http://elasticsearch:9200"
    assert "ports" not in service
    assert set(compose["volumes"]) == {"elasticsearch"}
