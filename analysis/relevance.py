"""Does a passage speak of the help that a company gives its customers through people or a channel?"""

from __future__ import annotations

from analysis.rules import patterns


def speaks_of_support(passage: str) -> bool:
    """By the words that name people who answer, the ways to reach them, and what they do."""
    return patterns("relevance")["support"].search(passage) is not None
