"""What can be drawn on a colour so that it still shows on a black-and-white copy."""

from __future__ import annotations


def grey_of(colour: str) -> float:
    """Return how light a colour is on a black-and-white copier: luma of ITU-R BT.601, 0 black to 1 white.

    >>> grey_of("#FFFFFF"), round(grey_of("#0072B2"), 2)
    (1.0, 0.34)
    """
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def ink_on(colour: str) -> str:
    """Return black or white, whichever stands out more.

    >>> ink_on("#F0E442"), ink_on("#0072B2")
    ('#000000', '#FFFFFF')
    """
    return "#000000" if grey_of(colour) > 0.5 else "#FFFFFF"
