"""`rbp demo`: the whole way, from the web to the brief, on a small fictional web of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.context import Context
from cli.outcome import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.model import Dossier
    from crawler.report import CrawlReport
    from store.base import Store

_FOLDER = "rbp-demo"


@click.command(short_help="See it all work on a fictional web, without the internet.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path(_FOLDER), metavar="[DIR]")
@click.option("--serve", is_flag=True, help="Afterwards serve the demo web until Ctrl-C, to crawl it by hand.")
@click.pass_obj
def command(context: Context, folder: Path, serve: bool) -> int:
    """Crawl a fictional web on 127.0.0.1, read its reviews, compare three vendors, and write a brief of each.

    Everything it makes lies in DIR (rbp-demo), a workspace to go on with. Another store is used only where
    --store or RBP_STORE names one. All companies, people and reviews in it are made up.

    \b
    Examples:
      rbp demo
      rbp demo /tmp/look --serve
    """
    from demo.web import DemoWeb

    inner = _workspace(context, folder)
    dossiers = inner.dossiers()
    with DemoWeb() as web:
        click.echo(f"The demo web is up on 127.0.0.1: {len(dossiers)} vendors and their clients, all fictional.")
        with inner.open_store() as store:
            report = _crawl(inner, dossiers, store, web.replay, folder)
            if report.stopped == "interrupted":
                return INTERRUPTED
            _tell(store, dossiers, folder)
        _next(folder)
        if serve:
            _serve(folder, web.replay)
    return report.exit_code()


def _workspace(context: Context, folder: Path) -> Context:
    """The demo's workspace, written afresh. Never into a workspace that somebody else made."""
    from analysis.errors import WorkspaceError
    from demo.workspace import is_demo, write

    if folder.exists() and not is_demo(folder):
        raise WorkspaceError(
            f"expected a new folder or that of an earlier demo, got {folder}; name another one: rbp demo DIR"
        )
    write(folder)
    return Context(folder, context.store_option, context.debug)


def _crawl(inner: Context, dossiers: Sequence[Dossier], store: Store, replay: str, folder: Path) -> CrawlReport:
    import shlex
    from dataclasses import replace

    from cli.commands.crawl import chosen, load, options_of

    load()  # the imports below are done then
    from cli.crawling import tell, watching
    from crawler.replay import Replay
    from crawler.run import crawl

    targets = chosen(dossiers, None, None)
    options = replace(options_of(inner.workspace(), full=True), replay=Replay.parse(replay))
    with watching(targets) as watch:
        report = crawl(targets, store, options, watch)
    click.echo()
    tell(report, shlex.join(["rbp", "demo", str(folder)]))
    return report


def _tell(store: Store, dossiers: Sequence[Dossier], folder: Path) -> None:
    """Trends, the comparison, and a brief of each vendor as HTML and Markdown."""
    from analysis import formats
    from cli.clock import today
    from cli.gathering import gather_brief, gather_comparison, gather_trend
    from cli.render.comparisons import show_comparison
    from cli.render.trends import show_trends

    click.echo()
    show_trends([gather_trend(store, dossier, today()) for dossier in dossiers])
    click.echo()
    show_comparison(gather_comparison(store, dossiers, today()))
    click.echo()
    click.echo("Briefs:")
    for dossier in dossiers:
        brief = gather_brief(store, dossier, today())
        for name in ("html", "md"):
            path = folder / f"{dossier.vendor.id}.{name}"
            path.write_bytes(formats.render(brief, name))
            click.echo(f"  {path}")


def _next(folder: Path) -> None:
    click.echo()
    click.echo("Go on in the folder, which is a workspace:")
    for line in (
        f"cd {folder}",
        "rbp status",
        "rbp trends harbour-care --by year --aspect wait",
        'rbp search "hung up" --vendor tallow-reed',
        "rbp brief lantern-desk",
    ):
        click.echo(f"  {line}")


def _serve(folder: Path, replay: str) -> None:
    from threading import Event

    click.echo()
    click.echo("Serving the demo web until Ctrl-C. To crawl it from another terminal:")
    click.echo(f"  cd {folder.resolve()} && RBP_REPLAY={replay} rbp crawl")
    try:
        Event().wait()
    except KeyboardInterrupt:
        click.echo("stopped")
