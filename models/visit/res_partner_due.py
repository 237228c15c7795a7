from odoo import fields, models
from odoo.tools import format_amount

from odoo.addons.sales_os.algorithms.visit.due import CustomerFacts, DueWeights, interval_days


class ResCompany(models.Model):
    _inherit = "res.company"

    def _sales_os_due_weights(self):
        return DueWeights(
            cadence=self.sales_os_due_weight_cadence,
            priority=self.sales_os_due_weight_priority,
            quotes=self.sales_os_due_weight_quotes,
            churn=self.sales_os_due_weight_churn,
            value=self.sales_os_due_weight_value,
            half_value=self.sales_os_due_half_value,
        )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _sales_os_due_facts(self, day):
        """Gather what the due list needs to know: ``{partner id: CustomerFacts}`` in a constant number of queries."""
        owner = self._sales_os_contact_owners()
        quotes, orders, value = self._sales_os_order_facts(owner, day)
        planned = self._sales_os_planned_dates(day)
        result = {}
        for partner in self:
            # sudo: cadences are no secret, but may belong to another company
            cadence = partner.sales_os_cadence_id.sudo()
            count, first, last = orders.get(partner.id, (0, None, None))
            quote_count, quote_amount = quotes.get(partner.id, (0, 0.0))
            result[partner.id] = CustomerFacts(
                key=partner.id,
                since=partner.create_date.date(),
                interval_days=interval_days(visits=cadence.visits, period_days=cadence.period_days) if cadence else None,
                priority=cadence.priority if cadence else 0,
                last_visit=partner.sales_os_last_visit_date or None,
                planned_visit=planned.get(partner.id),
                open_quotes=quote_count,
                order_count=count,
                first_order=first,
                last_order=last,
                # an opportunity and its quote are one expectation, not two
                value=max(quote_amount, value.get(partner.id, 0.0)),
            )
        return result

    def _sales_os_contact_owners(self):
        """Return ``{contact id: customer id}``: quotes in the name of a contact person belong to the customer."""
        owner = {partner_id: partner_id for partner_id in self.ids}
        # sudo: only whose contact a contact is
        contacts = self.sudo().with_context(active_test=False).search_fetch([("parent_id", "in", self.ids)], ["parent_id"])
        for contact in contacts:
            owner.setdefault(contact.id, contact.parent_id.id)
        return owner

    def _sales_os_planned_dates(self, day):
        # sudo: a colleague's planned visit, too, means that somebody goes there
        rows = (
            self.env["sales_os.visit"]
            .sudo()
            ._read_group(
                [("partner_id", "in", self.ids), ("state", "in", ("planned", "in_progress")), ("date_local", ">=", day)],
                ["partner_id"],
                ["date_local:min"],
            )
        )
        return {partner.id: first for partner, first in rows}

    def _sales_os_order_facts(self, owner, day):
        """Return open quotes (count, amount), orders of a year (count, first, last) and weighted opportunities per customer."""
        # sudo: sums of the own customers alone leave this method, whoever of the colleagues made the quote
        Order, Lead = self.env["sale.order"].sudo(), self.env["crm.lead"].sudo()
        quotes, orders, value = {}, {}, {}
        rows = Order._read_group(
            [("partner_id", "in", list(owner)), ("state", "in", ("draft", "sent"))],
            ["partner_id"],
            ["__count", "amount_untaxed:sum_currency"],
        )
        for partner, count, amount in rows:
            key = owner[partner.id]
            quotes[key] = (quotes.get(key, (0, 0.0))[0] + count, quotes.get(key, (0, 0.0))[1] + (amount or 0.0))
        since = fields.Datetime.to_datetime(fields.Date.subtract(day, years=1))
        rows = Order._read_group(
            [("partner_id", "in", list(owner)), ("state", "=", "sale"), ("date_order", ">=", since)],
            ["partner_id"],
            ["__count", "date_order:min", "date_order:max"],
        )
        for partner, count, first, last in rows:
            key, first, last = owner[partner.id], first.date(), last.date()
            known = orders.get(key, (0, first, last))
            orders[key] = (known[0] + count, min(known[1], first), max(known[2], last))
        rows = Lead._read_group(
            [("partner_id", "in", list(owner)), ("type", "=", "opportunity"), ("won_status", "=", "pending")],
            ["partner_id"],
            ["prorated_revenue:sum"],
        )
        for partner, amount in rows:
            value[owner[partner.id]] = value.get(owner[partner.id], 0.0) + (amount or 0.0)
        return quotes, orders, value

    def _sales_os_due_words(self, reason):
        """Say one reason of the due list in the reader's language."""
        env, days, count = self.env, reason.days, reason.count
        if reason.code == "value":
            amount = format_amount(env, round(reason.amount), env.company.currency_id, trailing_zeroes=False)
            return env._("about %s expected", amount)
        if reason.code == "open_quotes":
            return env._("an open quote") if count == 1 else env._("%s open quotes", count)
        if reason.code == "overdue" and days == 1:
            return env._("one day overdue")
        if reason.code == "due_soon" and days == 1:
            return env._("due tomorrow")
        return {
            "overdue": env._("%s days overdue", days),
            "due_today": env._("due today"),
            "due_soon": env._("due in %s days", days),
            "never_visited": env._("never visited"),
            "silent": env._("no order for %s days, which is unusual", days),
            "priority": env._("priority %s", count),
        }[reason.code]
