from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models

KEPT_MONTHS = 13
VERDICTS = [
    ("clear", "Tells leads apart"), ("weak", "Tells little"), ("no_signal", "No signal"), ("too_few", "Too few closed leads"),
    ("one_outcome", "All closed leads ended alike"),
]


class SalesOsLeadScoreModel(models.Model):
    """A score learned one night from closed leads, how right it has been, and Odoo's own beside it."""

    _name = "sales_os.lead.score.model"
    _description = "Score of Leads"
    _order = "fitted_on desc, id desc"
    _rec_name = "fitted_on"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    fitted_on = fields.Datetime(required=True, readonly=True)
    is_current = fields.Boolean(readonly=True, help="The one open leads are scored by.")
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    lead_count = fields.Integer(string="Closed Leads", readonly=True, aggregator=None)
    won_count = fields.Integer(string="Won", readonly=True, aggregator=None)
    mean_percent = fields.Float(string="Won (%)", readonly=True, digits=(16, 1), aggregator=None)
    auc = fields.Float(string="AUC", readonly=True, digits=(16, 4), aggregator=None,
                       help="How often, of a won and a lost lead, the won one had the higher score. 0.5: as a coin.")
    p_value = fields.Float(readonly=True, digits=(16, 4), aggregator=None, help="How often a score that knows nothing does as well.")
    brier = fields.Float(string="Brier Score", readonly=True, digits=(16, 4), aggregator=None,
                         help="Mean squared error of the probability; 0 is best.")
    brier_of_mean = fields.Float(string="Brier Score of the Mean", readonly=True, digits=(16, 4), aggregator=None,
                                 help="Of always saying the share of won leads.")
    calibration_error = fields.Float(readonly=True, digits=(16, 4), aggregator=None,
                                     help="Mean difference between what was said and what came, over ten groups of leads.")
    curve = fields.Json(readonly=True)
    weights = fields.Json(readonly=True)
    data = fields.Json(readonly=True, groups="sales_os.group_admin", help="The model itself, as plain numbers.")
    places = fields.Json(readonly=True, groups="sales_os.group_admin")
    later_count = fields.Integer(string="Leads Closed Since", readonly=True, aggregator=None,
                                 help="Leads that had been scored while they were open, and were closed in the half year before.")
    later_auc = fields.Float(string="AUC on Them", readonly=True, digits=(16, 4), aggregator=None)
    later_brier = fields.Float(string="Brier Score on Them", readonly=True, digits=(16, 4), aggregator=None)
    odoo_auc = fields.Float(string="AUC of Odoo's Score", readonly=True, digits=(16, 4), aggregator=None)
    odoo_brier = fields.Float(string="Brier Score of Odoo's Score", readonly=True, digits=(16, 4), aggregator=None)
    words = fields.Text(string="In Words", compute="_compute_words")
    curve_table = fields.Html(string="Said and Came", compute="_compute_words", sanitize=False)
    weight_table = fields.Html(string="What Counts", compute="_compute_words", sanitize=False)

    _current_uniq = models.UniqueIndex("(company_id) WHERE is_current", "A company has one current score of leads.")

    @api.depends_context("lang")
    @api.depends("verdict", "curve", "weights")
    def _compute_words(self):
        labels = self.env["crm.lead"]._sales_os_fact_labels()
        for model in self:
            model.words = "\n".join(filter(None, (model._verdict_words(), model._later_words())))
            model.curve_table = model._curve_html()
            model.weight_table = model._weight_html(labels)

    def _verdict_words(self):
        env = self.env
        counted = {"count": self.lead_count, "won": self.won_count, "percent": f"{self.mean_percent:.0f}"}
        if self.verdict in ("too_few", "one_outcome"):
            return env._(
                "%(count)s closed leads, %(won)s of them won: it takes 20 won and 20 lost ones to learn from. Until then no lead has a "
                "score.",
                **counted)
        if self.verdict == "no_signal":
            return env._(
                "No signal: in the %(count)s closed leads nothing that was known beforehand tells won ones from lost ones. Every open "
                "lead is "
                "given the share that was won, %(percent)s %%, and no score.", **counted)
        weak = env._("It tells little: take it as a hint.") if self.verdict == "weak" else ""
        return env._(
            "Learned from %(count)s closed leads, of which %(percent)s %% were won. Judged on leads it had not seen, a won lead had a "
            "higher "
            "score than a lost one in %(auc)s %% of all pairs (50: as a coin). %(weak)s", auc=f"{100 * self.auc:.0f}", weak=weak,
            **counted).strip()

    def _later_words(self):
        env = self.env
        if not self.later_count:
            return ""
        return env._(
            "Of %(count)s leads closed in the half year before, what had been said while they were open: AUC %(auc)s, Brier score "
            "%(brier)s; "
            "Odoo's own score on the same leads and days: AUC %(odoo_auc)s, Brier score %(odoo_brier)s.",
            count=self.later_count, auc=f"{self.later_auc:.3f}", brier=f"{self.later_brier:.3f}", odoo_auc=f"{self.odoo_auc:.3f}",
            odoo_brier=f"{self.odoo_brier:.3f}")

    def _curve_html(self):
        if not self.curve:
            return False
        env = self.env
        rows = Markup().join(
            Markup(
                "<tr><td class='text-end'>%s %%</td><td class='text-end'>%s %%</td><td class='w-50'>%s</td>"
                "<td class='text-end'>%s</td></tr>") % (
                f"{100 * part['expected']:.0f}", f"{100 * part['observed']:.0f}", _bar(part["expected"], part["observed"]), part["count"])
            for part in self.curve)
        head = Markup("<tr><th class='text-end'>%s</th><th class='text-end'>%s</th><th></th><th class='text-end'>%s</th></tr>") % (
            env._("Said"), env._("Came"), env._("Leads"))
        return Markup("<table class='table table-sm'><thead>%s</thead><tbody>%s</tbody></table>") % (head, rows)

    def _weight_html(self, labels):
        if not self.weights:
            return False
        most = max((weight for _name, weight in self.weights), default=0) or 1
        rows = Markup().join(
            Markup("<tr><td>%s</td><td class='w-50'>%s</td></tr>") % (labels.get(name, name), _bar(weight / most, 0))
            for name, weight in self.weights)
        return Markup("<table class='table table-sm'><tbody>%s</tbody></table>") % rows

    @api.autovacuum
    def _gc_models(self):
        """Models are kept for a year, for the record; their numbers only while they are current."""
        self.search([("is_current", "=", False), ("data", "!=", False)]).write({"data": False, "places": False})
        self.search([("is_current", "=", False), ("fitted_on", "<", fields.Datetime.now() - relativedelta(months=KEPT_MONTHS))]).unlink()


def _bar(share, mark):
    """A bar of a share, with a mark where it should end."""
    line = Markup("<div class='position-absolute top-0 h-100 border-end border-3 border-dark' style='width:%s%%'></div>") % (
        f"{100 * mark:.1f}") if mark else ""
    return Markup(
        "<div class='position-relative bg-light' style='height:0.9em'>"
        "<div class='h-100 bg-info' style='width:%s%%'></div>%s</div>") % (
        f"{100 * share:.1f}", line)
