"""`rbp sources`: what can be crawled, and on whose terms."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from crawler.policy import SourcePolicy
    from crawler.spider import ReviewSpider


@click.command(short_help="List the sources with their terms, limits and parameters.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the sources that a [[client.target]] may name, with their terms as far as known, and when that was checked.

    \b
    Examples:
      rbp sources
      rbp sources --json
    """
    from cli.render import heading, say, to_json
    from crawler.sources import spiders

    known = spiders()
    if as_json:
        click.echo(to_json({"format": 1, "sources": [_data(spider) for spider in known.values()]}))
        return
    for name, spider in known.items():
        heading(name)
        for line in _lines(spider):
            say(f"  {line}")
        click.echo()


def _lines(spider: type[ReviewSpider]) -> list[str]:
    from crawler.policy import Access

    policy = spider.policy
    if policy.access is Access.IMPORT_ONLY:
        route = f"never fetched: save its pages in a browser, and `rbp import PAGE... --source {spider.name}`"
        return [*_terms(policy), route]
    robots = "obeyed" if policy.robots else "not asked: a documented public API"
    order = "newest first: later crawls read what is new" if spider.newest_first else "no order: every crawl reads all"
    lines = [
        *_terms(policy),
        f"robots.txt: {robots}; at least {policy.delay:g} s between requests",
        order,
    ]
    for parameter in spider.parameters:
        need = "needed" if parameter.required else "optional"
        lines.append(f"{parameter.name} ({need}): {parameter.help}, such as {parameter.example}")
    return lines


def _terms(policy: SourcePolicy) -> list[str]:
    return [
        *([f"gives: {policy.gives}"] if policy.gives else []),
        f"home: {policy.home}",
        f"access: {policy.access.value}",
        f"terms (checked {policy.checked}): {policy.terms}",
        f"licence: {policy.licence}; {'may' if policy.quotable else 'may not'} be quoted",
    ]


def _data(spider: type[ReviewSpider]) -> dict[str, Any]:
    policy = asdict(spider.policy)
    policy |= {"access": spider.policy.access.value, "checked": spider.policy.checked.isoformat()}
    return {
        "name": spider.name,
        "newest_first": spider.newest_first,
        "policy": policy,
        "parameters": [asdict(parameter) for parameter in spider.parameters],
    }
