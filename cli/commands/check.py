"""`rbp check`: is what people wrote in rbp.toml and in the dossiers well?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from analysis.errors import UsageError
from cli.arguments import VENDOR
from cli.context import Context

if TYPE_CHECKING:
    from analysis.dossier import Remark
    from analysis.errors import Fault
    from analysis.model import Dossier
    from cli.workspace import Survey


@click.command(short_help="Check rbp.toml and the dossiers; tell every fault at once.")
@click.argument("vendors", nargs=-1, type=VENDOR, metavar="[VENDOR]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, vendors: tuple[str, ...], as_json: bool) -> int:
    """Check rbp.toml and the dossiers, all of them or the named vendors' only.

    It reads files and changes nothing. The exit code is 1 where there is a fault.

    \b
    Examples:
      rbp check
      rbp check harbour-care --json
    """
    from cli.render import say, to_json

    found = context.require_survey(spiders=True)
    dossiers, files = _chosen(found, vendors)
    faults = [fault for fault in found.faults if not vendors or _speaks_of(fault, files)]
    warnings = [remark for remark in found.warnings if not vendors or remark.file in files]
    warnings += _wanting_your_word(found, dossiers)
    if as_json:
        click.echo(to_json(_as_data(found, dossiers, faults, warnings)))
        return 1 if faults else 0
    for line in (*faults, *(f"warning: {remark}" for remark in warnings), _summary(dossiers, faults)):
        say(str(line))
    return 1 if faults else 0


def _chosen(found: Survey, vendors: Iterable[str]) -> tuple[list[Dossier], set[str]]:
    """The dossiers asked for, and their files. One that cannot even be parsed may be asked for by its file's name."""
    from cli.vendors import choose

    broken = {fault.file for fault in found.faults}
    dossiers: list[Dossier] = []
    files = {"rbp.toml"}
    for name in vendors:
        file = f"vendors/{name.removeprefix('vendors/').removesuffix('.toml')}.toml"
        try:
            [dossier] = choose(found.workspace.dossiers, [name])
        except UsageError:
            if file not in broken:
                raise
            files.add(file)
        else:
            dossiers.append(dossier)
            files.add(f"vendors/{dossier.vendor.id}.toml")
    return (dossiers if vendors else list(found.workspace.dossiers)), files


def _wanting_your_word(found: Survey, dossiers: Iterable[Dossier]) -> Iterator[Remark]:
    """Sources of these dossiers that are not crawled before `[crawl] opt_in` names them."""
    from analysis.dossier import Remark
    from crawler.policy import Access
    from crawler.sources import spiders

    crawl = found.workspace.settings.get("crawl")
    opt_in = crawl.get("opt_in") if isinstance(crawl, dict) else None
    named = set(opt_in) if isinstance(opt_in, list) and all(isinstance(name, str) for name in opt_in) else set()
    wanted = {target.source for dossier in dossiers for target in dossier.targets} - named
    for name, spider in spiders().items():
        if name in wanted and spider.policy.access is Access.OPT_IN:
            says = f"{name} is crawled only if you put it here, and may ({spider.policy.terms})"
            yield Remark("rbp.toml", "crawl.opt_in", says)


def _speaks_of(fault: Fault, files: set[str]) -> bool:
    """A client told differently in two dossiers is a fault of both."""
    return fault.file in files or any(file in fault.expected for file in files if file != "rbp.toml")


def _summary(dossiers: list[Dossier], faults: list[Fault]) -> str:
    from cli.render.numbers import plural

    if faults:
        return f"{plural(len(faults), 'fault')} in {plural(len({fault.file for fault in faults}), 'file')}"
    told = ", ".join(plural(n, noun) for noun, n in _counts(dossiers).items())
    return f"{told}: no fault"


def _counts(dossiers: list[Dossier]) -> dict[str, int]:
    """A client, or a target, that two dossiers tell counts once."""
    return {
        "dossier": len(dossiers),
        "client": len({client.id for dossier in dossiers for client in dossier.clients}),
        "engagement": sum(len(dossier.engagements) for dossier in dossiers),
        "target": len({target.key for dossier in dossiers for target in dossier.targets}),
    }


def _as_data(found: Survey, dossiers: list[Dossier], faults: list[Fault], warnings: list[Remark]) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "format": 1,
        "workspace": str(found.workspace.root),
        "faults": [asdict(fault) for fault in faults],
        "warnings": [asdict(remark) for remark in warnings],
        "counts": {f"{noun}s": n for noun, n in _counts(dossiers).items()},
    }
