"""Training of the local engine: data readers, training, evaluation. Needs the extra ``train`` for all but the data."""
