"""Words to identities: places, dates and actors."""
