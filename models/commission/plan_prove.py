from odoo import models


class SalesOsCommissionPlan(models.Model):
    """*Recalculate and compare*: the ledger is proved from its sources, and every difference is listed."""

    _inherit = "sales_os.commission.plan"

    def action_prove(self, date_to=False):
        """Work everything out anew and compare it with the ledger, without booking anything.

        :return: ``{"checked": keys compared, "booked": their sum, "differences": [{"plan_id", "rep_id", "rule_id", "source", "kind",
            "period", "booked", "recalculated"}]}``
        """
        self._check_may_run()
        checked, total, found = 0, 0, []
        # sudo: a proof that leaves out what the reader may not see proves nothing; what is returned are the reader's own rows, see below
        for plan in self.sudo().filtered(lambda plan: plan.state != "draft"):
            book = plan._as_book()
            for start in plan._periods(plan._until(date_to)):
                for differences, links, _told in plan._period_differences(book, start):
                    checked += len(links)
                    total += sum(float(row["was"]) for row in links.values())
                    found += [(plan, start, row, links.get(row.key)) for row in differences]
        reps = self.env["sales_os.rep"].browse({row.key[0] for _plan, _start, row, _before in found})
        readable = set(reps._filtered_access("read").ids)
        return {"checked": checked, "booked": round(total, 6), "differences": [{
            "plan_id": plan.id, "rep_id": row.key[0], "rule_id": row.key[1] or False, "source": row.key[2], "kind": row.key[3],
            "period": str(start), "booked": float(before["was"]) if before else 0.0,
            "recalculated": float(before["was"] if before else 0) + float(row.amount),
        } for plan, start, row, before in found if row.key[0] in readable]}

    def action_prove_and_tell(self):
        """Button: recalculate, compare, and say what came of it."""
        result = self.action_prove()
        if result["differences"]:
            first = result["differences"][0]
            message = self.env._(
                "%(count)s differences; the first is %(source)s: %(booked)s booked, %(recalculated)s recalculated. "
                "Work the plan out to book them as corrections.",
                count=len(result["differences"]), source=first["source"], booked=first["booked"], recalculated=first["recalculated"])
        else:
            message = self.env._("%(checked)s sources recalculated: every one gives what is booked.", checked=result["checked"])
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "warning" if result["differences"] else "success", "title": self.env._("Recalculate and compare"),
                       "message": message, "sticky": bool(result["differences"])},
        }
