"""One module a brief format: `render(brief) -> str | bytes`; found by name."""
