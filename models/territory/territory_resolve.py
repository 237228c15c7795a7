from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import ReadonlyDict

from odoo.addons.sales_os.algorithms.territory.cover import choose_cover
from odoo.addons.sales_os.algorithms.territory.resolve import resolve
from odoo.addons.sales_os.algorithms.territory.rule import Customer

ADDRESS_KEYS = {
    "country_id", "country_code", "state_id", "state_code", "zip", "city", "latitude", "longitude", "category_ids", "industry_id",
    "segment_id", "annual_revenue",
}


class _ByPartner(ReadonlyDict):
    """Answers by partner id that all doors carry: XML-RPC refuses numbers as keys but writes an object's attributes as a struct."""

    def __init__(self, answers):
        super().__init__(answers)
        self.__dict__.update({str(partner_id): answer for partner_id, answer in answers.items()})


class SalesOsTerritoryResolve(models.Model):
    """Which territory and representative an address belongs to, and why."""

    _inherit = "sales_os.territory"

    @api.model
    @api.readonly
    def resolve(self, partner_ids, date=False):
        """Say which territory, rule and representative each customer has under the rules in force on a day, and why.

        What is known of the customer (address, traits, lock) is that of today.

        Callers in this process look up by id; JSON and XML-RPC know only text as keys, so remote callers get ``"42"``.

        :param date: the day whose version of the rules and whose representative are asked for; default today
        :return: ``{partner id: {"territory_id", "rule_id", "version_id", "rep_id", "reason", "losers"}}``; False where there is none;
            losers are ``{"rule_id", "territory_id", "reason"}`` of each rule that matches too
        """
        self.check_access("read")
        day = self._as_day(date)
        partners = self.env["res.partner"].browse(self._sales_os_ids(partner_ids))
        missing = partners - partners.exists()
        if missing:
            raise UserError(self.env._("There is no customer with the number %s.", ", ".join(map(str, missing.ids))))
        partners.check_access("read")
        # sudo: what belongs to whom must not depend on who asks; only customers the caller may read are answered for
        return _ByPartner(self.sudo()._resolve(partners.sudo(), day))

    @api.model
    @api.readonly
    def resolve_address(self, values, date=False):
        """Answer like :meth:`resolve` for an address that is no customer yet.

        :param values: any of ``country_id`` or ``country_code``, ``state_id`` or ``state_code``, ``zip``, ``city``, ``latitude`` and
            ``longitude``, ``category_ids``, ``industry_id``, ``segment_id``, ``annual_revenue``. Rules for named accounts or with further
            conditions speak of customers and never match here.
        """
        self.check_access("read")
        if not isinstance(values, dict):
            raise UserError(self.env._("An address is told by named values, such as zip and country_code."))
        unknown = set(values) - ADDRESS_KEYS
        if unknown:
            raise UserError(self.env._(
                "%(unknown)s is no part of an address. Known are: %(known)s.",
                unknown=", ".join(sorted(unknown)), known=", ".join(sorted(ADDRESS_KEYS))))
        customer = Customer(key=0, **self._address_facts(values))
        # sudo: see resolve
        territories = self.sudo()
        day = self._as_day(date)
        version = territories._version_in_force(self.env.company, day)
        decisions = {0: territories._decide([customer], self.env.company, version)[0]}
        return territories._answers(decisions, day, {0: version})[0]

    @api.model
    def _as_day(self, date):
        try:
            return fields.Date.to_date(date) or fields.Date.context_today(self)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("%s is no date: write it as 2026-12-31.", date)) from error

    @api.model
    def _address_facts(self, values):
        Country, State = self.env["res.country"], self.env["res.country.state"]
        country = Country.browse(values.get("country_id") or ())
        if not country and values.get("country_code"):
            country = Country.search([("code", "=", str(values["country_code"]).upper())], limit=1)
            if not country:
                raise UserError(self.env._("There is no country with the code %s.", values["country_code"]))
        state = State.browse(values.get("state_id") or ())
        if not state and values.get("state_code"):
            state = State.search([("code", "=", values["state_code"]), ("country_id", "=", country.id)], limit=1)
        placed = values.get("latitude") or values.get("longitude")
        try:
            return {
                "country": country.id or state.country_id.id or None, "state": state.id or None,
                "zip": values.get("zip") or "", "city": values.get("city") or "",
                "latitude": float(values.get("latitude") or 0) if placed else None,
                "longitude": float(values.get("longitude") or 0) if placed else None,
                "categories": self._with_parent_tags(values.get("category_ids") or ()),
                "industry": values.get("industry_id") or None, "segment": values.get("segment_id") or None,
                "revenue": float(values.get("annual_revenue") or 0),
            }
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("Position and revenue must be numbers: %s", error)) from error

    @api.model
    def _with_parent_tags(self, category_ids):
        """A tag stands for the tags above it too."""
        tags = self.env["res.partner.category"].browse(category_ids)
        return frozenset(int(part) for tag in tags for part in (tag.parent_path or str(tag.id)).split("/") if part)

    @api.model
    def _resolve(self, partners, day):
        """Return the answers of :meth:`resolve`, per partner id."""
        decisions, versions = {}, {}
        for company, of_company in partners.grouped(lambda partner: partner._sales_os_territory_company()).items():
            version = self._version_in_force(company, day)
            decisions |= self._decide(of_company._sales_os_facts(), company, version)
            versions |= dict.fromkeys(of_company.ids, version)
        locked = {partner.id: partner.sales_os_territory_id.id for partner in partners if partner.sales_os_territory_locked}
        return self._answers({partner.id: decisions[partner.id] for partner in partners}, day, versions, locked)

    @api.model
    def _version_in_force(self, company, day=None):
        """The version in force in ``company``: now, or when a ``day`` that is over ended."""
        if day and day < fields.Date.context_today(self):
            return self.env["sales_os.territory.version.period"]._version_on(company, day)
        return self.env["sales_os.territory.version"]._active(company)

    @api.model
    def _decide(self, customers, company, version):
        """Return ``{customer key: Decision}`` under ``version`` (empty: only rules in force under every version)."""
        rules = self.env["sales_os.territory.rule"]._rules_of(company.id, version.id)
        return resolve(customers=customers, rules=self._with_domain_keys(rules, customers))

    @api.model
    def _with_domain_keys(self, rules, customers):
        """Answer the further conditions of rules: one query a rule that has some."""
        return self.env["sales_os.territory.rule"]._answer_domains(rules, [customer.key for customer in customers])

    @api.model
    def _answers(self, decisions, day, versions, locked=None):
        """Turn decisions into plain answers with reasons in words."""
        locked = locked or {}
        rules = self.env["sales_os.territory.rule"].browse({
            key for decision in decisions.values() for key in (decision.winner, *(loser for loser, _why in decision.losers)) if key})
        territory_of = {key: locked.get(key, decision.territory) or False for key, decision in decisions.items()}
        covers = self.browse(set(filter(None, territory_of.values())))._covers_on(day)
        words = self._reason_words(rules)
        is_over = day < fields.Date.context_today(self)
        result = {}
        for key, decision in decisions.items():
            territory_id = territory_of[key]
            cover = covers.get(territory_id)
            reason = words(decision)
            if is_over and not versions[key] and decision.winner is None:
                reason = self.env._("No version of the rules was in force on %s.", day)
            if key in locked:
                reason = self.env._("Locked by hand. The rules say: %s", reason)
            result[key] = {
                "territory_id": territory_id,
                "rule_id": decision.winner or False if key not in locked else False,
                "version_id": versions[key].id or False,
                "rep_id": cover.rep or False if cover else False,
                "reason": f"{reason} {self._cover_words(cover)}".strip(),
                "losers": [
                    {"rule_id": rule.id, "territory_id": rule.territory_id.id, "reason": words.loser(why)}
                    for rule, why in ((rules.browse(loser), why) for loser, why in decision.losers)
                ],
            }
        return result

    def _covers_on(self, day):
        """Return ``{territory id: Cover}``: who receives work there on ``day``; queries do not grow with ``self``."""
        paths = {territory.id: [int(part) for part in (territory.parent_path or "").split("/") if part] for territory in self}
        everyone = self.browse({part for path in paths.values() for part in path})
        holders = everyone._holders_on(day)
        # sudo: whether somebody is away is needed to say who stands in
        reps = self.env["sales_os.rep"].sudo().browse({rep_id for roles in holders.values() for rep_id in roles.values()})
        available = set(reps._available_on(day).ids)
        return {key: choose_cover(path=path, holders=holders, available=available) for key, path in paths.items()}

    def _cover_words(self, cover):
        if cover is None:
            return ""
        # sudo: who covers a territory is no secret to those who see it
        reps = self.env["sales_os.rep"].sudo()
        away = ", ".join(reps.browse(cover.away).mapped("name"))
        if cover.rep is None:
            return self.env._("Nobody covers it: %s away.", away) if away else self.env._("Nobody covers it.")
        values = {"rep": reps.browse(cover.rep).name, "territory": self.browse(cover.territory).name, "away": away}
        if cover.role == "backup":
            return self.env._("%(rep)s stands in as backup of %(territory)s; %(away)s away.", **values) if away else self.env._(
                "%(rep)s stands in as backup of %(territory)s, which has no owner.", **values)
        return self.env._("Covered by %(rep)s, owner of %(territory)s.", **values)

    @api.model
    def _reason_words(self, rules):
        return _ReasonWords(self.env, rules)


