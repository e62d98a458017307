"""Statements: documents in which a side of a conflict speaks of itself."""
