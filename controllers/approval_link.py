from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

# addresses hold the token: neither caches nor the next site may learn them, and no search engine comes here
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
GONE = {"unknown": 404, "foreign": 403}


class ApprovalLink(http.Controller):
    """The page behind the mail to an approver. Opening it changes nothing: programs that follow every link decide nothing."""

    @http.route("/sales_os/approval/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False)
    def approval_link(self, token, refuse=None, **_kwargs):
        link = request.env["sales_os.discount.approval.link"]._by_token(token)
        return self._page(link, wants_to_refuse=bool(refuse))

    @http.route("/sales_os/approval/<string:token>", type="http", auth="public", methods=["POST"], sitemap=False)
    def approval_link_decide(self, token, decision=None, comment=None, **_kwargs):
        """Decide as whoever the mail was sent to; what the approval refuses is told on the page."""
        link = request.env["sales_os.discount.approval.link"]._by_token(token)
        if self._status(link) == "open" and decision in ("approve", "refuse"):
            try:
                with request.env.cr.savepoint():
                    link._decide(decision, (comment or "").strip())
            except UserError as error:
                return self._page(link, wants_to_refuse=decision == "refuse", comment=comment, problem=str(error))
            # back to the address itself: loading the page again shows the result instead of deciding again
            return request.redirect(f"/sales_os/approval/{token}", code=303)
        return self._page(link)

    def _status(self, link):
        if not link:
            return "unknown"
        user = request.env.user
        return link.status if user._is_public() or user == link.user_id else "foreign"

    def _page(self, link, **values):
        status = self._status(link)
        content = link._page_values() if status not in GONE else {}
        context = {"lang": link.user_id.lang} if link and link.user_id.lang else {}
        request.update_context(**context)
        response = request.render(
            "sales_os.approval_link_page", {"status": status, "comment": "", "problem": "", "wants_to_refuse": False, **content, **values}
        )
        response.status_code = GONE.get(status, 200)
        response.headers.update(HEADERS)
        return response
