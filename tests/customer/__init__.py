from . import test_customer_position
