from odoo import api, fields, models

OPEN = ("planned", "in_progress")


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    overlap_warning = fields.Char(
        string="Overlap",
        compute="_compute_overlap_warning",
        help="Other visits of the same representative at the same time. A warning, never a refusal.",
    )

    @api.depends("rep_id", "date_start", "date_stop", "state")
    def _compute_overlap_warning(self):
        timed = self.filtered(lambda visit: visit.rep_id and visit.date_start and visit.date_stop and visit.state in OPEN)
        (self - timed).overlap_warning = False
        others = (
            self.search(
                [
                    ("rep_id", "in", timed.rep_id.ids),
                    ("state", "in", OPEN),
                    ("date_start", "<", max(timed.mapped("date_stop"))),
                    ("date_stop", ">", min(timed.mapped("date_start"))),
                ]
            )
            if timed
            else self.browse()
        )
        by_rep = others.grouped("rep_id")
        for visit in timed:
            visit.overlap_warning = visit._overlap_text(by_rep.get(visit.rep_id._origin, self.browse()) - visit._origin)

    def _overlap_text(self, others):
        clashes = others.filtered(lambda other: other.date_start < self.date_stop and other.date_stop > self.date_start)
        return self.env._("At the same time: %s", ", ".join(clashes.mapped("display_name"))) if clashes else False
