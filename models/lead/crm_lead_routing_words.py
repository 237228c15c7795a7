from odoo import api, models


class CrmLead(models.Model):
    """The words of a routing: who, because of what, and who stood before."""

    _inherit = "crm.lead"

    @api.model
    def _sales_os_routing_words(self, answers):
        """Return a function that words an answer; equal answers are worded once, names are read in a constant number of queries."""
        env = self.env
        reps = {answer.rep for answer in answers if answer.rep} | {over.rep for answer in answers for over in answer.passed}
        pools = {answer.pool for answer in answers if answer.pool}
        names = {rep.id: rep.name for rep in env["sales_os.rep"].browse(reps).exists()}
        places = {
            ("territory", territory.id): territory.display_name for territory in env["sales_os.territory"].browse(
                [key for kind, key in pools if kind == "territory"])}
        places |= {("team", team.id): team.name for team in env["crm.team"].browse([key for kind, key in pools if kind == "team"])}
        why_not = {
            "absent": env._("absent"), "full": env._("has enough open leads"), "refused": env._("refused it"),
            "no_login": env._("has no login"),
            "inactive": env._("archived")}
        known = {}

        def word(answer):
            key = (answer.rep, answer.why, answer.pool, answer.passed)
            if key not in known:
                passed = "; ".join(f"{names.get(over.rep, over.rep)}: {why_not.get(over.why, over.why)}" for over in answer.passed)
                known[key] = " ".join(filter(None, (
                    self._sales_os_routing_sentence(answer, names, places), env._("Passed over: %s.", passed) if passed else "")))
            return known[key]
        return word

    @api.model
    def _sales_os_routing_sentence(self, answer, names, places):
        env = self.env
        values = {"rep": names.get(answer.rep, ""), "place": places.get(answer.pool, "")}
        if answer.why == "owner":
            return env._("%(rep)s looks after %(place)s.", **values)
        if answer.why == "backup":
            return env._("%(rep)s stands in for the owner of %(place)s.", **values)
        if answer.why == "in_turn":
            return env._("It is the turn of %(rep)s in %(place)s.", **values)
        return {
            "no_pool": env._("Nobody: the address lies in no territory and the lead has no team."),
            "empty_pool": env._("Nobody: its territory and team have no representative."),
            "nobody_free": env._("Nobody is free."),
        }[answer.why]
