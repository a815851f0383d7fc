"""A server with its security on, and one that is too old for the installed client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import elasticsearch
import pytest

import store
from analysis.errors import StoreRefused
from tests.elasticsearch.fixtures import start
from tests.elasticsearch.server import Server
from tests.store.material import keep, mention, reading

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]
PASSWORD = "geheim-4711"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    server = start(password=PASSWORD)
    yield server
    server.remove()


def test_no_credentials_and_wrong_ones_are_refused(guarded: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreRefused, match="none were given; set RBP_STORE_USER and RBP_STORE_PASSWORD"):
        store.open(guarded.url, {})
    monkeypatch.setenv("RBP_STORE_USER", "elastic")
    monkeypatch.setenv("RBP_STORE_PASSWORD", "wrong-one")
    with pytest.raises(StoreRefused, match="those that were given were refused") as caught:
        store.open(guarded.url, {})
    assert "wrong-one" not in str(caught.value)


def test_basic_authentication_from_the_environment_and_from_a_file(
    guarded: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secrets.toml").write_text(f'user = "elastic"\npassword = "{PASSWORD}"\n')
    options = {"prefix": "guarded", "root": str(tmp_path), "credentials": "secrets.toml"}
    with store.open(guarded.url, options) as opened:
        keep(opened, [reading("1", mention(0, -0.5))])
    monkeypatch.setenv("RBP_STORE_USER", "elastic")
    monkeypatch.setenv("RBP_STORE_PASSWORD", PASSWORD)
    with store.open(guarded.url, {"prefix": "guarded"}) as opened:
        assert [one.review.ref for one in opened.readings()] == ["1"]
        assert opened.health().writable
        assert PASSWORD not in repr(opened.health()) + opened.url


@pytest.mark.skipif(elasticsearch.__version__[0] < 9, reason="client 8 talks to 8.x servers")
def test_a_client_that_is_too_new_for_the_server_is_one_line_with_the_cure() -> None:
    server = start(version="8.19.5")
    try:
        with pytest.raises(StoreRefused, match=r"pip install 'elasticsearch<9'") as caught:
            store.open(server.url, {})
        assert "\n" not in str(caught.value)
    finally:
        server.remove()
