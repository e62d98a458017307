"""Groups of sub-event types that rooms which do not know each other decide by. Names and order: CODEBOOK section 2."""

REMOTE_TYPES = (
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
)
"""Explosives and strikes from afar, the highest of the hierarchy first."""
