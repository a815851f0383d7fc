"""Where a runnable Elasticsearch and a JDK for it come from.

Elastic publishes with its releases a small distribution made for integration tests, on Maven Central: the real
server, less most of its modules, without a JDK. Maven fetches it once into the user's cache.
"""

from __future__ import annotations

import fcntl
import os
import platform
import re
import shutil
import stat
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch"
FETCH_SECONDS = 600  # 95 MB, on a slow line


class Unavailable(Exception):
    """Why no Elasticsearch can be had on this machine, with the cure. Tests skip with this line."""


@dataclass(frozen=True, slots=True)
class Release:
    """`java` are the JDK majors that the server runs on (newest one inclusive)."""

    version: str
    java: tuple[int, int]


# Not every release is published with this artifact: these two are, and are pinned.
RELEASES = {
    "9.2.0": Release("9.2.0", (21, 99)),
    "8.19.5": Release("8.19.5", (17, 23)),  # from 24 on the JDK has no security manager, which 8.x starts with
}
DEFAULT = "9.2.0"


def unpacked(version: str) -> Path:
    """The server's folder, fetched and unpacked where any user may read it. Raises Unavailable."""
    home = _shared_folder() / f"elasticsearch-{version}"
    if not home.exists():
        with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
            with zipfile.ZipFile(_fetched(version)) as archive:
                archive.extractall(scratch)
            fresh = Path(scratch) / home.name
            _open_to_all(fresh)
            fresh.rename(home)
    return home


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time prepares the machine: the suite runs in two, and on a new machine both come at once."""
    with (_shared_folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def jdk(version: str) -> Path:
    """The home of the oldest installed JDK that the release runs on. Raises Unavailable."""
    oldest, newest = RELEASES[version].java
    found = {major: home for home in _java_homes() if (major := _major(home)) is not None}
    fitting = [major for major in sorted(found) if oldest <= major <= newest]
    if not fitting:
        had = ", ".join(str(major) for major in sorted(found)) or "none"
        raise Unavailable(
            f"Elasticsearch {version} needs a JDK {oldest} or newer (found: {had}); "
            f"install one, or let JAVA_HOME or RBP_TEST_JAVA_HOME say where it is"
        )
    return found[fitting[0]]


def _fetched(version: str) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rbp-tests"
    archive = cache / f"elasticsearch-{version}.zip"
    if archive.exists():
        return archive
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("Elasticsearch is fetched from Maven Central by `mvn`, which is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        command = [maven, "-B", "-q", "dependency:copy", f"-Dartifact={ARTIFACT}:{version}:zip"]
        done = subprocess.run(
            [*command, f"-DoutputDirectory={scratch}"], capture_output=True, text=True, timeout=FETCH_SECONDS
        )
        fresh = Path(scratch) / archive.name
        if not fresh.exists():
            raise Unavailable(f"mvn could not fetch {ARTIFACT}:{version}: {(done.stdout + done.stderr).strip()[-300:]}")
        fresh.rename(archive)
    return archive


def _shared_folder() -> Path:
    """A folder of our own that every user may pass: pytest's, and root's home, are closed to the server's user."""
    folder = Path(tempfile.gettempdir()) / f"rbp-elasticsearch-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    owner = folder.lstat()
    if not stat.S_ISDIR(owner.st_mode) or owner.st_uid != os.getuid():
        raise Unavailable(f"{folder} belongs to somebody else; remove it")
    folder.chmod(0o755)
    return folder


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        runs = path.is_dir() or path.parent.name == "bin" or path.parent.parent.name == "bin"
        path.chmod(0o755 if runs else 0o644)


def _java_homes() -> Iterator[Path]:
    for name in ("RBP_TEST_JAVA_HOME", "JAVA_HOME"):
        if os.environ.get(name):
            yield Path(os.environ[name])
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path).resolve().parent.parent
    yield from sorted(Path("/usr/lib/jvm").glob("*"))
    if platform.system() == "Darwin":
        yield from sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))


def _major(home: Path) -> int | None:
    """The major version of a JDK that has all that a server needs; None for anything else."""
    release = home / "release"
    if not (home / "bin" / "java").exists() or not release.exists():
        return None
    text = release.read_text(errors="replace")
    version = re.search(r'JAVA_VERSION="(?:1\.)?(\d+)', text)
    modules = re.search(r'MODULES="([^"]*)"', text)
    whole = modules is None or "jdk.management" in modules.group(1)  # small runtimes lack it, and stop the start
    return int(version.group(1)) if version and whole else None
