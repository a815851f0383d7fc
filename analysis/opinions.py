"""From the mentions of one review to its opinions: the one place where mentions are averaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum

from analysis.model import CHANNEL_PREFIX, OVERALL, Basis, Mention, Opinion, Reading


def opinions(reading: Reading, bases: Iterable[Basis] = tuple(Basis)) -> tuple[Opinion, ...]:
    """One opinion per aspect named, per channel named, and `overall`, on each basis that has a mention."""
    if not reading.mentions:
        return ()
    made: list[Opinion] = []
    key = reading.review.key  # a hash, made anew each time it is asked for
    for basis in bases:
        groups: dict[str, list[Mention]] = {}
        for mention in reading.mentions:
            for aspect in rows(mention, basis):
                groups.setdefault(aspect, []).append(mention)
        made += [_opinion(key, aspect, basis, group) for aspect, group in groups.items()]
    return tuple(made)


def rows(mention: Mention, basis: Basis) -> Iterable[str]:
    """The rows that a mention counts in. A client's policy moves no row of the vendor but availability:
    opening hours and channels are what a vendor sells."""
    channels = tuple(CHANNEL_PREFIX + channel for channel in mention.channels)
    if basis is Basis.ALL or mention.doing != "policy":
        return (OVERALL, *mention.aspects, *channels)
    return (OVERALL, "availability", *channels) if "availability" in mention.aspects else ()


def _opinion(review: str, aspect: str, basis: Basis, mentions: Sequence[Mention]) -> Opinion:
    if len(mentions) == 1:  # most are; a mean of one needs no sum
        one = mentions[0]
        channels = tuple(sorted(set(one.channels)))
        return Opinion(review, aspect, basis, one.polarity, 1, one.vader, one.doing, channels)
    doings = {mention.doing for mention in mentions}
    return Opinion(
        review=review,
        aspect=aspect,
        basis=basis,
        polarity=fsum(mention.polarity for mention in mentions) / len(mentions),
        mentions=len(mentions),
        vader=fsum(mention.vader for mention in mentions) / len(mentions),
        doing=doings.pop() if len(doings) == 1 else "mixed",
        channels=tuple(sorted({channel for mention in mentions for channel in mention.channels})),
    )
