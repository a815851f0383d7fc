"""The sentences that the demo's fictional customers write, each with what it says about support.

`{minutes}`, `{days}`, `{weeks}` and `{times}` are filled with numbers, `{matter}` with the client's own
kind of business. A sentence in SUPPORT is planted truth; one in ASIDES says nothing about support.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.model import Doing


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence and its truth. `polarity` is 1 or -1."""

    text: str
    polarity: int
    aspects: tuple[str, ...]
    channels: tuple[str, ...] = ()
    doing: Doing = "agent"


def _both(
    aspect: str, good: tuple[tuple[str, str], ...], bad: tuple[tuple[str, str], ...], doing: Doing = "agent"
) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(text, polarity, (aspect,), (channel,) if channel else (), doing)
        for polarity, told in ((1, good), (-1, bad))
        for channel, text in told
    )


SUPPORT: tuple[Phrase, ...] = (
    *_both(
        "language",
        (
            ("phone", "The woman on the phone spoke clearly and understood my question about {matter} at once."),
            ("phone", "I am hard of hearing and the call centre agent spoke slowly and clearly for me."),
            ("chat", "The chat agent wrote in plain words instead of canned lines."),
        ),
        (
            ("phone", "The agent on the phone kept reading from a script and I could not follow a word."),
            ("phone", "The line was poor and neither the agent nor I understood each other about {matter}."),
            ("chat", "The chat agent pasted the same scripted answer {times} times."),
        ),
    ),
    *_both(
        "knowledge",
        (
            ("phone", "The agent I called knew exactly how {matter} works and explained every step."),
            ("chat", "Their chat support knew the product inside out."),
            ("email", "The reply to my email answered every point about {matter} correctly."),
            ("", "The support team clearly knows what it is talking about."),
        ),
        (
            ("phone", "The agent I called had no idea how {matter} works."),
            ("chat", "Chat support gave me wrong information about {matter}."),
            ("email", "The answer to my email was about something else entirely, they had not read it."),
            ("", "Customer service did not know the first thing about {matter}."),
        ),
    ),
    *_both(
        "attitude",
        (
            ("phone", "The lady on the helpline was kind and patient with me."),
            ("chat", "The chat agent was friendly and polite from start to end."),
            ("", "Customer service was courteous and really listened."),
            ("in_person", "The man at the service counter was friendly while he sorted out {matter}."),
        ),
        (
            ("phone", "The agent was rude and hung up on me."),
            ("chat", "The chat agent was dismissive and closed the window on me."),
            ("", "Customer service talked down to me as if I were a child."),
            ("email", "I got a cold and rude email back from their support."),
        ),
    ),
    *_both(
        "wait",
        (
            ("phone", "My call was answered within a minute."),
            ("chat", "Somebody from support was in the chat within seconds."),
            ("email", "I had an answer from support in my inbox within {minutes} minutes."),
        ),
        (
            ("phone", "I waited {minutes} minutes on hold before anybody picked up."),
            ("chat", "I sat in the chat queue for {minutes} minutes."),
            ("email", "It took support {days} days to answer one email."),
            ("social", "It took them {days} days to answer my direct message."),
        ),
    ),
    *_both(
        "resolution",
        (
            ("phone", "The agent fixed {matter} on the first call."),
            ("chat", "Chat support solved my problem with {matter} in one go."),
            ("", "Customer service sorted out {matter} and it has stayed fixed."),
            ("ticket", "My ticket about {matter} was solved the same day."),
        ),
        (
            ("phone", "I called {times} times and {matter} is still not sorted out."),
            ("ticket", "They closed my ticket about {matter} without solving anything."),
            ("", "Customer service has not fixed {matter} after {weeks} weeks."),
            ("chat", "The chat agent could not solve it and told me to try again later."),
        ),
    ),
    *_both(
        "follow_up",
        (
            ("phone", "The agent promised to call me back and did so the next morning."),
            ("email", "Support wrote again a week later to check that everything still worked."),
        ),
        (
            ("phone", "They promised to call me back and never did."),
            ("email", "I sent {times} emails to support and never got a reply."),
            ("social", "I wrote to them on social media and heard nothing back."),
            ("", "After I complained there was only silence from customer service."),
        ),
    ),
    *_both(
        "consistency",
        (
            ("phone", "The same agent looked after my case from start to end."),
            ("", "Everybody I spoke to in customer service gave me the same answer."),
        ),
        (
            ("phone", "I was transferred {times} times and had to explain {matter} again each time."),
            ("", "Every agent told me something different about {matter}."),
            ("chat", "Each new chat agent made me start over from the beginning."),
        ),
    ),
    *_both(
        "availability",
        (
            ("phone", "I could reach a person on the helpline on a Sunday night."),
            ("chat", "It helps that support is in the chat around the clock."),
        ),
        (
            ("phone", "There is no phone number to reach a human anywhere."),
            ("", "Customer service is closed on weekends, just when I need it."),
        ),
        doing="policy",
    ),
    *_both(
        "privacy",
        (("phone", "The agent checked who I was with care before he talked about my account."),),
        (
            ("phone", "The agent read my account details out to somebody else on the phone."),
            ("email", "Support sent me an email with another customer's details in it."),
        ),
    ),
    Phrase(
        "The agent said that refunds are against the company's rules after 14 days.", -1, ("resolution",), (), "policy"
    ),
    Phrase("Support told me that the fee is company policy and cannot be waived.", -1, ("resolution",), (), "policy"),
)

ASIDES: dict[int, tuple[str, ...]] = {
    1: (
        "The price is fair.",
        "I have used them for {times} years.",
        "The website is easy to use.",
        "Everything arrived when it should.",
        "Good value for what I pay.",
    ),
    -1: (
        "The price went up again this year.",
        "The app crashes every time I open it.",
        "The website is slow.",
        "The delivery was late.",
        "Not worth the money any more.",
    ),
}

FOREIGN: tuple[tuple[str, int, str], ...] = (
    ("fr", 1, "Le service client a répondu tout de suite et mon problème a été réglé en une seule fois, merci."),
    ("fr", -1, "Le service client ne répond jamais au téléphone et mes courriels restent sans réponse depuis un mois."),
    ("de", 1, "Der Kundendienst war freundlich und hat mein Anliegen schon beim ersten Anruf gelöst."),
    ("de", -1, "Ich hing ewig in der Warteschleife und am Ende wurde einfach aufgelegt, so geht das nicht."),
)
