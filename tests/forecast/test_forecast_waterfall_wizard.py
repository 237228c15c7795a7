"""Between two weeks: new, won, lost, pushed, grown, shrunk, gone; it adds up to the cent; and only of what one may see."""

from odoo.exceptions import UserError

from .common import ForecastCase


class TestForecastWaterfallWizard(ForecastCase):
    def take(self, days):
        with self.at(days):
            return self.env["sales_os.forecast.snapshot"]._take(self.company)

    def deal(self, amount, user=None, day="2026-05-28"):
        return self.make_lead(amount=amount, chance=50, date_deadline=day, user=user)

    def show(self, before, after=None, user=None, **values):
        Wizard = self.env["sales_os.forecast.waterfall"].with_user(user or self.user_admin_so)
        wizard = Wizard.create({
            "before_id": before.id, "after_id": after.id if after else False, "date": "2026-05-13", "rep_id": self.manager.id, **values})
        wizard.action_show()
        steps = {step.kind: step.amount for step in wizard.step_ids}
        self.assertAlmostEqual(
            steps["begin"] + sum(amount for kind, amount in steps.items() if kind not in ("begin", "end")), steps["end"], 2)
        self.assertEqual((wizard.begin_amount, wizard.end_amount), (steps["begin"], steps["end"]))
        return wizard, {kind: amount for kind, amount in steps.items() if amount}

    def test_every_movement_is_told_and_adds_up(self):
        grown, shrunk, pushed, won, lost, gone = (self.deal(amount) for amount in (100, 200, 300, 400, 500, 600))
        before = self.take(0)
        with self.at(2):
            grown.expected_revenue = 150
            shrunk.expected_revenue = 120
            pushed.date_deadline = "2026-06-10"
            won.action_set_won()
            lost.action_set_lost()
            gone.unlink()
        self.deal(70)
        after = self.take(7)
        wizard, steps = self.show(before, after)
        self.assertEqual(steps, {
            "begin": 2100, "new": 70, "up": 50, "down": -80, "slipped": -300, "won": -400, "lost": -500, "removed": -600, "end": 340})
        self.assertEqual(wizard.won_amount, 400)
        self.assertEqual(wizard.movement_ids.filtered(lambda move: move.kind == "won").lead_id, won)

    def test_what_was_closed_between_is_found_weeks_later(self):
        won, lost = self.deal(400), self.deal(500)
        before = self.take(0)
        with self.at(8):
            won.action_set_won()
            lost.action_set_lost()
        self.take(14)
        self.take(21)
        self.assertEqual(self.show(before, self.take(28))[1], {"begin": 900, "won": -400, "lost": -500})

    def test_compared_with_now(self):
        deal = self.deal(400)
        before = self.take(0)
        with self.at(3):
            deal.action_set_won()
            self.deal(30)
            self.assertEqual(self.show(before)[1], {"begin": 400, "new": 30, "won": -400, "end": 30})

    def test_weighted_amounts_add_up_too(self):
        self.deal(401)
        before = self.take(0)
        self.assertEqual(self.show(before, self.take(7), is_weighted=True)[1], {"begin": 200.5, "end": 200.5})

    def test_a_rep_sees_the_own_deals_only(self):
        self.deal(100)
        self.deal(900, user=self.user_rep2)
        before, after = self.take(0), self.take(7)
        self.assertEqual(self.show(before, after, self.user_manager)[1]["begin"], 1000)
        self.assertEqual(self.show(before, after, self.user_rep, rep_id=False)[1]["begin"], 100)

    def test_an_earlier_week_is_refused(self):
        before, after = self.take(0), self.take(7)
        with self.assertRaisesRegex(UserError, "later week"):
            self.show(after, before)
