"""Prints measurements beside their bars and remembers whether one was missed."""


class Report:
    def __init__(self):
        self.missed = []

    def line(self, text):
        print(text, flush=True)

    def bar(self, name, value, most, unit=""):
        """A value that must not exceed ``most``."""
        kept = value <= most
        if not kept:
            self.missed.append(name)
        print(f"  {'pass' if kept else 'MISS'}  {name}: {value:.3g}{unit} (bar {most:g}{unit})", flush=True)

    def must(self, name, holds):
        self.bar(f"{name}: failures", 0 if holds else 1, 0)
