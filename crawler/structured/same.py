"""The same review told twice on one page, in two syntaxes or in two blocks, is one review."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import islice
from operator import attrgetter

from crawler.items import RawReview

_ALL = attrgetter(*(field.name for field in fields(RawReview)))
_TELLING = 12  # words that two reviews do not begin with by chance
_LOOKED_AT = 100  # reviews of the same words; a page with more of them is no page for people


def once(syntaxes: Iterable[Sequence[RawReview]]) -> list[RawReview]:
    """The reviews of all syntaxes, each once, in the order given.

    Two of one syntax are the same only if all that they tell is; two of different syntaxes if their words
    are and nothing else contradicts. What the later one adds is filled in.
    """
    kept: list[RawReview] = []
    for reviews in syntaxes:
        distinct = list({_ALL(review): review for review in reviews}.values())
        if not kept or not distinct:
            kept += distinct
            continue
        told = defaultdict(list)
        for review in kept:
            told[_beginning(review)].append(review)
        for review in distinct:
            alike = told[_beginning(review)]
            known = next((other for other in islice(alike, _LOOKED_AT) if _agree(other, review)), None)
            if known is None:
                kept.append(review)
            else:
                alike.remove(known)
                _fill(known, review)
    return _with_own_names(kept)


def _words(review: RawReview) -> tuple[str, ...]:
    return tuple((review.body or review.title).casefold().split())


def _beginning(review: RawReview) -> tuple[str, ...]:
    return _words(review)[:_TELLING]


def _agree(one: RawReview, other: RawReview) -> bool:
    pairs = [
        (str(one.published or "")[:10], str(other.published or "")[:10]),  # one may tell the hour too
        (one.author.casefold(), other.author.casefold()),
        (one.rating, other.rating),
    ]
    if any(mine not in (None, "") and theirs not in (None, "") and mine != theirs for mine, theirs in pairs):
        return False
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if not shorter:
        return not longer and all(mine == theirs for mine, theirs in pairs)
    # One telling may be cut off, or end in what the page puts below it ("Read more").
    whole = shorter[:-1] if shorter[-1].endswith(("...", "…")) else shorter
    return shorter == longer or (len(whole) >= _TELLING and longer[: len(whole)] == whole)


def _fill(known: RawReview, other: RawReview) -> None:
    scale = (known.worst, known.best) if known.rating is not None else (other.worst, other.best)
    for field in fields(RawReview):
        if getattr(known, field.name) in (None, ""):
            setattr(known, field.name, getattr(other, field.name))
    known.worst, known.best = scale


def _with_own_names(reviews: list[RawReview]) -> list[RawReview]:
    """An id that several different reviews share is the page's or the product's, not theirs."""
    shared = Counter(review.ref for review in reviews if review.ref)
    for review in reviews:
        if review.ref and shared[review.ref] > 1:
            review.ref = None
    return reviews
