"""Contents without a database, shared by the tests of the quote's algorithms."""

from decimal import Decimal

from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.quote.commercial_content import CommercialContent, ContentLine, exact


def line(key=1, quantity=2, price=100, discount=0, **values):
    quantity, price, discount = exact(quantity), exact(price), exact(discount)
    subtotal = exact(quantity * price * (1 - discount / 100))
    values = {"product": key, "description": f"Product {key}", "uom": 1, "lineage": key, "total": subtotal, **values}
    return ContentLine(key=key, quantity=quantity, unit_price=price, discount_percent=discount, subtotal=subtotal, **values)


def content(*lines, **values):
    untaxed = sum((part.subtotal for part in lines), Decimal(0))
    return CommercialContent(**{"customer": 1, "currency": "EUR", "lines": lines, "untaxed": untaxed, "total": untaxed, **values})


lines_of_quotes = st.lists(
    st.builds(
        line, key=st.integers(1, 6), quantity=st.integers(0, 9), price=st.integers(0, 500), discount=st.sampled_from([0, 5, 12.5, 100]),
        description=st.sampled_from(["Car", "Winter tyres", "Kış lastiği\n17 inç", "冬季轮胎"]), is_optional=st.booleans(),
    ),
    max_size=6, unique_by=lambda part: part.key,
)
