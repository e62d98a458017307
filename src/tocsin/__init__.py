"""Tocsin: news reports in, a conflict-event dataset out, every value with its words and its speaker.

Importing this package is cheap on purpose: heavy libraries are loaded by the rooms that use them.
"""

__version__ = "0.1.0"
