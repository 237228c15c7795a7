"""Signature, times of new tries, and addresses that messages may go to: without a database."""

import ipaddress
import unittest
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.api.webhook_address import OPENABLE, is_refused, kind_of
from odoo.addons.sales_os.algorithms.api.webhook_retry import DELAYS, next_delay
from odoo.addons.sales_os.algorithms.api.webhook_signature import sign


class TestSignature(unittest.TestCase):
    def test_is_what_another_program_computes(self):
        # printf '1700000000.{"id":"a"}' | openssl dgst -sha256 -hmac 'what-the-receiver-knows-too'
        expected = "v1=c758d3a9ce5169cf28ed32be44d21257bd8bfd841457aa8227253aca93d9becd"
        self.assertEqual(sign(secret="what-the-receiver-knows-too", timestamp=1_700_000_000, body=b'{"id":"a"}'), expected)

    @given(st.text(min_size=1), st.integers(0, 2**33), st.binary(), st.binary())
    def test_belongs_to_secret_moment_and_body(self, secret, moment, body, other):
        signature = sign(secret=secret, timestamp=moment, body=body)
        self.assertEqual(signature == sign(secret=secret, timestamp=moment, body=other), body == other)
        self.assertNotEqual(signature, sign(secret=secret, timestamp=moment + 1, body=body))
        self.assertNotEqual(signature, sign(secret=secret + "x", timestamp=moment, body=body))


class TestRetry(unittest.TestCase):
    def test_waits_longer_each_time_then_gives_up(self):
        waits = [next_delay(attempts=attempts) for attempts in range(1, 9)]
        minutes = [wait and int(wait / timedelta(minutes=1)) for wait in waits]
        self.assertEqual(minutes, [1, 5, 30, 120, 720, 1440, None, None])
        self.assertEqual(sorted(DELAYS), list(DELAYS))


class TestAddress(unittest.TestCase):
    def test_kinds(self):
        for address, kind in {
            "93.184.216.34": "public", "2606:2800:220:1:248:1893:25c8:1946": "public", "127.0.0.1": "loopback", "127.8.9.1": "loopback",
            "::1": "loopback", "10.1.2.3": "private", "172.31.255.255": "private", "172.32.0.1": "public", "192.168.1.1": "private",
            "fd12:3456::1": "private", "169.254.1.1": "link_local", "fe80::1": "link_local", "fe80::1%eth0": "link_local",
            "169.254.169.254": "metadata", "fd00:ec2::254": "metadata", "100.100.100.200": "metadata", "168.63.129.16": "metadata",
            "100.64.0.1": "shared", "100.127.255.255": "shared", "100.128.0.1": "public", "224.0.0.1": "multicast", "ff02::1": "multicast",
            "0.0.0.0": "unspecified", "::": "unspecified", "255.255.255.255": "reserved", "240.0.0.1": "reserved", "192.0.2.1": "reserved",
            "198.18.0.1": "reserved", "0.1.2.3": "reserved", "2001:db8::1": "reserved",
        }.items():
            with self.subTest(address=address):
                self.assertEqual(kind_of(address=address), kind)

    def test_an_inner_address_cannot_hide_in_an_outer_one(self):
        for address, kind in {
            "::ffff:127.0.0.1": "loopback", "::ffff:10.0.0.1": "private", "::ffff:169.254.169.254": "metadata", "::ffff:8.8.8.8": "public",
            "::7f00:1": "loopback", "64:ff9b::a9fe:a9fe": "metadata", "64:ff9b::7f00:1": "loopback", "64:ff9b::808:808": "public",
            "2002:7f00:1::": "loopback", "2002:a9fe:a9fe::1": "metadata",
        }.items():
            with self.subTest(address=address):
                self.assertEqual(kind_of(address=address), kind)

    @given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
    def test_nothing_but_the_public_internet_unless_opened(self, ip):
        closed, opened = (is_refused(address=str(ip), is_inside_allowed=allowed) for allowed in (False, True))
        self.assertFalse(opened and not closed)
        if not ip.is_global:
            carries = ip.version == 6 and (ip.ipv4_mapped or ip in ipaddress.ip_network("64:ff9b:1::/48") or int(ip) >> 32 == 0)
            self.assertTrue(closed or carries)
        if closed and not opened:
            self.assertIn(kind_of(address=str(ip)), OPENABLE)
        if ip.version == 4:
            self.assertEqual(closed, is_refused(address=f"::ffff:{ip}", is_inside_allowed=False))
