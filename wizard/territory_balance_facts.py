from datetime import timedelta

from odoo import fields, models

from odoo.addons.sales_os.algorithms.territory.balance import BalanceCustomer, BalanceProblem, BalanceTerritory


class SalesOsTerritoryBalance(models.TransientModel):
    """What is evened out: the load of each customer, and problems in words."""

    _inherit = "sales_os.territory.balance"

    def _customers(self):
        """The companies and private persons of the territories; their contacts and addresses go with them."""
        # sudo: loads must count every customer of the territories, also those hidden from the user; the right was checked
        partners = (
            self.env["res.partner"]
            .sudo()
            .search_fetch(
                [("sales_os_territory_id", "in", self.territory_ids.ids), ("company_id", "in", [False, self.company_id.id])],
                ["commercial_partner_id", "sales_os_territory_id", "sales_os_territory_locked", "partner_latitude", "partner_longitude"],
                order="id",
            )
        )
        return partners.filtered(lambda partner: partner.commercial_partner_id == partner)

    def _problem(self, customers):
        loads = self._loads(customers)
        # sudo: where a representative starts from is used for distances only, not shown
        owners = {territory: territory.owner_id for territory in self.territory_ids.sudo()}
        return BalanceProblem(
            customers=self._balance_customers(customers, loads),
            territories=[
                BalanceTerritory(
                    key=territory.id,
                    latitude=owner.start_latitude or None if owner else None,
                    longitude=owner.start_longitude if owner and owner.start_latitude else None,
                )
                for territory, owner in owners.items()
            ],
            tolerance_percent=self.tolerance_percent,
            aim=self.aim,
            moving_km=self.moving_km,
        )

    def _balance_customers(self, customers, loads):
        return [
            BalanceCustomer(
                key=customer.id,
                territory=customer.sales_os_territory_id.id,
                load=max(loads.get(customer.id, 0.0), 0.0),
                latitude=customer.partner_latitude,
                longitude=customer.partner_longitude,
                locked=customer.sales_os_territory_locked,
            )
            for customer in customers
        ]

    def _loads(self, customers):
        """Return ``{customer id: load}``."""
        return getattr(self, f"_loads_{self.measure}")(customers)

    def _loads_customers(self, customers):
        return dict.fromkeys(customers.ids, 1.0)

    def _loads_potential(self, customers):
        return {customer.id: customer.sales_os_annual_revenue_amount for customer in customers}

    def _loads_visit_minutes(self, customers):
        """Visits a year by the cadence, each as long as the cadence says."""
        standard = self.company_id.sales_os_visit_default_minutes
        minutes = {
            cadence: 365 * cadence.visits / cadence.period_days * (cadence.minutes or standard) for cadence in customers.sales_os_cadence_id
        }
        return {customer.id: minutes.get(customer.sales_os_cadence_id, 0.0) for customer in customers}

    def _loads_revenue(self, customers):
        """Orders confirmed in the last 12 months, in the company's currency."""
        since = fields.Date.context_today(self) - timedelta(days=365)
        # sudo: the sums decide who moves; no order is shown
        rows = (
            self.env["sale.report"]
            .sudo()
            ._read_group(
                [
                    ("commercial_partner_id", "in", customers.ids),
                    ("state", "=", "sale"),
                    ("date", ">=", since),
                    ("company_id", "=", self.company_id.id),
                ],
                ["commercial_partner_id"],
                ["price_subtotal:sum"],
            )
        )
        return {partner.id: amount for partner, amount in rows}

    def _in_words(self, error):
        territory = self.env["sales_os.territory"].browse(error.key).name if error.code == "no_centre" else ""
        return {
            "tolerance": self.env._("The tolerance must be a number from 0 %% up."),
            "moving_km": self.env._("The weight of moving must be a number of kilometres from 0 up."),
            "no_centre": self.env._(
                "%s has neither a customer with a position nor an owner with a home position: give it one of both.",
                territory,
            ),
        }.get(error.code) or str(error)

    def _remarks(self, proposal, customers):
        """What a person should know before applying, one line each."""
        said = []
        if not any(load for _key, load, _off in proposal.before.loads):
            said.append(self.env._("Nothing to even out: %s is zero for all these customers.", self._label("measure")))
        elif not proposal.within_tolerance:
            said.append(
                self.env._(
                    "The tolerance of %s %% cannot be kept with these customers: this is as even as it gets.", self.tolerance_percent
                )
            )
        if proposal.unplaced:
            said.append(self.env._("%s customers have no position and stay where they are.", len(proposal.unplaced)))
        locked = customers.filtered("sales_os_territory_locked")
        if locked:
            said.append(self.env._("%s customers are locked and stay where they are.", len(locked)))
        if proposal.isolated_after:
            said.append(
                self.env._(
                    "%(after)s customers are cut off from their territory after the change, %(before)s now.",
                    after=len(proposal.isolated_after),
                    before=len(proposal.isolated_before),
                )
            )
        if proposal.moves:
            said.append(self.env._("No proposal can be better by more than %s %%.", round(100 * max(proposal.gap, 0), 2)))
        return "\n".join(said)
