"""The reviews that the demo's fictional customers wrote: planted, so that what `rbp` finds can be held against what
is there. The same seed gives the same reviews on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.companies import Company
from demo.phrases import ASIDES, FOREIGN, SUPPORT, Phrase

FIRST_DAY, LAST_DAY = date(2024, 1, 1), date(2026, 6, 30)
_SEED = 20260714
_SPEAKS_OF_SUPPORT = 0.62
_SECOND_SENTENCE = 0.4
_FOREIGN_SHARE = 0.05
_UNRATED_SHARE = 0.1
_LEAVES_A_CONTACT = 0.02


@dataclass(frozen=True, slots=True)
class Planted:
    """A published review and its truth. `rating` is 1..5 or None; `phrases` is what it says about support."""

    ref: str
    company: Company
    published: date
    title: str
    body: str
    rating: int | None
    author: str
    language: str
    phrases: tuple[Phrase, ...]


def reviews(company: Company) -> tuple[Planted, ...]:
    """All reviews of one company, newest first."""
    chance = Random(f"{_SEED}/{company.client.id}")  # noqa: S311  (a repeatable demo, not a secret)
    made = [_review(company, number, chance) for number in range(company.reviews)]
    return tuple(sorted(made, key=lambda review: (review.published, review.ref), reverse=True))


def _review(company: Company, number: int, chance: Random) -> Planted:
    span = (LAST_DAY - FIRST_DAY).days
    age = chance.random()
    ref, author = f"{company.client.id}-{number:05d}", f"Customer {chance.randrange(10**6)}"
    published = FIRST_DAY + timedelta(days=round(age * span))
    if chance.random() < _FOREIGN_SHARE:
        language, polarity, text = chance.choice(FOREIGN)
        return Planted(ref, company, published, "", text, 5 if polarity > 0 else 1, author, language, ())
    phrases = tuple(_phrases(company, age, chance))
    mood = chance.choice((1, -1)) if not phrases else phrases[0].polarity
    aside = mood if chance.random() < 0.7 else -mood
    sentences = [phrase.text for phrase in phrases]
    sentences.insert(chance.randrange(len(sentences) + 1), chance.choice(ASIDES[aside]))
    if chance.random() < _LEAVES_A_CONTACT:
        sentences.append("Write to me at sam.sample@mail.example or call 555-0142-778.")
    body = filled(" ".join(sentences), company, chance)
    rating = None if chance.random() < _UNRATED_SHARE else _stars(phrases, aside, chance)
    title = chance.choice(("", "", "My experience", "Review", "After a year"))
    return Planted(ref, company, published, title, body, rating, author, "en", phrases)


def _phrases(company: Company, age: float, chance: Random) -> Iterator[Phrase]:
    """None, one or two sentences about support, good with the chance that the company has earned by then."""
    if chance.random() > _SPEAKS_OF_SUPPORT:
        return
    for _ in range(1 + (chance.random() < _SECOND_SENTENCE)):
        aspect = chance.choice(SUPPORT).aspects[0]
        lean = 0.15 * ((aspect == company.strong) - (aspect == company.weak))
        wanted = 1 if chance.random() < company.good + lean + company.drift * (age - 0.5) else -1
        yield chance.choice([p for p in SUPPORT if p.aspects[0] == aspect and p.polarity == wanted])


def _stars(phrases: tuple[Phrase, ...], aside: int, chance: Random) -> int:
    mood = sum(phrase.polarity for phrase in phrases) + aside
    return max(1, min(5, 3 + mood + chance.choice((-1, 0, 0, 1))))


def filled(text: str, company: Company, chance: Random) -> str:
    """Fill the slots of a phrase, `{matter}` with the company's kind of business."""
    while "{" in text:
        for slot, value in (
            ("{matter}", chance.choice(company.matter)),
            ("{minutes}", str(chance.randrange(5, 95))),
            ("{days}", str(chance.randrange(3, 15))),
            ("{weeks}", str(chance.randrange(2, 12))),
            ("{times}", chance.choice(("two", "three", "four", "five", "six"))),
        ):
            text = text.replace(slot, value, 1)
    return text
