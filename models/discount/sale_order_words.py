from odoo import models


def _number(value):
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


class SaleOrder(models.Model):
    """What goes beyond which limit, and what got worse, in words."""

    _inherit = "sale.order"

    def _sales_os_because(self, verdict):
        """Why an approval is needed, a sentence a policy, then what got worse."""
        sentences = []
        for policy_key, items in verdict.asked.items():
            # of each criterion the last limit: whoever keeps that one keeps those before
            last = {because.words or because.criterion: because for item in items for because in item.because}
            words = self._sales_os_because_words(last.values())
            if policy_key and len(verdict.facts.groups) > 1:
                policy = self.env["sales_os.discount.policy"].sudo().browse(policy_key)  # sudo: its name
                words = f"{policy.name}: {words}"
            sentences.append(words)
        if verdict.worse:
            sentences.append(self._sales_os_worse_words(verdict.worse))
        return "\n".join(sentences)

    def _sales_os_because_words(self, because):
        texts = {
            "discount": self.env._("The effective discount of %(value)s %% is above %(limit)s %%."),
            # the value of the margin is for those who may see the cost: the words name the floor alone
            "margin": self.env._("The margin is below %(limit)s %%."),
            "amount": self.env._("The amount of %(value)s is above %(limit)s."),
            "always": self.env._("Every quote under this policy needs an approval."), "finding": "",
        }
        return " ".join(
            (item.words or texts[item.criterion]) if item.limit is None
            else texts[item.criterion] % {"value": _number(item.value), "limit": _number(item.limit)}
            for item in because)

    def _sales_os_worse_words(self, worse):
        return self.env._("Since then %s.", self._sales_os_worse_parts(worse)) if worse else ""

    def _sales_os_worse_parts(self, worse):
        texts = {
            "discount": self.env._("the effective discount rose from %(before)s to %(after)s %%"), "margin": self.env._("the margin fell"),
            "amount": self.env._("the amount rose from %(before)s to %(after)s"),
            "volume": self.env._("the amount fell from %(before)s to %(after)s"),
            "policy": self.env._("another policy applies"), "finding": self.env._("something else needs an approval"),
            "customer": self.env._("the customer is another one"),
            "company": self.env._("the company is another one"), "currency": self.env._("the currency is another one"),
            "payment_term": self.env._("payment is due later: after %(after)s instead of %(before)s days"),
            "early_discount": self.env._("the early payment discount rose from %(before)s to %(after)s %%"),
            "prepayment": self.env._("the prepayment fell from %(before)s to %(after)s %%"),
        }
        parts = [
            texts[item.what] % {"before": _number(item.before), "after": _number(item.after)} if "%(" in texts[item.what]
            else texts[item.what]
            for item in worse
        ]
        return ", ".join(dict.fromkeys(parts))

    def _sales_os_approval_refusal(self, verdict):
        because = self._sales_os_because(verdict).replace("\n", " ")
        texts = {
            "needed": self.env._("it needs an approval. %s Request it with the button Request Approval.", because),
            "requested": self.env._("its approval is requested and waits for %s.", self._sales_os_waits_for()),
            "refused": self.env._("its approval was refused. %s Offer better terms, then request it again.", because),
            "outdated": self.env._("it is worse than what was approved. %s Request the approval again.", because),
        }
        return texts[verdict.state]
