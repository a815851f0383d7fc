"""Where the server is and who we are: read from the URL, the settings and the environment, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import UsageError
from store.elastic.address import DEFAULT_PATIENCE, read_address

SECRET = "geheim-4711"
VARIABLES = ("RBP_STORE_USER", "RBP_STORE_PASSWORD", "RBP_STORE_API_KEY", "RBP_STORE_CA")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_a_plain_url_has_the_usual_port_and_no_credentials() -> None:
    address = read_address("http://search.example/", {})
    assert (address.url, address.prefix, address.patience) == ("http://search.example:9200", "rbp", DEFAULT_PATIENCE)
    assert (address.basic, address.api_key, address.secured) == (None, "", False)


def test_credentials_in_the_url_are_used_and_not_shown() -> None:
    address = read_address(f"https://some%40one:{SECRET}@[::1]:9243/es", {})
    assert address.basic == ("some@one", SECRET)
    assert address.url == "https://[::1]:9243/es"
    assert SECRET not in repr(address)


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text(f'user = "file"\npassword = "{SECRET}"\n')
    options = {"root": str(tmp_path), "credentials": "secrets.toml"}
    assert read_address("http://x", options).basic == ("file", SECRET)
    monkeypatch.setenv("RBP_STORE_API_KEY", SECRET)
    address = read_address("http://x", options)
    assert (address.basic, address.api_key) == (None, SECRET)
    assert SECRET not in repr(address)


def test_paths_are_taken_from_the_workspace(tmp_path: Path) -> None:
    address = read_address("https://x", {"root": str(tmp_path), "ca": "ca.pem", "dead_letters": "dead.jsonl"})
    assert address.ca == str(tmp_path / "ca.pem")
    assert address.dead_letters == tmp_path / "dead.jsonl"


@pytest.mark.parametrize(
    ("url", "options", "said"),
    [
        ("http://x", {"prefix": "Rbp"}, "expected a prefix of lower-case letters"),
        ("http://x", {"prefix": "a*"}, "expected a prefix of lower-case letters"),
        ("http://x", {"patience": "soon"}, "expected patience in .store. as a number"),
        ("http://x", {"patience": "-1"}, "expected patience in .store. as a number"),
        (f"http://u:{SECRET}@x:port", {}, "got one with a bad port"),
        (f"http://u:{SECRET}@", {}, "without a plain host"),
        ("http://x?y=z", {}, "without a plain host"),
        ("http://x", {"credentials": "missing.toml"}, "No such file"),
    ],
)
def test_what_is_malformed_is_told_in_one_line(url: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        read_address(url, options)
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", [f'password = "{SECRET}', f'passwort = "{SECRET}"', ""])
def test_a_faulty_file_of_credentials_is_not_quoted(text: str, tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text(text)
    with pytest.raises(UsageError, match="user and password, or api_key") as caught:
        read_address("http://x", {"root": str(tmp_path), "credentials": "secrets.toml"})
    assert SECRET not in str(caught.value)
