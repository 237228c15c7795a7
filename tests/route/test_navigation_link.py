from unittest import TestCase
from urllib.parse import parse_qs, urlsplit

from odoo.addons.sales_os.algorithms.route.navigation_link import SERVICES, navigation_links


def query(link):
    return {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()}


def places(count):
    return [(45.0 + index / 100, 16.0 + index / 100) for index in range(count)]


class TestNavigationLink(TestCase):
    def test_one_stop_starts_where_the_person_is(self):
        (link,) = navigation_links(points=[(45.123456, 15.5)])
        self.assertEqual(query(link), {"api": "1", "travelmode": "driving", "destination": "45.123456,15.500000"})

    def test_a_day_goes_through_every_stop_in_order(self):
        (link,) = navigation_links(points=places(4))
        self.assertEqual(query(link)["origin"], "45.000000,16.000000")
        self.assertEqual(query(link)["waypoints"], "45.010000,16.010000|45.020000,16.020000")
        self.assertEqual(query(link)["destination"], "45.030000,16.030000")

    def test_a_long_day_becomes_several_links_without_a_gap(self):
        for service in SERVICES:
            links = navigation_links(points=places(26), service=service)
            self.assertTrue(links)
            self.assertIn("45.25", links[-1])
        links = navigation_links(points=places(26))
        self.assertEqual(len(links), 3)
        for earlier, later in zip(links, links[1:], strict=False):
            self.assertEqual(query(earlier)["destination"], query(later)["origin"])

    def test_every_service_is_reached_by_https_only(self):
        for service in SERVICES:
            for count in (1, 2, 5):
                for link in navigation_links(points=places(count), service=service):
                    self.assertEqual(urlsplit(link).scheme, "https")

    def test_no_stops_no_link(self):
        self.assertEqual(navigation_links(points=[]), [])
