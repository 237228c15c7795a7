from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.credited import SoldLine
from odoo.addons.sales_os.algorithms.commission.money import HUNDRED
from odoo.addons.sales_os.algorithms.commission.work_out import Sale

ONE, ZERO = Decimal(1), Decimal(0)


class Found:
    """The sales of a period, and for each source what its entry links to: ``(order, move, model, id, customer, currency, amount)``."""

    __slots__ = ("sales", "links", "facts", "no_rate", "by_margin")

    def __init__(self, by_margin):
        self.sales, self.links, self.facts, self.no_rate = [], {}, {}, []
        # ids of the rules that count the margin: only their entries tell the cost
        self.by_margin = by_margin


class SalesOsCommissionPlan(models.Model):
    """Gathers the sales of a period in a fixed number of queries, whatever their number."""

    _inherit = "sales_os.commission.plan"

    def _find_sales(self, start, stop, frozen_rates=None, only=None, waiting=False):
        """Return the sales whose event lies between two days, both included.

        :param frozen_rates: ``{source: exchange rate}`` of what was booked before: it stays
        :param only: ids of the representatives wanted; sales of others may be among the result
        :param waiting: instead what has not happened yet: unpaid or not yet invoiced parts, whatever the day
        """
        self.ensure_one()
        self._flush_sources()
        frozen_rates = frozen_rates or {}
        rows = self.env.execute_query(self._query_sales(start, stop, only, waiting))
        found = Found(frozenset(self.rule_ids.filtered(lambda rule: rule.basis == "margin").ids))
        if not rows:
            return found
        credits = self._credits_of({row[14] for row in rows if row[14]})
        by_user, owners = self._reps_by_user(), None
        winners = self._customer_firsts({row[11] for row in rows})
        used, counted = self._criteria_used(), self._figures_used()
        by_margin, by_units, by_price = ("margin" in counted, "units" in counted, "price" in counted)
        rate_of = self._exchange_rates({row[13] for row in rows})
        prefix = {"order": "ol", "invoice": "il", "payment": "pm"}[self.trigger] if not waiting else "du"
        by_order = self.trigger == "order" or (waiting and self.trigger == "invoice")
        model = "sale.order.line" if by_order else "account.move.line"
        alone, firsts = {}, {}
        in_parts, by_payment = waiting or self.trigger == "payment", self.trigger == "payment" and not waiting
        for (part, day, begin, end, line_id, document_id, revenue, quantity, cost, product_id, category_id, partner_id, user_id,
             currency_id, order_id, order_line_id, territory_id, segment_id, channel_id, realisation) in rows:
            source = f"{prefix}:{part}:{line_id}" if by_payment else f"{prefix}:{line_id}"
            fx = frozen_rates.get(source) or rate_of(currency_id, day)
            found.links[source] = (
                order_id, None if by_order else document_id, model, line_id, partner_id, currency_id, revenue, fx, day)
            is_first = winners.get(partner_id) == document_id if winners is not None else False
            key = (
                product_id if "product" in used else None, category_id if "category" in used else None,
                partner_id if "partner" in used or "tag" in used else None, territory_id if "territory" in used else None,
                segment_id if "segment" in used else None, channel_id if "channel" in used else None,
                is_first if "new_customer" in used else None)
            who = credits.get((order_id, order_line_id)) or credits.get((order_id, None))
            if who is None:
                rep = by_user.get(user_id)
                if rep is None:
                    owners = owners if owners is not None else self._territory_owners()
                    rep = next((owner for first, last, owner in owners.get(territory_id, ())
                                if first <= day and (last is None or day <= last)), None)
                who = alone.setdefault(rep, ((rep, HUNDRED),)) if rep else ()
            wins = is_first and firsts.setdefault(document_id, line_id) == line_id
            sale = Sale(
                sold=SoldLine(
                    source=source, line=line_id, order=order_id or document_id, position=(day, document_id, line_id, part),
                    revenue=Decimal(revenue), cost=Decimal(cost) if by_margin else ZERO, quantity=Decimal(quantity) if by_units else ZERO,
                    fx=fx or ONE, start=Decimal(begin) if in_parts else ZERO, stop=Decimal(end) if in_parts else ONE,
                    realisation=Decimal(realisation) if by_price and realisation is not None else None, wins_customer=wins),
                day=day, facts=key, credits=who)
            found.facts[key] = None
            (found.sales if fx else found.no_rate).append(sale)
        found.facts = self._facts_of(found.facts)
        return found

    def _flush_sources(self):
        """What was written a moment ago counts."""
        for model in ("account.move", "account.move.line", "account.partial.reconcile", "sale.order", "sale.order.line", "sales_os.credit",
                      "sales_os.commission.entry", "res.partner", "product.product", "product.template", "sales_os.territory.assignment"):
            self.env[model].flush_model()

    def _criteria_used(self):
        """Names of the facts that some rule asks for: sales that differ in nothing else share one decision."""
        rules = self.rule_ids
        used = {fact for rule in rules for fact in rule._named_criteria()}
        return used | ({"new_customer"} if any(rules.mapped("new_customer")) else set())

    def _figures_used(self):
        """Which figures beside the revenue some rule counts: margin, units, price."""
        rules = self.rule_ids
        return {name for name, wanted in (
            ("margin", any(rule.basis == "margin" for rule in rules)),
            ("units", any(rule.basis == "quantity" or rule.method == "fixed" for rule in rules)),
            ("price", any(kind == "realisation" for kind in rules.multiplier_ids.mapped("kind"))),
        ) if wanted}

    def _credits_of(self, order_ids):
        """``{(order, line or None): ((rep, percent), …)}``"""
        result = defaultdict(list)
        for order_id, line_id, rep_id, percent in self.env.execute_query(SQL(
            "SELECT order_id, line_id, rep_id, percent::text FROM sales_os_credit WHERE order_id = ANY(%s) ORDER BY sequence, id",
            list(order_ids),
        )):
            result[order_id, line_id].append((rep_id, Decimal(percent)))
        return {key: tuple(value) for key, value in result.items()}

    def _reps_by_user(self):
        """``{user: rep}``; of several, the active and newest one."""
        return dict(self.env.execute_query(SQL(
            "SELECT user_id, id FROM sales_os_rep WHERE company_id = %s AND user_id IS NOT NULL ORDER BY active, id", self.company_id.id)))

    def _territory_owners(self):
        """``{territory: [(first day, last day, rep)]}``"""
        owners = defaultdict(list)
        for territory_id, first, last, rep_id in self.env.execute_query(SQL(
            "SELECT territory_id, date_start, date_end, rep_id FROM sales_os_territory_assignment WHERE role = 'owner' AND company_id = %s",
            self.company_id.id,
        )):
            owners[territory_id].append((first, last, rep_id))
        return owners

    def _customer_firsts(self, partner_ids):
        """``{customer: id of the first order or invoice}``; None when no rule asks."""
        rules = self.rule_ids
        if not any(rule.new_customer or rule.basis == "new_customer" for rule in rules):
            return None
        if self.trigger == "order":
            query = SQL(
                """SELECT DISTINCT ON (partner.commercial_partner_id) partner.commercial_partner_id, sale.id
                     FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
                    WHERE sale.state = 'sale' AND sale.company_id = %s AND partner.commercial_partner_id = ANY(%s)
                 ORDER BY partner.commercial_partner_id, sale.date_order, sale.id""", self.company_id.id, list(partner_ids))
        else:
            query = SQL(
                """SELECT DISTINCT ON (commercial_partner_id) commercial_partner_id, id FROM account_move
                    WHERE state = 'posted' AND move_type = 'out_invoice' AND company_id = %s AND commercial_partner_id = ANY(%s)
                 ORDER BY commercial_partner_id, invoice_date, id""", self.company_id.id, list(partner_ids))
        return dict(self.env.execute_query(query))
