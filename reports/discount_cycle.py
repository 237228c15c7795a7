from odoo import fields, models
from odoo.tools import SQL


class SalesOsDiscountCycle(models.Model):
    """How long approvals take and how they end: one row a step that somebody was asked to decide."""

    _name = "sales_os.discount.cycle"
    _description = "Approval Cycle"
    _auto = False
    _order = "asked_on desc, id desc"
    _rec_name = "approval_id"

    approval_id = fields.Many2one("sales_os.discount.approval", readonly=True)
    order_id = fields.Many2one("sale.order", string="Quote", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    salesperson_id = fields.Many2one("res.users", readonly=True)
    level = fields.Char(readonly=True)
    policy = fields.Char(readonly=True)
    decision = fields.Selection(
        [("pending", "To decide"), ("approved", "Approved"), ("refused", "Refused"), ("void", "Not decided")], readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    asked_on = fields.Datetime(readonly=True)
    decided_on = fields.Datetime(readonly=True)
    step_count = fields.Integer(string="Steps", readonly=True)
    decided_count = fields.Integer(string="Decided", readonly=True)
    late_count = fields.Integer(string="Late", readonly=True, help="Decided after the deadline, or still open after it.")
    escalation_count = fields.Integer(string="Escalations", readonly=True)
    hours = fields.Float(
        string="Hours to Decide", readonly=True, aggregator="avg", digits=(16, 1), help="From the question to the decision.")
    discount_percent = fields.Float(string="Effective Discount (%)", readonly=True, aggregator="avg", digits=(16, 2))

    _depends = {
        "sales_os.discount.approval": ["company_id", "order_id", "partner_id", "salesperson_id"],
        "sales_os.discount.approval.step": [
            "approval_id", "asked_on", "deadline", "decided_by_id", "decided_on", "decision", "escalation_count", "level", "policy",
            "tested_discount_percent"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT step.id, step.approval_id, approval.order_id, approval.company_id, approval.partner_id, approval.salesperson_id,
                   step.level, step.policy, step.decision, step.decided_by_id, step.asked_on,
                   CASE WHEN step.decision IN ('approved', 'refused') THEN step.decided_on END AS decided_on,
                   1 AS step_count, (step.decision IN ('approved', 'refused'))::int AS decided_count,
                   (step.decision IN ('pending', 'approved', 'refused') AND step.deadline IS NOT NULL
                    AND COALESCE(step.decided_on, %(now)s) > step.deadline)::int AS late_count,
                   step.escalation_count,
                   CASE WHEN step.decision IN ('approved', 'refused') THEN
                        EXTRACT(EPOCH FROM step.decided_on - step.asked_on) / 3600.0 END AS hours,
                   step.tested_discount_percent AS discount_percent
              FROM sales_os_discount_approval_step step
              JOIN sales_os_discount_approval approval ON approval.id = step.approval_id
             WHERE step.asked_on IS NOT NULL AND step.decision IN ('pending', 'approved', 'refused', 'void')
            """, now=fields.Datetime.now())
