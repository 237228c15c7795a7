/** Steps that several tours share: what everybody does with a quotation. */

export const CURRENT = ".o_statusbar_status .o_arrow_button_current";

/** The representative sends it from its form. */
export function sendQuotation() {
    return [
        { content: "Send it", trigger: "button[name=action_quotation_send].btn-primary", run: "click" },
        { trigger: ".modal .o_mail_send:enabled, .modal button[name=action_send_mail]:enabled", run: "click" },
        { content: "Sent", trigger: `${CURRENT}:contains(Quotation Sent)` },
    ];
}

/** The customer accepts and signs it on its page. */
export function signQuotation() {
    return [
        { content: "The page is ready", trigger: "body[is-ready=true]" },
        { content: "Accept", trigger: "#sale_order_sidebar_button a[data-bs-target='#modalaccept']", run: "click" },
        { trigger: ".modal.show .o_web_sign_name_and_signature input", run: "fill A. Buyer" },
        { trigger: ".modal.show .o_web_sign_name_and_signature input:value(A. Buyer)" },
        { content: "The name is drawn", trigger: ".modal.show canvas.o_web_sign_signature", run: "canvasNotEmpty" },
        { content: "Sign", trigger: ".modal.show .o_portal_sign_submit:enabled", run: "click", expectUnloadPage: true },
        { content: "It is ordered", trigger: ".alert-success:contains(confirmed)" },
    ];
}
