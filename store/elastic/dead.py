"""Documents that the server refused: kept in a file with the reason, so that nothing is lost and the rest goes on."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analysis.errors import StoreError
from analysis.model import Reading
from store.elastic.documents import review_in
from store.elastic.mappings import Profile
from store.elastic.operations import Operation, Outcome

_log = logging.getLogger("rbp.store")


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """JSON lines: `at`, `kind` and `id` of the refused document, `reason`, the `document`, and the whole `review`
    that it belongs to, with its mentions."""

    path: Path

    def bury(self, operation: Operation, outcome: Outcome, reading: Reading | None) -> None:
        """Written and synced before it returns: a buried document counts as safe. Raises StoreError."""
        reason = f"{outcome.kind}: {outcome.reason}"
        letter = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "kind": operation.kind.value,
            "id": operation.id,
            "reason": reason,
            "document": json.loads(operation.body or b"null"),
            "review": review_in(reading, Profile.BASIC) if reading else None,
        }
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(letter) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreError(
                f"the store refused a document ({reason}), and {self.path} cannot be written: {error.strerror}"
            ) from error
        _log.warning("the store refused %s %s: %s; it lies in %s", operation.kind, operation.id, reason, self.path)
