from odoo import api, fields, models


class SalesOsForecast(models.Model):
    """Says in words what a figure rests on and which method to trust."""

    _inherit = "sales_os.forecast"

    explanation = fields.Text(string="What It Rests On", compute="_compute_explanation")
    recommendation_text = fields.Text(string="Which Method to Trust", compute="_compute_recommendation_text")

    @api.depends("method", "used_method", "reason_code", "history_count", "seasonality", "history_notes", "deal_count", "undated_count",
                 "category", "has_interval", "low_amount", "high_amount")
    def _compute_explanation(self):
        for forecast in self:
            words = forecast._deal_words() if forecast.method == "weighted" else forecast._history_words()
            forecast.explanation = "\n".join(filter(None, words))

    def _deal_words(self):
        yield self.env._("%s open deals that close in this period, each by its probability.", self.deal_count)
        if self.deal_count == 1 and self.low_amount < self.high_amount:
            yield self.env._(
                "One deal brings all or nothing: the figure is what such deals bring on the average, the interval its two outcomes.")
        if self.rep_id and self.category != "total":
            yield self.env._("Own deals, and for everybody below what counts there: adjusted, else submitted, else calculated.")
        if self.category == "total":
            yield self.env._("What is won already, plus commit, best case and pipeline.")
        if self.undated_count:
            yield self.env._("%s open deals have no closing date: they are in no period.", self.undated_count)

    def _history_words(self):
        reasons = self._reason_words()
        yield self.env._("%s finished periods of posted invoices, without taxes.", self.history_count)
        if self.reason_code in reasons:
            yield reasons[self.reason_code]
        elif self.reason_code == "asked":
            yield self.env._("Method used: %s.", self._method_words().get(self.used_method, self.used_method or ""))
        season = {"multiplicative": self.env._("A season was found; it grows with the amounts."),
                  "additive": self.env._("A season was found; it does not grow with the amounts.")}
        yield season.get(self.seasonality, "")
        words = self._note_words()
        for code, count in self.history_notes or ():
            if count and code in words:
                yield words[code] % count
        if not self.has_interval:
            yield self.env._("No interval: too little is known about how far off it may be.")

    def _reason_words(self):
        return {
            "none": self.env._("Nothing was invoiced yet, so nothing can be forecast: the figure is 0."),
            "short": self.env._("Fewer than ten finished periods: the last one is taken."),
            "flat": self.env._("The history never moved: the last period is taken."),
            "stopped": self.env._("Nothing was invoiced for a whole season: the last period is taken."),
            "intermittent": self.env._("At least half of the periods are empty: the slowly forgotten mean is taken."),
            "under_one_season": self.env._("Less than one season is known: the last period is taken."),
        }

    def _method_words(self):
        return {
            "naive": self.env._("last value"), "seasonal_naive": self.env._("same period last year"),
            "damped": self.env._("damped trend, with season where there is one"), "simple": self.env._("simple smoothing"),
            "combined": self.env._("half optimised Theta, half the mean of three smoothings"),
        }

    def _note_words(self):
        return {
            "gaps_as_zero": self.env._("%s periods without an invoice count as 0."),
            "gaps_interpolated": self.env._("%s periods are unknown and lie on the line between their neighbours."),
            "leading_zeros": self.env._("%s empty periods before the first sale are no history."),
            "unfinished_left_out": self.env._("%s periods that are not over are left out."),
        }

    @api.depends("recommendation")
    def _compute_recommendation_text(self):
        names = dict(self._fields["method"]._description_selection(self.env))
        for forecast in self:
            found = forecast.recommendation or {}
            lines = [forecast._verdict(found, names)] if found else []
            lines += [
                self.env._("%(method)s: off by %(wape)s %% of what was sold, on the average",
                           method=names.get(score["method"], score["method"]), wape=f"{score['wape']:.1f}")
                for score in found.get("scores", ()) if score["wape"] is not None]
            forecast.recommendation_text = "\n".join(lines)

    def _verdict(self, found, names):
        reasons = self._reason_words()
        if found["reason"] in reasons:
            return reasons[found["reason"]]
        if found["reason"] == "too_little_history":
            return self.env._("Trust Combined: there is too little history to try the methods on.")
        name = names.get(found["method"], found["method"])
        if found["reason"] == "better":
            return self.env._("Trust %(name)s: tried at %(count)s past moments it erred less, by more than chance.",
                              name=name, count=found["origins"])
        if found["reason"] == "best":
            return self.env._("Trust %(name)s: tried at %(count)s past moments it erred least.", name=name, count=found["origins"])
        return self.env._("Trust %(name)s: tried at %(count)s past moments another erred less, but that may be chance.",
                          name=name, count=found["origins"])
