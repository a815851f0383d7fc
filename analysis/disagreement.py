"""Stars and words that point opposite ways: five stars over a complaint about support, or one over praise.

Both are kept and the review is counted as disagreeing; neither corrects the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from analysis.model import Mention, Rating

FEW_STARS, MANY_STARS = 0.25, 0.75  # of the scale: up to two of five, from four of five
CLEARLY = 0.5  # mean polarity; as likely to be right as three in four


def disagrees(rating: Rating | None, mentions: Sequence[Mention]) -> bool:
    """Whether few stars stand over clearly good words about support, or many over clearly bad ones.

    A thumb never disagrees: it has no middle, so that nobody knows whether it was clearly meant.
    """
    if rating is None or rating.is_thumb or not mentions:
        return False
    said = fsum(mention.polarity for mention in mentions) / len(mentions)
    return (rating.value <= FEW_STARS and said >= CLEARLY) or (rating.value >= MANY_STARS and said <= -CLEARLY)
