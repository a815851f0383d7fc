"""How this workspace reads reviews: as rbp.toml asks, with what `rbp calibrate` kept in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from analysis.reading import Reader
    from store.base import Store


def chosen_reader(store: Store, *, deep: bool) -> Reader:
    """The reader. Says on stderr where a calibration of the store is left out, and why.

    Raises ReadingError where the extra `[deep]` is asked for and not there, before anything is fetched or read.
    """
    from analysis.reading import default_reader, voided

    calibration = store.calibration()
    if why := voided(calibration, deep=deep):
        click.echo(f"rbp: {why}", err=True)
    return default_reader(calibration, deep=deep)
