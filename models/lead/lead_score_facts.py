from odoo import api, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.lead.fact_table import categories, numbers

# What is known when a lead comes in, or soon after. Left out on purpose, because winning changes it or it is looked at only while a
# lead is open: stage, expected revenue (an order raises it), customer record and its language, territory, salesperson.
RECORD_FACTS = ("team_id", "source_id", "medium_id", "campaign_id", "sales_os_channel_id", "country_id", "state_id")
CHOICE_FACTS = ("email_state", "phone_state")
WEEKDAY, HOUR, EARLIER = "weekday", "hour", "earlier_orders"


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _sales_os_score_columns(self):
        """Return the facts a score is learned from, a column each, in the order of ``self``: two queries."""
        rows = {row["id"]: row for row in self.read([*RECORD_FACTS, *CHOICE_FACTS, "create_date"], load=None)}
        rows = [rows[lead_id] for lead_id in self.ids]
        earlier = self._sales_os_earlier_orders()
        return [
            *(categories(name, [row[name] for row in rows]) for name in (*RECORD_FACTS, *CHOICE_FACTS)),
            categories(WEEKDAY, [row["create_date"].weekday() for row in rows]),
            numbers(HOUR, [row["create_date"].hour for row in rows]),
            numbers(EARLIER, [earlier.get(row["id"], 0) for row in rows]),
        ]

    def _sales_os_earlier_orders(self):
        """Return how many orders the customer had confirmed before the lead came: ``{lead id: count}`` of those who had any."""
        if not self.ids:
            return {}
        self.flush_model(["partner_id"])
        self.env["sale.order"].flush_model(["partner_id", "state", "date_order"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return dict(self.env.execute_query(SQL(
            """SELECT lead.id, COUNT(*)
                 FROM crm_lead lead
                 JOIN res_partner customer ON customer.id = lead.partner_id
                 JOIN res_partner buyer ON buyer.commercial_partner_id = customer.commercial_partner_id
                 JOIN sale_order sale ON sale.partner_id = buyer.id AND sale.state = 'sale' AND sale.date_order < lead.create_date
                WHERE lead.id = ANY(%s) GROUP BY lead.id""", list(self.ids),
        )))

    @api.model
    def _sales_os_fact_labels(self):
        """Return what each fact is called."""
        env = self.env
        labels = {name: self._fields[name]._description_string(env) for name in (*RECORD_FACTS, *CHOICE_FACTS)}
        return {**labels, WEEKDAY: env._("Weekday it came"), HOUR: env._("Hour it came (UTC)"), EARLIER: env._("Orders before")}

    @api.model
    def _sales_os_fact_words(self, facts):
        """Return what values of facts are called: ``{(name, value): words}``; one query a kind of record."""
        env, words = self.env, {}
        special = {"(missing)": env._("none"), "(other)": env._("rare or new")}
        weekdays = dict(env["sales_os.customer.opening"]._fields["weekday"]._description_selection(env))
        choices = {name: dict(self._fields[name]._description_selection(env)) for name in CHOICE_FACTS}
        for name in {name for name, _value in facts}:
            values = {value for fact, value in facts if fact == name}
            if name in RECORD_FACTS:
                # sudo: names of countries, teams and sources of the leads the user sees, nothing else of them
                records = env[self._fields[name].comodel_name].sudo().browse(
                    [int(value) for value in values if value not in special]).exists()
                known = {str(record.id): record.display_name for record in records}
            else:
                known = weekdays if name == WEEKDAY else choices.get(name, {})
            words.update({(name, value): special.get(value) or known.get(value) or value for value in values})
        return words
