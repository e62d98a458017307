"""Files, folders and globs in; clean frozen documents, or refusals with a sentence, out."""
