"""Devices that are found, defused or fail are a use of weapons stopped, and no explosion is told beside it."""

import pytest

from reading_kit import coded_types


@pytest.mark.parametrize(
    "text",
    [
        "A bomb planted on a bus in Kati on Monday did not go off.",
        "A grenade thrown at a police station in Kati on Monday failed to explode.",
        "A roadside bomb was found on Monday near Kati.",
        "Police defused a car bomb near the market in Kati on Monday.",
    ],
)
def test_a_device_that_harms_nobody(text: str) -> None:
    assert coded_types(text) == ["Disrupted weapons use"]


def test_a_device_that_goes_off_beside_one_that_is_found() -> None:
    told = coded_types("Troops found a roadside bomb near Kati on Monday; another roadside bomb killed two soldiers.")
    assert "Remote explosive/landmine/IED" in told
