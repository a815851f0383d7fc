"""Prints what a spider makes of a golden case, or saves it: `python -m tests.golden SPIDER/CASE [--save]`.

Read what it saves: a saved answer is only as good as the look that somebody took at it.
"""

from __future__ import annotations

import json
import sys

from tests.golden.cases import cases


def main() -> None:
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")]
    for case in cases():
        if not wanted or case.name in wanted:
            answer = json.dumps(case.answer(), indent=1, ensure_ascii=False) + "\n"
            sys.stdout.write(f"{case.name}\n{answer}")
            if "--save" in sys.argv:
                (case.folder / "expected.json").write_text(answer, encoding="utf-8")


main()
