"""A company's colour, dark enough to be read as text on white paper (contrast after WCAG 2.1, 1.4.3)."""

import re

CONTRAST = 4.5
STEP = 0.94


def _luminance(channels):
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_with_white(channels):
    return 1.05 / (_luminance(channels) + 0.05)


def _channels(colour):
    found = re.fullmatch(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", (colour or "").strip())
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return [int(digits[at:at + 2], 16) / 255 for at in (0, 2, 4)]


def _hex(channels):
    return "#" + "".join(f"{round(value * 255):02x}" for value in channels)


def ink(*, colour, fallback):
    """``colour`` darkened, its hue kept, until it can be read on white; ``fallback`` where it is no colour."""
    channels = _channels(colour) or _channels(fallback)
    while contrast_with_white(channels) < CONTRAST:
        channels = [value * STEP for value in channels]
    return _hex(channels)


def tint(*, colour, fallback, strength=0.08):
    """A pale ground of ``colour``, for rows and boxes."""
    channels = _channels(colour) or _channels(fallback)
    return _hex([1 - (1 - value) * strength for value in channels])
