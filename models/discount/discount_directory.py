from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.discount.chain import (
    Directory,
    Person,
    choose_group,
    choose_in_chain,
    choose_person,
    last_resort,
)
from odoo.addons.sales_os.algorithms.discount.exact import exact


class SalesOsDiscountApprovalStep(models.Model):
    """Gathers who is there today, and finds who decides a step; a constant number of queries for any number of steps."""

    _inherit = "sales_os.discount.approval.step"

    @api.model
    def _directory(self, company):
        """Return ``(Directory, chains)``: everybody who might be asked in ``company``, today.

        ``chains``: user id -> those above in the tree of representatives, nearest first.
        """
        today = fields.Date.context_today(self)
        # sudo: who may decide is found for everybody alike; only names of those found are shown
        reps = self.env["sales_os.rep"].sudo().with_context(active_test=False).search([("company_id", "=", company.id)])
        managers = self.env.ref("sales_os.group_manager").sudo().all_user_ids  # sudo: as above
        admins = self.env.ref("sales_os.group_admin").sudo().all_user_ids  # sudo: as above
        delegations = self.env["sales_os.discount.delegation"].sudo().search(  # sudo: as above
            [("date_start", "<=", today), ("date_end", ">=", today)], order="date_start desc, id desc")
        users = reps.user_id | managers | admins | delegations.delegate_id
        available = reps._available_on(today)
        away = {rep.user_id for rep in reps - available if rep.user_id} - {rep.user_id for rep in available}
        away |= self._logins_away(users - reps.user_id)
        limits = {rep.user_id.id: rep.discount_limit_percent for rep in reps if rep.discount_limit_percent}
        people = {
            user.id: Person(
                key=user.id, active=user.active, away=user in away, may_approve=user in managers,
                limit_percent=exact(limits[user.id]) if user.id in limits else None)
            for user in users
        }
        delegates = defaultdict(list)
        for delegation in delegations:
            delegates[delegation.user_id.id].append(delegation.delegate_id.id)
        # the system's own login never decides
        resort = tuple(admin.id for admin in admins.sorted("id") if admin != self.env.ref("base.user_root"))
        return Directory(people=people, delegates=delegates, last_resort=resort), self._chains(reps)

    @api.model
    def _chains(self, reps):
        by_id = {rep.id: rep for rep in reps}
        chains = {}
        for rep in reps:
            if rep.user_id:
                path = [int(part) for part in (rep.parent_path or "").split("/") if part][:-1]
                chains[rep.user_id.id] = [
                    by_id[rep_id].user_id.id for rep_id in reversed(path) if rep_id in by_id and by_id[rep_id].user_id]
        return chains

    @api.model
    def _logins_away(self, users):
        """Those without a representative whose time off, where it is kept, covers this moment."""
        now = fields.Datetime.now()
        # sudo: that somebody is away is needed, never why
        leaves = self.env["resource.calendar.leaves"].sudo().search_fetch(
            [("resource_id.user_id", "in", users.ids), ("time_type", "=", "leave"), ("date_from", "<=", now), ("date_to", ">", now)],
            ["resource_id"])
        return set(leaves.resource_id.user_id)

    @api.model
    def _choose(self, rule, *, discount, book, chain, excluded, asked_before):
        """Return the :class:`Choice` of one step.

        :param rule: ``{"kind", "limit", "group", "user"}`` of the level
        :param book: the answer of :meth:`_directory`
        """
        directory, chains = book
        if rule["kind"] == "manager":
            return choose_in_chain(
                chain=chain, discount_percent=discount, level_limit=rule["limit"], directory=directory, excluded=excluded,
                asked_before=asked_before)
        if rule["kind"] == "group":
            # sudo: who belongs to a group is asked, nothing is shown
            members = rule["group"].sudo().all_user_ids.sorted("id").ids
            return choose_group(members=members, directory=directory, excluded=excluded)
        if rule["kind"] == "user":
            user = rule["user"].id
            return choose_person(key=user, chain_above=chains.get(user, ()), directory=directory, excluded=excluded)
        return last_resort(directory=directory, excluded=excluded)

    @api.model
    def _covers_alone(self, rule, *, user, discount, book):
        """Whether the own limit of ``user`` covers what this level is asked for."""
        directory, chains = book
        person = directory.people.get(user.id)
        if person is None or not person.may_approve or not person.active:
            return False
        limit = rule["limit"] if person.limit_percent is None else person.limit_percent
        if rule["kind"] == "manager":
            return limit >= discount and any(user.id in chain for chain in chains.values())
        if rule["kind"] == "group":
            return user in rule["group"].sudo().all_user_ids  # sudo: as above
        return rule["kind"] == "user" and user == rule["user"]

    @api.model
    def _chain_of(self, order, book):
        """Those above the salesperson; without a place in the tree the leader of the team and those above."""
        _directory, chains = book
        chain = chains.get(order.user_id.id)
        if chain:
            return chain
        leader = order.team_id.user_id
        return [leader.id, *chains.get(leader.id, ())] if leader and leader != order.user_id else []

    @api.model
    def _route_words(self, choice, names):
        """The way to the approvers in words, one sentence a turn."""
        texts = {
            "requester": self.env._("%s asks and cannot decide."), "limit": self.env._("The limit of %s is too low."),
            "away": self.env._("%s is away."), "inactive": self.env._("%s is archived."),
            "no_right": self.env._("%s is not a manager of Sales OS."), "asked_before": self.env._("%s decides the level before."),
            "delegate": self.env._("%s stands in."), "chain_ends": self.env._("Nobody is left in the chain: administrators decide."),
            "nobody_in_group": self.env._("Nobody of the group can decide: administrators decide."),
        }
        return " ".join(
            texts[why] % names.get(key, "") if "%s" in texts[why] else texts[why] for why, key in choice.way)
