"""Who loosened a rule, when and from what: policies, levels, own limits and the company's gates leave their trail."""

from odoo.fields import Command

from .quote_case import QuoteCase


class TestRuleChanges(QuoteCase):
    def setUp(self):
        super().setUp()
        self.start = self.env["sales_os.audit.entry"].search([], limit=1).id

    def trail(self, record):
        entries = self.env["sales_os.audit.entry"].search(
            [("model", "=", record._name), ("res_id", "=", record.id), ("id", ">", self.start)], order="id")
        return [(entry.event, entry.old_value, entry.new_value, entry.user_id) for entry in entries]

    def test_a_gate_that_is_opened_and_closed_tells_by_whom(self):
        company = self.company.with_user(self.user_admin_so).sudo()
        company.sales_os_gate_confirm = False
        company.write({"sales_os_gate_confirm": True, "sales_os_gate_send": True, "name": company.name})
        self.assertEqual(self.trail(company), [
            ("setting:sales_os_gate_confirm", "yes", "no", self.user_admin_so),
            ("setting:sales_os_gate_confirm", "no", "yes", self.user_admin_so)])

    def test_the_page_of_settings_leaves_entries_of_what_changed_only(self):
        self.env["res.config.settings"].create(
            {"sales_os_gate_print": False, "sales_os_health_below_cost": "block", "sales_os_approval_link_days": 3}).execute()
        self.assertEqual(sorted(self.trail(self.company)), sorted([
            ("setting:sales_os_gate_print", "yes", "no", self.env.user),
            ("setting:sales_os_health_below_cost", "warn", "block", self.env.user),
            ("setting:sales_os_approval_link_days", "7", "3", self.env.user)]))

    def test_a_setting_belongs_to_the_company_it_was_changed_for(self):
        other = self.env["res.company"].create({"name": "Other"})
        other.sales_os_gate_send = False
        entry = self.env["sales_os.audit.entry"].search([("event", "=", "setting:sales_os_gate_send"), ("id", ">", self.start)])
        self.assertEqual((entry.company_id, entry.res_id), (other, other.id))

    def test_a_level_that_is_raised_added_or_removed(self):
        policy = self.policy.with_user(self.user_admin_so)
        first, second = policy.level_ids[:2]
        first.max_discount_percent = 12.0
        policy.write({"level_ids": [Command.update(second.id, {"sla_hours": 4.0, "max_discount_percent": second.max_discount_percent})]})
        policy.level_ids[-1].unlink()
        policy.level_ids = [Command.create({"sequence": 90, "approver": "user", "user_id": self.user_director.id})]
        trail = self.trail(policy)
        self.assertEqual(
            [event for event, *_rest in trail], ["level:max_discount_percent", "level:sla_hours", "level:removed", "level:added"])
        self.assertEqual(trail[0][1:], ("10", "12", self.user_admin_so))
        self.assertIn("max_discount_percent 100", trail[2][1])
        self.assertIn("user_id So Director", trail[3][2])

    def test_a_policy_that_comes_changes_and_goes(self):
        team = self.env["crm.team"].create({"name": "Online"})
        policy = self.make_policy({"approver": "none", "max_discount_percent": 30}, name="Online shop")
        policy.write({"team_ids": [Command.set(team.ids)], "least_volume_percent": 20.0})
        policy.active = False
        told = dict.fromkeys(("policy:team_ids", "policy:least_volume_percent", "policy:active"))
        told.update({event: (old, new) for event, old, new, _user in self.trail(policy) if event in told})
        self.assertEqual(told, {
            "policy:team_ids": ("", "Online"), "policy:least_volume_percent": ("50", "20"), "policy:active": ("yes", "no")})
        gone = policy.browse(policy.id)
        policy.unlink()
        event, old, _new, _user = self.trail(gone)[-1]
        self.assertEqual(event, "policy:removed")
        self.assertIn("Online shop", old)
        self.assertIn("up to 30 %", old)

    def test_what_changes_nothing_leaves_nothing(self):
        self.policy.write({"name": self.policy.name, "sequence": self.policy.sequence})
        self.company.sales_os_gate_send = True
        self.assertEqual((self.trail(self.policy), self.trail(self.company)), ([], []))

    def test_how_far_somebody_may_approve_and_under_whom(self):
        self.rep_manager.discount_limit_percent = 18.0
        self.rep_manager.parent_id = False
        self.assertEqual([row[:3] for row in self.trail(self.rep_manager)], [
            ("rep:discount_limit_percent", "0", "18"), ("rep:parent_id", self.rep_director.display_name, "")])

    def test_the_policy_shows_its_changes(self):
        self.policy.level_ids[0].max_discount_percent = 9.0
        action = self.policy.with_user(self.user_executive).action_view_changes()
        entries = self.env["sales_os.audit.entry"].with_user(self.user_executive).search(action["domain"], limit=1)
        self.assertEqual((entries.event, entries.old_value, entries.new_value), ("level:max_discount_percent", "10", "9"))
