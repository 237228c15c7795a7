"""The colours of the dashboard's two themes keep the contrast of WCAG 2.1 AA: 4.5 : 1 for text, 3 : 1 for what else must be seen."""

import re
from pathlib import Path
from unittest import TestCase

FOLDER = Path(__file__).parents[2] / "static/src/dashboard"
TEXT, SEEN = 4.5, 3.0
TEXTS = ("text", "quiet", "good", "bad", "warn", "info")


def channels(colour):
    """``(red, green, blue, opacity)`` of a colour as CSS writes it."""
    if colour.startswith("#"):
        return (*(int(colour[place:place + 2], 16) for place in (1, 3, 5)), 1.0)
    numbers = [float(part) for part in re.findall(r"[\d.]+", colour)]
    return (*numbers[:3], numbers[3])


def laid_over(top, ground):
    red, green, blue, opacity = channels(top)
    return tuple(opacity * above + (1 - opacity) * below for above, below in zip((red, green, blue), ground, strict=True))


def luminance(colour):
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class TestDashboardContrast(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        style = (FOLDER / "dashboard.scss").read_text()
        light, dark = (dict(re.findall(r"--so-([a-z]+): ([^;]+);", part)) for part in style.split('&[data-theme="dark"]', 1))
        script = (FOLDER / "dashboard.js").read_text()
        cls.charts = {
            name: dict(re.findall(r'(\w+): "([^"]+)"', found)) for name, found in re.findall(r"(light|dark): \{ ([^}]+) \}", script)}
        cls.themes = {"light": light, "dark": {**light, **dark}}

    def grounds(self, theme):
        """The colours that the ground runs through, plain and under a pane."""
        stops = [channels(stop)[:3] for stop in re.findall(r"#[0-9a-f]{6}", self.themes[theme]["ground"])]
        self.assertGreaterEqual(len(stops), 3)
        return stops, [laid_over(self.themes[theme]["pane"], stop) for stop in stops]

    def test_the_measure_is_the_published_one(self):
        self.assertAlmostEqual(contrast((0, 0, 0), (255, 255, 255)), 21.0)
        self.assertAlmostEqual(contrast((119, 119, 119), (255, 255, 255)), 4.48, 2)

    def test_text_can_be_read(self):
        for theme, colours in self.themes.items():
            stops, panes = self.grounds(theme)
            for name in TEXTS:
                for place, ground in (*(("pane", pane) for pane in panes), *(("ground", stop) for stop in stops if name in TEXTS[:2])):
                    with self.subTest(theme=theme, name=name, place=place):
                        self.assertGreaterEqual(contrast(channels(colours[name])[:3], ground), TEXT)
            for pane in panes:
                with self.subTest(theme=theme, name="chart"):
                    self.assertGreaterEqual(contrast(channels(self.charts[theme]["text"])[:3], pane), TEXT)

    def test_bars_tracks_and_the_ring_of_the_focus_are_seen(self):
        for theme, colours in self.themes.items():
            stops, panes = self.grounds(theme)
            fill = channels(colours["fill"])[:3]
            for ground in (*stops, *panes, *(laid_over(colours["track"], pane) for pane in panes)):
                with self.subTest(theme=theme, ground=ground):
                    self.assertGreaterEqual(contrast(fill, ground), SEEN)
            for pane in panes:
                for name in ("bar", "hover"):
                    with self.subTest(theme=theme, name=name):
                        self.assertGreaterEqual(contrast(channels(self.charts[theme][name])[:3], pane), SEEN)
