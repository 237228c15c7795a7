from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

# addresses hold the token: neither caches nor the next site may learn them, and no search engine comes here
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


class Feedback(http.Controller):
    """The page behind the mail to a customer. Opening it answers nothing: programs that follow every link are no customers."""

    @http.route("/sales_os/feedback/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False)
    def feedback(self, token, **_kwargs):
        return self._page(request.env["sales_os.feedback"]._by_token(token))

    @http.route("/sales_os/feedback/<string:token>", type="http", auth="public", methods=["POST"], sitemap=False)
    def feedback_answer(self, token, score=None, comment=None, **_kwargs):
        feedback = request.env["sales_os.feedback"]._by_token(token)
        if feedback._status() == "open":
            try:
                with request.env.cr.savepoint():
                    feedback._answer(score, comment)
            except UserError as error:
                return self._page(feedback, problem=str(error), comment=comment or "")
            # back to the address itself: loading the page again shows the thanks instead of answering again
            return request.redirect(f"/sales_os/feedback/{token}", code=303)
        return self._page(feedback)

    def _page(self, feedback, **values):
        status = feedback._status()
        if feedback.partner_id.lang:
            request.update_context(lang=feedback.partner_id.lang)
        response = request.render("sales_os.feedback_page", {
            "status": status, "question": feedback._question() if feedback else "", "scale": list(feedback._scale()) if feedback else [],
            "kind": feedback.kind, "company": feedback.company_id, "comment": "", "problem": "", **values})
        response.status_code = 404 if status == "unknown" else 200
        response.headers.update(HEADERS)
        return response
