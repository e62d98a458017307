"""Engines that read documents into mentions, event mentions and assertions, behind one protocol."""
