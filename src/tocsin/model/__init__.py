"""The words of ARCHITECTURE section 2 as frozen dataclasses. Standard library only."""
