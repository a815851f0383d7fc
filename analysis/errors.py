"""Every error that `rbp` raises on purpose.

RbpError                      one line for a person: expected, got, cure
├── UsageError                the command line is wrong (exit code 2)
├── WorkspaceError            no workspace, or one that cannot be read
│   └── DossierError          faults in rbp.toml or in dossiers, all of them at once
├── StoreError                the store cannot do what was asked
│   ├── StoreUnreachable      nobody answers there, or not in time
│   ├── StoreRefused          it answers, but not to us: credentials, client version, another product
│   ├── StoreReadOnly         it takes no writes: blocked, full, or no permission
│   └── SchemaTooNew          written by a newer rbp
├── CrawlError                a crawl cannot start or go on
│   ├── ReplayError           RBP_REPLAY is malformed or not loopback
│   ├── DomainBusy            another crawl on this machine holds the domain
│   └── SourceRefused         the source's policy wants the operator's opt-in
├── PageError                 a page cannot be read; its `reason` is counted
└── ReadingError              a text or a model cannot be read
    └── TooLittleData         fewer rated reviews than learning needs
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class RbpError(Exception):
    """One line that says what was expected, what was got and the cure."""

    exit_code = 1


class UsageError(RbpError):
    exit_code = 2


class WorkspaceError(RbpError):
    pass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file that a person wrote.

    `path` is the key path inside the file, such as `client[2].engagement[1].since`, list places from 1.
    `line` is 0 where it is not known.
    """

    file: str
    path: str
    expected: str
    got: str
    hint: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        line = f"{place}: {self.path}: expected {self.expected}, got {self.got}"
        return f"{line}; {self.hint}" if self.hint else line


class DossierError(WorkspaceError):
    """All faults of a workspace in one go."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class StoreError(RbpError):
    pass


class StoreUnreachable(StoreError):
    pass


class StoreRefused(StoreError):
    pass


class StoreReadOnly(StoreError):
    pass


class SchemaTooNew(StoreError):
    pass


class CrawlError(RbpError):
    pass


class ReplayError(CrawlError):
    exit_code = 2


class DomainBusy(CrawlError):
    pass


class SourceRefused(CrawlError):
    pass


class PageError(RbpError):
    """A page that gives no reviews. `reason` is a short fixed phrase that is counted, such as `broken JSON`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason}: {detail}" if detail else reason)


class ReadingError(RbpError):
    pass


class TooLittleData(ReadingError):
    pass
