from pytz import utc

from odoo import api, fields, models

OPEN = ("planned", "in_progress")


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    overlap_warning = fields.Char(
        string="Warning",
        compute="_compute_overlap_warning",
        help="Other visits of the same representative at the same time, or an absence. A warning, never a refusal.",
    )

    @api.depends("rep_id", "date_start", "date_stop", "state")
    def _compute_overlap_warning(self):
        timed = self.filtered(lambda visit: visit.rep_id and visit.date_start and visit.date_stop and visit.state in OPEN)
        (self - timed).overlap_warning = False
        if not timed:
            return
        first, last = min(timed.mapped("date_start")), max(timed.mapped("date_stop"))
        by_rep = self.search(
            [("rep_id", "in", timed.rep_id.ids), ("state", "in", OPEN), ("date_start", "<", last), ("date_stop", ">", first)]
        ).grouped("rep_id")
        absences = timed.rep_id._origin._absences(first.date(), last.date())
        for visit in timed:
            rep = visit.rep_id._origin
            parts = [visit._absence_text(absences.get(rep.id, ())), visit._overlap_text(by_rep.get(rep, self.browse()) - visit._origin)]
            visit.overlap_warning = " ".join(part for part in parts if part) or False

    def _overlap_text(self, others):
        clashes = others.filtered(lambda other: other.date_start < self.date_stop and other.date_stop > self.date_start)
        return self.env._("At the same time: %s.", ", ".join(clashes.mapped("display_name"))) if clashes else ""

    def _absence_text(self, absences):
        start, stop = utc.localize(self.date_start), utc.localize(self.date_stop)
        away = any(begin < stop and end > start for begin, end in absences)
        return self.env._("%s is absent then.", self.rep_id.display_name) if away else ""
