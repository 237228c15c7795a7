from datetime import datetime, timedelta, timezone
from unittest import TestCase

from odoo.addons.sales_os.algorithms.route.calendar_file import CalendarEvent, calendar_file

STAMP = datetime(2026, 11, 20, 6, 0, 0)


def make_event(**vals):
    return CalendarEvent(
        **{
            "uid": "visit-1@sales_os",
            "start": datetime(2026, 11, 23, 8, 30),
            "stop": datetime(2026, 11, 23, 9, 0),
            "summary": "Bakery North",
        }
        | vals
    )


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


class TestCalendarFile(TestCase):
    def write(self, *events):
        return calendar_file(events=events, stamp=STAMP, name="Week 48")

    def test_every_line_ends_with_crlf(self):
        text = self.write(make_event(description="first\nsecond\rthird\r\nfourth"))
        self.assertTrue(text.endswith("END:VCALENDAR\r\n"))
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        self.assertEqual(text.count("\r"), text.count("\r\n"))
        self.assertIn("DESCRIPTION:first\\nsecond\\nthird\\nfourth", unfolded(text))

    def test_lines_are_folded_at_75_octets_and_no_character_is_cut(self):
        name = "Šibenik pékség " + "Żółć" * 60
        text = self.write(make_event(summary=name))
        for line in text.split("\r\n"):
            self.assertLessEqual(len(line.encode()), 75)
        self.assertIn(f"SUMMARY:{name}", unfolded(text))

    def test_special_characters_are_escaped_and_control_characters_dropped(self):
        text = self.write(make_event(summary="A; B, C \\ D\x00\x07", location="Main St. 1, 10000; back"))
        self.assertIn("SUMMARY:A\\; B\\, C \\\\ D", unfolded(text))
        self.assertIn("LOCATION:Main St. 1\\, 10000\\; back", unfolded(text))

    def test_a_name_cannot_inject_a_second_event(self):
        text = self.write(make_event(summary="x\r\nEND:VEVENT\r\nBEGIN:VEVENT"))
        self.assertEqual(unfolded(text).count("BEGIN:VEVENT"), 1)

    def test_times_are_written_in_utc(self):
        east = timezone(timedelta(hours=2))
        text = self.write(make_event(start=datetime(2026, 11, 23, 8, 30, tzinfo=east), stop=datetime(2026, 11, 23, 9, 0, tzinfo=east)))
        self.assertIn("DTSTART:20261123T063000Z", unfolded(text))
        self.assertIn("DTEND:20261123T070000Z", unfolded(text))
        self.assertIn("DTSTAMP:20261120T060000Z", unfolded(text))

    def test_position_is_given_only_when_both_halves_are_known(self):
        self.assertIn("GEO:45.500000;-18.250000", unfolded(self.write(make_event(latitude=45.5, longitude=-18.25))))
        self.assertNotIn("GEO", self.write(make_event(latitude=45.5)))

    def test_an_event_that_ends_before_it_starts_is_refused(self):
        with self.assertRaisesRegex(ValueError, "visit-1"):
            self.write(make_event(stop=datetime(2026, 11, 23, 8, 0)))

    def test_no_events_is_still_a_calendar(self):
        lines = unfolded(self.write())
        self.assertEqual(lines[0], "BEGIN:VCALENDAR")
        self.assertNotIn("BEGIN:VEVENT", lines)
        self.assertNotIn("METHOD:REQUEST", lines)
