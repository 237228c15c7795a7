"""Prints figures beside their bars and remembers whether one was missed."""


class Report:
    """``holds`` is True while every bar of the part was met."""

    def __init__(self):
        self.holds = True

    def line(self, text):
        """Say something that is no bar: a source, a count, a figure for comparison."""
        print(f"        {text}", flush=True)

    def at_most(self, name, value, most, unit=""):
        """A value that must not exceed ``most``."""
        self._print(name, value <= most, f"{_short(value)}{unit} (at most {most:g}{unit})")

    def at_least(self, name, value, least, unit=""):
        """A value that must reach ``least``."""
        self._print(name, value >= least, f"{_short(value)}{unit} (at least {least:g}{unit})")

    def between(self, name, value, least, most, unit=""):
        """A value that must lie in a range, its ends included."""
        self._print(name, least <= value <= most, f"{_short(value)}{unit} ({least:g} to {most:g}{unit})")

    def equals(self, name, value, wanted, places=6):
        """A value that must agree with a known one when both are rounded to so many places."""
        self._print(name, round(float(value), places) == round(float(wanted), places), f"{value} (exactly {wanted})")

    def _print(self, name, holds, text):
        self.holds &= bool(holds)
        print(f"  {'pass' if holds else 'MISS'}  {name}: {text}", flush=True)


def _short(value):
    return f"{value:,}" if isinstance(value, int) else f"{value:.5g}"