class _ReasonWords:
    """Puts decisions into words; equal decisions are worded once."""

    def __init__(self, env, rules):
        self.env = env
        self.names = {rule.id: (rule.display_name, rule.territory_id.name, rule.priority) for rule in rules}
        self.criteria = {
            "account": env._("named account"), "country": env._("country"), "state": env._("state"), "zip": env._("postal code"),
            "city": env._("town"), "outline": env._("inside the outline"), "tag": env._("tag"), "industry": env._("industry"),
            "segment": env._("segment"), "revenue": env._("annual revenue"), "condition": env._("further conditions"),
        }
        self.why = {
            "priority": env._("lower priority"), "depth": env._("territory higher up in the tree"),
            "pattern": env._("wider criterion"), "age": env._("younger rule"),
        }
        self.known = {}

    def loser(self, why):
        return self.why[why]

    def __call__(self, decision):
        known = self.known.get(decision)
        if known is None:
            known = self.known[decision] = self._word(decision)
        return known

    def _word(self, decision):
        if decision.winner is None:
            return self.env._("No rule matches.")
        name, territory, priority = self.names[decision.winner]
        matched = ", ".join(self.criteria[criterion] for criterion in decision.matched) or self.env._("everybody")
        text = self.env._(
            "%(territory)s by rule “%(rule)s” (priority %(priority)s): %(matched)s.",
            territory=territory, rule=name, priority=priority, matched=matched)
        if decision.losers:
            lost = "; ".join(
                f"{self.names[key][1]} “{self.names[key][0]}” ({self.why[why]})" for key, why in decision.losers[:5])
            text += " " + self.env._("Also matching: %s.", lost)
        return text
