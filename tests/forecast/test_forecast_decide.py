"""The rep promises, the manager adjusts with a note; the sum of a tree is the sum of what counts below."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .common import TODAY, ForecastCase


class TestForecastDecide(ForecastCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_lead(amount=1000, chance=90, date_deadline="2026-05-20")
        cls.make_lead(amount=400, chance=90, date_deadline="2026-05-20", user=cls.user_rep2)
        cls.make_lead(amount=100, chance=90, date_deadline="2026-05-20", user=cls.user_manager)
        cls.generate()

    @classmethod
    def generate(cls):
        from odoo.tests import freeze_time

        from .common import NOON
        with freeze_time(NOON):
            cls.env["sales_os.forecast"]._generate(cls.company, "month", TODAY, ["rep", "team"], ["weighted"])

    def of(self, rep, user=None, category="commit"):
        found = self.env["sales_os.forecast"].search([
            ("rep_id", "=", rep.id), ("category", "=", category), ("method", "=", "weighted"), ("date_start", "=", "2026-05-01")])
        return found.with_user(user) if user else found

    def check_sums(self):
        for category in ("commit", "best_case", "pipeline"):
            top = self.of(self.manager, category=category)
            below = self.of(self.rep, category=category) | self.of(self.rep2, category=category)
            self.assertAlmostEqual(top.amount, top.own_amount + sum(below.mapped("effective_amount")), 2)

    def test_the_manager_s_figure_is_the_sum_of_what_counts(self):
        self.assertEqual((self.of(self.manager).amount, self.of(self.manager).own_amount), (1350, 90))
        self.check_sums()
        self.of(self.rep, self.user_rep).action_submit(800.0)
        self.assertEqual((self.of(self.manager).amount, self.of(self.rep).source), (1250, "submitted"))
        self.of(self.rep, self.user_manager).action_adjust(700.0, "The tender is late")
        self.assertEqual((self.of(self.manager).amount, self.of(self.rep).source), (1150, "adjusted"))
        self.assertEqual(self.of(self.manager, category="total").amount, 1150)
        self.check_sums()

    def test_what_was_promised_outlives_a_new_calculation(self):
        self.of(self.rep, self.user_rep).action_submit(800)
        self.make_lead(amount=1000, chance=90, date_deadline="2026-05-20")
        self.generate()
        mine = self.of(self.rep)
        self.assertEqual((mine.amount, mine.submitted_amount, mine.effective_amount, mine.state), (1800, 800, 800, "submitted"))
        self.check_sums()

    def test_a_draft_follows_the_calculation_until_something_is_typed(self):
        other = self.of(self.rep2, self.user_rep2)
        other.write({"submitted_amount": 111.0, "note": "careful"})
        self.make_lead(amount=1000, chance=90, date_deadline="2026-05-20")
        self.make_lead(amount=1000, chance=90, date_deadline="2026-05-20", user=self.user_rep2)
        self.generate()
        self.assertEqual(self.of(self.rep).submitted_amount, 1800)
        draft = self.of(self.rep2)
        self.assertEqual((draft.amount, draft.submitted_amount, draft.effective_amount), (1260, 111, 1260))
        other.action_submit()
        self.assertEqual(self.of(self.rep2).effective_amount, 111)

    def test_it_is_audited_with_both_amounts_and_the_note(self):
        self.of(self.rep, self.user_rep).action_submit(800)
        self.of(self.rep, self.user_manager).action_adjust(700, "The tender is late")
        entries = self.env["sales_os.audit.entry"].search(
            [("model", "=", "sales_os.forecast"), ("res_id", "=", self.of(self.rep).id), ("event", "=", "forecast:adjusted")])
        self.assertEqual((entries.old_value[:6], entries.new_value[:6], entries.reason), ("800.00", "700.00", "The tender is late"))
        self.assertEqual(entries.user_id, self.user_manager)

    def test_a_note_and_a_sane_amount_are_required(self):
        mine = self.of(self.rep, self.user_manager)
        with self.assertRaisesRegex(UserError, "Say why"):
            mine.action_adjust(700, "  ")
        for amount in (-1, float("nan"), float("inf"), "700", True, None):
            with self.assertRaises(ValidationError):
                mine.action_adjust(amount, "x")
        with self.assertRaises(ValidationError):
            self.of(self.rep, self.user_rep).write({"submitted_amount": -5})

    def test_only_those_who_may_do_so(self):
        self.of(self.rep, self.user_rep).action_submit()
        with self.assertRaises(AccessError):
            self.of(self.rep, self.user_rep).action_adjust(1, "mine")
        with self.assertRaises(AccessError):
            self.of(self.rep, self.user_rep).action_approve()
        with self.assertRaises(AccessError):
            self.of(self.rep, self.user_rep2).action_submit()
        self.of(self.manager, self.user_manager).action_submit()
        with self.assertRaises(AccessError):
            self.of(self.manager, self.user_manager).action_approve()
        with self.assertRaises(AccessError):
            self.of(self.rep, self.user_executive).action_adjust(1, "I read only")
        self.assertTrue(self.of(self.manager, self.user_admin_so).action_approve())

    def test_states_and_the_way_back(self):
        mine = self.of(self.rep, self.user_rep)
        mine.action_submit(800)
        with self.assertRaisesRegex(UserError, "take it back"):
            mine.write({"note": "later"})
        mine.action_take_back()
        self.assertEqual((mine.state, mine.effective_amount), ("draft", 900))
        mine.action_submit()
        self.of(self.rep, self.user_manager).action_approve()
        with self.assertRaises(AccessError):
            mine.action_take_back()
        with self.assertRaisesRegex(UserError, "cannot become"):
            mine.action_submit()
        self.make_lead(amount=5000, chance=90, date_deadline="2026-05-20")
        self.generate()
        self.assertEqual((mine.state, mine.effective_amount), ("approved", 800))

    def test_totals_are_worked_out_not_submitted(self):
        with self.assertRaisesRegex(UserError, "worked out"):
            self.of(self.rep, self.user_rep, "total").action_submit()

    def test_the_manager_adjusts_by_the_window(self):
        self.of(self.rep, self.user_rep).action_submit(800)
        action = self.of(self.rep, self.user_manager).action_open_adjust()
        form = Form(self.env[action["res_model"]].with_user(self.user_manager).with_context(**action["context"]))
        self.assertEqual(form.amount, 800)
        form.amount, form.note = 650, "Too hopeful"
        form.save().action_apply()
        self.assertEqual((self.of(self.rep).effective_amount, self.of(self.rep).adjust_note), (650, "Too hopeful"))

    def test_a_manager_prepares_and_a_rep_does_not(self):
        Wizard = self.env["sales_os.forecast.prepare"]
        wizard = Wizard.with_user(self.user_manager).create({"date": "2026-06-10", "with_recommendation": True})
        with self.at(0):
            action = wizard.action_prepare()
        self.assertTrue(self.env["sales_os.forecast"].with_user(self.user_manager).search(action["domain"]))
        with self.assertRaises(AccessError):
            Wizard.with_user(self.user_rep).create({})

    def test_who_sees_what(self):
        Forecast = self.env["sales_os.forecast"]
        all_reps = [("scope_kind", "=", "rep"), ("date_start", "=", "2026-05-01")]
        self.assertEqual(Forecast.with_user(self.user_rep).search(all_reps).rep_id, self.rep)
        self.assertEqual(Forecast.with_user(self.user_manager).search(all_reps).rep_id, self.manager | self.rep | self.rep2)
        self.assertFalse(Forecast.with_user(self.user_rep).search([("scope_kind", "in", ["team", "company"])]))
