import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.api.token_bucket import take_token


class TestTokenBucket(unittest.TestCase):
    def test_a_burst_is_let_through_and_the_next_request_waits(self):
        bucket = None
        for _request in range(60):
            bucket, seconds = take_token(bucket=bucket, now=100.0, per_minute=60)
            self.assertEqual(seconds, 0)
        bucket, seconds = take_token(bucket=bucket, now=100.0, per_minute=60)
        self.assertEqual(seconds, 1.0)
        _bucket, seconds = take_token(bucket=bucket, now=101.0, per_minute=60)
        self.assertEqual(seconds, 0)

    @given(st.lists(st.floats(0, 5), min_size=1, max_size=200), st.integers(1, 100))
    def test_never_more_than_the_burst_and_the_rate_over_time(self, pauses, rate):
        now, bucket, allowed = 0.0, None, 0
        for pause in pauses:
            now += pause
            bucket, seconds = take_token(bucket=bucket, now=now, per_minute=rate)
            allowed += not seconds
            self.assertGreaterEqual(bucket.tokens, 0)
        self.assertLessEqual(allowed, rate + now * rate / 60 + 1e-6)

    @given(st.integers(1, 1000), st.floats(0, 100))
    def test_waiting_as_told_is_enough(self, rate, start):
        bucket = None
        for _request in range(rate):
            bucket, _seconds = take_token(bucket=bucket, now=start, per_minute=rate)
        bucket, seconds = take_token(bucket=bucket, now=start, per_minute=rate)
        self.assertGreater(seconds, 0)
        self.assertEqual(take_token(bucket=bucket, now=start + seconds * 1.0001, per_minute=rate)[1], 0)
