"""What an analyst knows, as files: codebook, actor registry, countries, gazetteer, lexicons; loaders and checks."""
