"""`rbp crawl`: visit the targets of the dossiers, and keep what they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from cli.arguments import VENDOR
from cli.context import Context
from cli.outcome import INTERRUPTED

if TYPE_CHECKING:
    from datetime import date

    from analysis.model import Dossier, Target
    from cli.workspace import Workspace
    from crawler.report import CrawlOptions, CrawlReport


@click.command(short_help="Visit the targets of the dossiers and keep their reviews.")
@click.argument("vendors", nargs=-1, type=VENDOR, metavar="[VENDOR]...")
@click.option("--client", help="Only this client of them.")
@click.option("--source", help="Only targets of this source.")
@click.option("--since", metavar="DATE", help="Leave out reviews from before this day, month or year.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Read at most N reviews a target.")
@click.option("--full", is_flag=True, help="Visit every page again, known or not.")
@click.option("--restart", is_flag=True, help="Forget what is known of the targets' pages; reviews stay.")
@click.option("--fail-on", type=click.Choice(["partial"]), help="Exit with 1 where a target is not whole.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(
    context: Context,
    vendors: tuple[str, ...],
    client: str | None,
    source: str | None,
    since: str | None,
    limit: int | None,
    full: bool,
    restart: bool,
    fail_on: str | None,
    as_json: bool,
) -> int:
    """Visit the targets of the dossiers, all of them or the named vendors' only.

    A crawl goes on where the last one was cut off. Press Ctrl-C to stop: what was read is kept.

    \b
    Examples:
      rbp crawl harbour-care
      rbp crawl harbour-care --client "Bluebird Bank" --limit 200
      rbp crawl --fail-on partial --json
    """
    from cli.dates import first_day

    again = _again(context, vendors, {"--client": client, "--source": source, "--since": since})
    try:
        load()
        workspace = context.workspace(spiders=True)
        targets = chosen(context.dossiers(vendors, spiders=True), client, source)
        options = options_of(workspace, since=first_day("--since", since), limit=limit, full=full, restart=restart)
        report = _run(context, targets, options)
    except KeyboardInterrupt:
        click.echo(f"rbp: stopped; what was read is kept, go on with: {again}", err=True)
        return INTERRUPTED
    return _told(report, again, as_json, fail_on == "partial")


def load() -> None:
    """Import what a crawl needs, with Ctrl-C held back until that is done.

    One that comes in the middle of an import can get lost in Python's own machinery, and the crawl would go on.
    """
    import signal
    from importlib import import_module

    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for name in ("cli.crawling", "crawler.run"):
            import_module(name)
        import_module("crawler.sources").spiders()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # raises the KeyboardInterrupt that was held back


def _again(context: Context, vendors: Sequence[str], options: Mapping[str, str | None]) -> str:
    """What to type, in the same folder, to go on with the same targets. A password in a store's address is left out."""
    import shlex

    from cli.render.clean import bare_url

    def told(values: Mapping[str, str | None]) -> list[str]:
        return [word for name, value in values.items() if value is not None for word in (name, value)]

    folder, store = context.workspace_option, context.store_option
    place = {"--workspace": str(folder) if folder else None, "--store": bare_url(store) if store else None}
    return shlex.join(["rbp", *told(place), "crawl", *vendors, *told(options)])


def chosen(dossiers: Sequence[Dossier], client: str | None, source: str | None) -> list[Target]:
    """The targets asked for, each once. Raises UsageError where a name is wrong or nothing is left."""
    from analysis.dossier import nearest
    from analysis.errors import UsageError
    from analysis.keys import slug

    targets = {target.key: target for dossier in dossiers for target in dossier.targets}
    if client is not None:
        clients = {each.id: each.name for dossier in dossiers for each in dossier.clients}
        if slug(client) not in clients:
            hint = nearest(client, [*clients, *clients.values()]) or f"known clients: {', '.join(clients)}"
            raise UsageError(f"no client named {client!r}; {hint}")
        targets = {key: target for key, target in targets.items() if target.client == slug(client)}
    if source is not None:
        sources = sorted({target.source for target in targets.values()})
        if source not in sources:
            hint = nearest(source, sources) or f"known here: {', '.join(sources) or 'none'}"
            raise UsageError(f"no target of a source named {source!r}; {hint}")
        targets = {key: target for key, target in targets.items() if target.source == source}
    if not targets:
        raise UsageError("expected a [[client.target]] in the dossiers, got none; it says where reviews are")
    return list(targets.values())


def options_of(
    workspace: Workspace,
    *,
    since: date | None = None,
    limit: int | None = None,
    full: bool = False,
    restart: bool = False,
) -> CrawlOptions:
    """What rbp.toml, the environment and the command line say. Logs lie beside rbp.toml."""
    from crawler.replay import Replay
    from crawler.report import CrawlOptions

    told = workspace.settings.get("crawl", {})
    return CrawlOptions(
        contact=workspace.contact,
        secret=workspace.secret(),
        since=since,
        limit=limit,
        full=full,
        restart=restart,
        replay=Replay.from_environment(),
        log_file=workspace.root / "crawl.log",
        dead_letter=workspace.root / "crawl-dead-letter.jsonl",
        opt_in=frozenset(told.get("opt_in", ())),
        allow_hosts=frozenset(told.get("allow_hosts", ())),
        delay=float(told.get("delay", 0.0)),
        deep=workspace.reads_deeply,
    )


def _run(context: Context, targets: Sequence[Target], options: CrawlOptions) -> CrawlReport:
    from cli.crawling import watching
    from cli.reader import chosen_reader
    from crawler.run import crawl

    with context.open_store() as store:
        chosen_reader(store, deep=options.deep)
        with watching(targets) as watch:
            return crawl(targets, store, options, watch)


def _told(report: CrawlReport, again: str, as_json: bool, fail_on_partial: bool) -> int:
    from cli.crawling import as_data, tell
    from cli.render import to_json

    if as_json:
        click.echo(to_json(as_data(report)))
    else:
        tell(report, again)
    return INTERRUPTED if report.stopped == "interrupted" else report.exit_code(fail_on_partial=fail_on_partial)
