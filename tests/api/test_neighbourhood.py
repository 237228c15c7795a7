import unittest

from odoo.addons.sales_os.algorithms.api.neighbourhood import neighbourhood


class TestNeighbourhood(unittest.TestCase):
    def test_an_address_of_the_old_kind_is_one_caller(self):
        self.assertEqual(neighbourhood(address="192.0.2.7"), "192.0.2.7")
        self.assertEqual(neighbourhood(address="::ffff:192.0.2.7"), "192.0.2.7")

    def test_who_has_a_network_of_the_new_kind_cannot_change_addresses_within_it(self):
        first, second = neighbourhood(address="2001:db8:1:2::1"), neighbourhood(address="2001:db8:1:2:ffff::99")
        self.assertEqual(first, second)
        self.assertNotEqual(first, neighbourhood(address="2001:db8:1:3::1"))

    def test_what_is_no_address_is_taken_as_it_is(self):
        self.assertEqual([neighbourhood(address=text) for text in ("", "unix:", "fe80::1%eth0/x")], ["", "unix:", "fe80::1%eth0/x"])
