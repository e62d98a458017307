"""The rule engine: reads with lexicons and patterns from knowledge files, offline and without a model."""
