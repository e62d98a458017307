"""One SQLite file: documents, readings, events and their history."""
