"""Whatever another program hands to a public method, it is told in words what is wrong; and whatever comes back, XML-RPC can carry it."""

import inspect

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.rpc.controllers.xmlrpc import dumps

from ..common import SalesForce

RUBBISH = ("abc", -1, {"a": 1}, [1, "x"], 10**12)
OURS = "odoo.addons.sales_os."


@tagged("post_install", "-at_install")
class TestRpcRubbish(SalesForce, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        manager = cls.make_rep(cls.user_manager)
        rep = cls.make_rep(cls.user_rep, parent_id=manager.id)
        shop = cls.make_partner("Shop", user_id=cls.user_rep.id)
        order = cls.env["sale.order"].create({"partner_id": shop.id, "user_id": cls.user_rep.id})
        cls.records = {
            "sale.order": order, "sales_os.discount.approval": cls.make_approval(order, 30.0), "sales_os.visit": cls.make_visit(rep, shop),
            "sales_os.route.plan": cls.make_plan(rep, shop), "sales_os.target": cls.make_target(rep), "res.partner": shop,
            "sales_os.commission.plan": cls.make_commission_plan(rep), "sales_os.rep": rep,
        }

    @classmethod
    def methods(cls):
        """``(model, name, function)`` of what this addon opens to other programs; what it only extends is Odoo's."""
        for model_name in sorted(cls.registry):
            model_class, found = cls.registry[model_name], {}
            for part in reversed(model_class.__mro__):
                for name, function in vars(part).items():
                    if inspect.isfunction(function) and not name.startswith("_"):
                        found.setdefault(name, []).append((part.__module__, function))
            for name, places in sorted(found.items()):
                own = all(module.startswith(OURS) for module, _function in places)
                if own and not getattr(getattr(model_class, name), "_api_private", False):
                    yield model_name, name, places[-1][1]

    def some(self, model_name):
        known = self.records.get(model_name)
        model = self.env[model_name]
        if known is None and not model._abstract and model._auto:
            known = model.search([], limit=1)
        return known if known is not None else model

    def trials(self, function):
        """Rubbish in the place of what is required, then in the place of everything."""
        parameters = [
            parameter for parameter in list(inspect.signature(function).parameters.values())[1:]
            if parameter.kind == parameter.POSITIONAL_OR_KEYWORD]
        required = [parameter for parameter in parameters if parameter.default is parameter.empty]
        for count in sorted({max(len(required), min(1, len(parameters))), len(parameters)}):
            yield from ([rubbish] * count for rubbish in RUBBISH) if count else [[]]

    def test_is_told_in_words_and_what_comes_back_can_be_carried(self):
        admin, tried, faults = self.env(user=self.user_admin_so), 0, []
        for model_name, name, function in self.methods():
            model, records = admin[model_name], self.some(model_name)
            is_of_model = getattr(getattr(type(model), name), "_api_model", False)
            if not is_of_model and not records:
                continue  # without a record Odoo refuses the call itself
            for arguments in self.trials(function):
                tried += 1
                with self.cr.savepoint() as savepoint, mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model"):
                    try:
                        dumps((call_kw(model, name, [*([] if is_of_model else [records.ids]), *arguments], {}),))
                    except UserError:
                        pass
                    except Exception as error:  # whatever else is raised reaches the caller as a traceback
                        faults.append(f"{model_name}.{name}({arguments}): {type(error).__name__}: {str(error)[:150]}")
                    savepoint.rollback()
                self.env.invalidate_all(flush=False)
        self.assertFalse(faults, "\n".join(faults))
        self.assertGreater(tried, 400)
