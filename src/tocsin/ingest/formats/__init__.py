"""Readers of single formats. Each module has ``read(opened, options) -> Iterator[Found | Refusal]``."""
