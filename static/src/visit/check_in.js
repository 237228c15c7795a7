import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { RPCError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { Component, useState } from "@odoo/owl";

const WAIT_MS = 10_000;

/**
 * Ask the browser once where it is. Never rejects: a refused or late position is no position.
 *
 * @returns {Promise<{latitude, longitude, accuracy_m} | {}>}
 */
export function currentPosition() {
    return new Promise((resolve) => {
        if (!navigator.geolocation) {
            resolve({});
            return;
        }
        // a browser whose question nobody answers calls neither back: our own clock ends the wait
        const late = setTimeout(() => resolve({}), WAIT_MS + 2_000);
        const answer = (position) => {
            clearTimeout(late);
            resolve(position);
        };
        navigator.geolocation.getCurrentPosition(
            ({ coords }) =>
                answer({ latitude: coords.latitude, longitude: coords.longitude, accuracy_m: coords.accuracy }),
            () => answer({}),
            { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 30_000 }
        );
    });
}

export class ReasonDialog extends Component {
    static template = "sales_os.ReasonDialog";
    static components = { Dialog };
    static props = { message: String, onReason: Function, close: Function };

    setup() {
        this.state = useState({ reason: "" });
    }

    confirm() {
        this.props.onReason(this.state.reason.trim());
        this.props.close();
    }
}

/**
 * Returns `checkIn({visitId, askPosition})`: takes the position, checks in, and asks for a reason when the server wants one.
 * It resolves to the server's answer, or to null when the person gave up.
 */
export function useCheckIn() {
    const orm = useService("orm");
    const dialog = useService("dialog");
    const notification = useService("notification");

    function askReason(message) {
        return new Promise((resolve) => {
            let given = "";
            dialog.add(
                ReasonDialog,
                { message, onReason: (reason) => (given = reason) },
                { onClose: () => resolve(given) }
            );
        });
    }

    return async function checkIn({ visitId, askPosition }) {
        const position = askPosition ? await currentPosition() : {};
        const call = (reason) =>
            orm.call("sales_os.visit", "action_check_in", [
                [visitId],
                position.latitude ?? false,
                position.longitude ?? false,
                position.accuracy_m ?? false,
                reason,
            ]);
        let answer = null;
        try {
            answer = await call(false);
        } catch (error) {
            if (!(error instanceof RPCError) || !error.exceptionName?.endsWith(".ReasonNeeded")) {
                throw error;
            }
            const reason = await askReason(error.data.message);
            if (!reason) {
                return null;
            }
            answer = await call(reason);
        }
        const type = { on_site: "success", far: "warning" }[answer.location_state] || "info";
        notification.add(answer.message || _t("Checked in."), { type });
        return answer;
    };
}
