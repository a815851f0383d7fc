"""What `rbp init` writes: a workspace that is well but for what only its owner knows."""

from __future__ import annotations

from datetime import date

SETTINGS = """\
# This folder is a workspace of `rbp`: this file, and a dossier per vendor in vendors/.

# Needed. It stands in the user agent of every request, so that the owner of a site that is
# crawled can reach you: an e-mail address or an https page.
# For example: contact = "ops@your-company.example"
contact = "{contact}"

[store]
# A SQLite file beside this one, or an Elasticsearch server such as "http://127.0.0.1:9200".
url = "sqlite:rbp.db"

[crawl]
# Least number of seconds between two requests to one domain. A source, or a site's robots.txt,
# may ask for more and gets it.
# delay = 1.0

# Sources that may be crawled only if you know that you may (`rbp sources` tells which).
# opt_in = []

[reading]
# Weigh what is said with the extra [deep], too: a little surer, and 100 times slower.
# deep = true
"""

INVENTED = "https://harbourcare.example/cases/bluebird"  # the evidence of the example

DOSSIER = """\
# A dossier tells what is known of one vendor: who its clients are, how that is known, and where
# these clients' customers write reviews. Make one file for each candidate; the file's name without
# .toml is what you call the vendor on the command line. Everybody in this one is invented.

name = "Harbour Care"
domains = ["harbourcare.example"]

[[client]]
name = "Bluebird Bank"
domains = ["bluebird.example"]
industry = "banking"

  # Since when does the vendor answer for this client? Only reviews from that time count.
  [[client.engagement]]
  since = "2022-03"              # a day, a month or a year; leave it out if you do not know
  # until = "2025"               # inclusive
  channels = ["phone", "chat"]   # any of: phone, chat, email, social, ticket, in_person, bot
  languages = ["en"]             # two-letter codes
  regions = ["US"]
  # share = 0.6                  # of the client's support, if known

    # How do you know? At least one. tier is one of, best first:
    # filing, client_press, case_study, testimonial, logo, stated
    [[client.engagement.evidence]]
    tier = "case_study"
    url = "https://harbourcare.example/cases/bluebird"
    seen = {today}
    quote = "Bluebird moved its card support to Harbour Care"

    # If nobody published it and you know it all the same:
    # [[client.engagement.evidence]]
    # tier = "stated"
    # seen = {today}
    # note = "told by the vendor's head of sales"

  # Where are the reviews? One target a place; `rbp sources` lists the spiders and what each takes.
  [[client.target]]
  spider = "cfpb"
  company = "BLUEBIRD BANK, N.A."

  [[client.target]]
  spider = "schema_org"
  url = "https://bluebird.example/branches"
  follow = "^/branches/[a-z-]+$" # paths on the same host to visit too
"""

IGNORED = """\
# Made by `rbp init`: what must not be shared, and what can be made again.
.rbp-secret
*.db
*.db-wal
*.db-shm
*.log
*.log.*
*-dead-letter*.jsonl
"""


def files(contact: str, today: date) -> dict[str, str]:
    """Path inside the workspace -> text."""
    return {
        "rbp.toml": SETTINGS.format(contact=contact),
        "vendors/example.toml": DOSSIER.format(today=today.isoformat()),
        ".gitignore": IGNORED,
    }
