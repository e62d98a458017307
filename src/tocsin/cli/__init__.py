"""Thin command line: parse, call, print."""
