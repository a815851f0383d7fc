"""`rbp calibrate`: learn from the rated reviews in the store how the customers of these clients speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.context import Context

if TYPE_CHECKING:
    from analysis.learning import Figures, Outcome
    from store.base import Store

_MOST_WORDS = 8  # shown a side


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be learned; keep nothing.")
@click.option("--off", is_flag=True, help="Use what was kept no more: read all with the model that ships.")
@click.pass_obj
def command(context: Context, dry_run: bool, off: bool) -> None:
    """Learn from rated reviews how to read those without stars.

    The stars of a review stand for what it says about support. What is learned (a scale, a shift and weights of
    words, on top of the model that ships) is judged on clients that it never saw, kept in the store only if it is
    better there, and used for reviews without stars. `rbp rescore` then applies it to what is stored.

    \b
    Examples:
      rbp calibrate --dry-run
      rbp calibrate --off
    """
    from analysis.calibration import NAME
    from analysis.learning import MOST_EXAMPLES, learn
    from analysis.weak_labels import examples
    from store.base import StoredModel

    with context.open_store() as store:
        kept = store.model(NAME)
        version = kept.version + 1 if kept else 1
        if off:
            _put_off(store, version, dry_run)
            return
        found = []
        for example in examples(store.readings()):
            found.append(example)
            if len(found) == MOST_EXAMPLES:
                break
        outcome = learn(found, version)
        _show(outcome)
        if not outcome.better:
            click.echo("Not kept: it is no better on clients that it never saw. Nothing changes.")
        elif dry_run:
            click.echo(f"Would be kept as version {version} (--dry-run).")
        else:
            store.save_model(StoredModel(NAME, version, outcome.calibration.to_json()))
            click.echo(f"Kept as version {version}. Run `rbp rescore` to read what is stored with it.")


def _put_off(store: Store, version: int, dry_run: bool) -> None:
    """An empty calibration is the newest one then: the versions before it stay in the store."""
    from analysis.calibration import NAME
    from store.base import StoredModel

    if not store.calibration():
        click.echo("None is in use. Nothing changes.")
    elif dry_run:
        click.echo(f"Would be off from version {version} on (--dry-run).")
    else:
        store.save_model(StoredModel(NAME, version, ""))
        click.echo(f"Off from version {version} on. Run `rbp rescore` to read what is stored without it.")


def _show(outcome: Outcome) -> None:
    click.echo(
        f"Learned from {outcome.passages:,} passages of {outcome.reviews:,} rated reviews of {outcome.clients} clients."
    )
    click.echo("Judged on clients held out (macro F1 of good against bad stars; log loss; calibration error):")
    for name, figures in (("before", outcome.before), ("after", outcome.after)):
        click.echo(f"  {name:<6}  {_told(figures)}")
    calibration = outcome.calibration
    click.echo(f"Scale {calibration.scale:.2f}, shift {calibration.shift:+.2f}.")
    heaviest = sorted(calibration.words.items(), key=lambda pair: (pair[1], pair[0]))
    for side, words in (("worse", heaviest[:_MOST_WORDS]), ("better", heaviest[: -_MOST_WORDS - 1 : -1])):
        told = ", ".join(f"{word} {weight:+.1f}" for word, weight in words if (weight < 0) == (side == "worse"))
        click.echo(f"Words that mean {side} here: {told or 'none'}.")


def _told(figures: Figures) -> str:
    return f"F1 {figures.f1:.3f}   loss {figures.loss:.3f}   error {figures.ece:.3f}"
