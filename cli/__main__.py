"""The way in: the `rbp` script, and `python -m cli`. Imports nothing before Ctrl-C is one line, not a traceback."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        _run()
    except KeyboardInterrupt:
        sys.stderr.write("\nrbp: interrupted\n")
        sys.exit(130)


def _run() -> None:
    """A Ctrl-C while Python still ends changes nothing more."""
    import signal  # at the end it would be one more place to be interrupted at

    try:
        from cli.main import main as run

        run()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
