import hashlib
import secrets
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

OPEN_DAYS = 30
PAUSE_DAYS = 90
LONGEST_COMMENT = 2000


class SalesOsFeedback(models.Model):
    """What a customer said when asked, by a page with a token: one question, one answer."""

    _name = "sales_os.feedback"
    _description = "Customer Feedback"
    _order = "asked_on desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Asked", required=True, readonly=True, index=True, ondelete="cascade")
    customer_id = fields.Many2one(related="partner_id.commercial_partner_id", store=True, index=True, string="Customer")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True, index="btree_not_null", ondelete="set null")
    cause = fields.Selection([("visit", "After a visit"), ("delivery", "After a delivery"), ("order", "After an order")], required=True,
        readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", readonly=True)
    kind = fields.Selection(
        [("csat", "Satisfaction (1 to 5)"), ("nps", "Recommendation (0 to 10)")], string="Question", required=True, readonly=True)
    token_hash = fields.Char(required=True, readonly=True, groups="base.group_no_one", copy=False)
    asked_on = fields.Datetime(required=True, readonly=True, index=True)
    expires_on = fields.Datetime(required=True, readonly=True)
    answered_on = fields.Datetime(readonly=True, index=True)
    score = fields.Integer(readonly=True, aggregator="avg")
    comment = fields.Text(readonly=True)
    is_satisfied = fields.Boolean(compute="_compute_is_satisfied", store=True, string="Satisfied", help="4 or 5 of 5.")
    nps_points = fields.Integer(
        string="NPS", compute="_compute_is_satisfied", store=True, aggregator="avg",
        help="100 for 9 and 10, -100 for 0 to 6, 0 between: the average over answers is the net promoter score.")
    csat_points = fields.Integer(
        string="Satisfied (%)", compute="_compute_is_satisfied", store=True, aggregator="avg",
        help="100 for 4 and 5 of 5, else 0: the average over answers is the share of satisfied customers.")

    _token_uniq = models.UniqueIndex("(token_hash)")
    _once = models.UniqueIndex("(res_model, res_id) WHERE res_id IS NOT NULL", "The customer was asked about this already.")

    @api.depends("score", "kind", "answered_on")
    def _compute_is_satisfied(self):
        for row in self:
            csat, nps = row.kind == "csat" and row.answered_on, row.kind == "nps" and row.answered_on
            row.is_satisfied = bool(csat) and row.score >= 4
            row.csat_points = 100 if row.is_satisfied else 0
            row.nps_points = 0 if not nps else 100 if row.score >= 9 else -100 if row.score <= 6 else 0

    @api.model
    def _hash(self, token):
        return hashlib.sha256((token or "").encode()).hexdigest()

    @api.model
    def _by_token(self, token):
        # sudo: whoever holds the token may open its page, and only that
        return self.sudo().search([("token_hash", "=", self._hash(token))])

    def _status(self):
        if not self:
            return "unknown"
        if self.answered_on:
            return "answered"
        return "open" if self.expires_on > fields.Datetime.now() else "expired"

    def _scale(self):
        return range(1, 6) if self.kind == "csat" else range(11)

    def _answer(self, score, comment):
        """Keep the answer; a second one, a late one and one off the scale are refused."""
        self._take_answer_turn()
        if self._status() != "open":
            raise UserError(self.env._("This question has been answered or has run out."))
        try:
            score = int(score)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("Please choose a number.")) from error
        if score not in self._scale():
            raise UserError(self.env._("Please choose a number from %(low)s to %(high)s.", low=self._scale()[0], high=self._scale()[-1]))
        self.write({"score": score, "comment": (comment or "").strip()[:LONGEST_COMMENT], "answered_on": fields.Datetime.now()})

    def _take_answer_turn(self):
        self.lock_for_update()
        self.invalidate_recordset(["answered_on"])

    @api.model
    def _ask(self, wanted, company):
        """Ask by mail: ``wanted`` are dicts of partner, cause, kind, record, rep; who has no address or was asked lately is left out."""
        # sudo: whom the system asks must not depend on rights over single customers
        Feedback = self.sudo()
        partners = self.env["res.partner"].sudo().union(*(row["partner"] for row in wanted))
        lately = {
            customer.id for customer, in Feedback._read_group(
                [("customer_id", "in", partners.commercial_partner_id.ids), ("company_id", "=", company.id),
                 ("asked_on", ">=", fields.Datetime.now() - timedelta(days=PAUSE_DAYS))], ["customer_id"])}
        ready, tokens = [], []
        for row in wanted:
            customer = row["partner"].commercial_partner_id
            if not row["partner"].email or customer.id in lately:
                continue
            lately.add(customer.id)
            token = secrets.token_urlsafe(24)
            tokens.append(token)
            ready.append({
                "partner_id": row["partner"].id, "company_id": company.id, "rep_id": row["rep"].id, "cause": row["cause"],
                "kind": row["kind"],
                "res_model": row["record"]._name, "res_id": row["record"].id, "token_hash": self._hash(token),
                "asked_on": fields.Datetime.now(), "expires_on": fields.Datetime.now() + timedelta(days=OPEN_DAYS)})
        rows = Feedback.create(ready)
        Feedback.env["mail.mail"].create([
            {"subject": feedback._subject(), "email_to": feedback.partner_id.email_formatted, "body_html": feedback._mail_body(token),
             "email_from": company.email_formatted or self.env.user.email_formatted, "auto_delete": True}
            for feedback, token in zip(rows, tokens, strict=True)])
        return rows

    def _subject(self):
        return self.with_context(lang=self.partner_id.lang).env._("One question from %s", self.company_id.name)

    def _question(self):
        env = self.with_context(lang=self.partner_id.lang).env
        if self.kind == "nps":
            return env._("How likely are you to recommend %s to somebody you know?", self.company_id.name)
        return {
            "visit": env._("How satisfied were you with our visit?"), "delivery": env._("How satisfied were you with the delivery?"),
            "order": env._("How satisfied were you with your order?")}[self.cause]

    def _mail_body(self, token):
        env = self.with_context(lang=self.partner_id.lang).env
        link = f"{self.get_base_url()}/sales_os/feedback/{token}"
        return Markup("<p>%s</p><p><a href='%s' style='padding:8px "
        "16px;background:#714B67;color:#fff;text-decoration:none;'>%s</a></p><p>%s</p>") % (
            self._question(), link, env._("Answer"), env._("It takes one click. The page can be used until %s.", self.expires_on.date()))

    @api.model
    def _cron_ask(self):
        for company in self.env["res.company"].search([("active", "=", True)]):
            if company.sales_os_feedback_visits or company.sales_os_feedback_orders:
                of_company = self.with_company(company)
                of_company._ask(of_company._occasions(company), company)

    @api.model
    def _occasions(self, company):
        """Visits done and orders confirmed in the last days that nobody was asked about."""
        since, wanted = fields.Datetime.now() - timedelta(days=3), []
        if company.sales_os_feedback_visits:
            visits = self.env["sales_os.visit"].search([
                ("company_id", "=", company.id), ("state", "=", "done"), ("checked_out", ">=", since)])
            delivery = self.env.ref("sales_os.visit_type_delivery", raise_if_not_found=False)
            wanted += [
                {"partner": visit.partner_id, "cause": "delivery" if visit.type_id == delivery else "visit", "kind": "csat",
                    "record": visit,
                 "rep": visit.rep_id} for visit in visits]
        if company.sales_os_feedback_orders:
            orders = self.env["sale.order"].search([
                ("company_id", "=", company.id), ("state", "=", "sale"), ("date_order", ">=", since)])
            wanted += [
                {"partner": order.partner_id, "cause": "order", "kind": "nps", "record": order,
                 "rep": order.user_id.sales_os_rep_ids.filtered(lambda rep: rep.company_id == company)[:1]} for order in orders]
        asked = {
            (row["res_model"], row["res_id"]) for row in self.search_read(
                Domain("asked_on", ">=", since - timedelta(days=7)) & Domain("company_id", "=", company.id), ["res_model", "res_id"])}
        return [row for row in wanted if (row["record"]._name, row["record"].id) not in asked]

    def action_open_record(self):
        """Open the visit or order it is about."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "views": [[False, "form"]]}
