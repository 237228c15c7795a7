import { _t } from "@web/core/l10n/translation";
import { serializeDate } from "@web/core/l10n/dates";
import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";
import { Component, useState } from "@odoo/owl";
import { useCheckIn } from "./check_in";
import { shrinkPhoto } from "./shrink_photo";

const { DateTime } = luxon;

/** One visit on the screen My day: everything a person does at the customer's, without leaving the screen. */
export class VisitCard extends Component {
    static template = "sales_os.VisitCard";
    static props = { visit: Object, day: Object, reload: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.checkIn = useCheckIn();
        const visit = this.props.visit;
        this.state = useState({
            busy: false,
            open: visit.state === "in_progress",
            kind: "general",
            body: "",
            outcomeId: visit.outcome_id,
            nextDate: visit.next_action_date || "",
        });
        this.noteUuid = uuid();
    }

    get visit() {
        return this.props.visit;
    }

    get day() {
        return this.props.day;
    }

    get mayAct() {
        return this.props.day.may_act;
    }

    get isActive() {
        return this.visit.state === "in_progress";
    }

    get kinds() {
        return Object.fromEntries(this.props.day.note_kinds);
    }

    get mapLinks() {
        const { latitude, longitude } = this.visit;
        if (!latitude && !longitude) {
            return [];
        }
        const place = `${latitude.toFixed(6)},${longitude.toFixed(6)}`;
        return [
            { label: _t("Map app"), href: `geo:${place}?q=${place}` },
            { label: "OpenStreetMap", href: `https://www.openstreetmap.org/directions?route=%3B${encodeURIComponent(place)}` },
            { label: "Google Maps", href: `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(place)}` },
        ];
    }

    get phoneLink() {
        return "tel:" + this.visit.phone.replace(/[^+0-9]/g, "");
    }

    get stateClass() {
        return (
            { in_progress: "text-bg-info", done: "text-bg-success", missed: "text-bg-danger" }[this.visit.state] ||
            "text-bg-light border"
        );
    }

    get missing() {
        const has = {
            note: this.visit.notes.some((note) => note.body.trim()),
            photo: this.visit.notes.some((note) => note.photo),
            signature: this.visit.notes.some((note) => note.signature),
            checklist: this.visit.checklist.every((line) => line.done || !line.required),
            outcome: Boolean(this.state.outcomeId),
        };
        const labels = {
            note: _t("a note"),
            photo: _t("a photo"),
            signature: _t("a signature"),
            checklist: _t("the checklist"),
            outcome: _t("an outcome"),
        };
        return this.visit.needs.filter((name) => !has[name]).map((name) => labels[name]);
    }

    /** Run one action at a time, so that a double tap acts once, and show what the server then holds. */
    async run(action) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await action();
        } finally {
            try {
                await this.props.reload();
            } finally {
                this.state.busy = false;
            }
        }
    }

    toggle() {
        this.state.open = !this.state.open;
    }

    onCheckIn() {
        return this.run(async () => {
            const { policy, rep } = this.props.day;
            const answer = await this.checkIn({
                visitId: this.visit.id,
                askPosition: policy !== "off" && rep.consent,
            });
            if (answer) {
                this.state.open = true;
                if (answer.can_place_customer) {
                    this.offerPlace();
                }
            }
        });
    }

    offerPlace() {
        const visitId = this.visit.id;
        const close = this.notification.add(
            _t("%s has no position yet. Is this the place?", this.visit.customer),
            {
                type: "info",
                sticky: true,
                buttons: [
                    {
                        name: _t("Use my position"),
                        primary: true,
                        onClick: async () => {
                            close();
                            await this.orm.call("sales_os.visit", "action_place_customer", [[visitId]]);
                            await this.props.reload();
                        },
                    },
                ],
            }
        );
    }

    onCheckOut() {
        return this.run(async () => {
            if (this.state.body.trim()) {
                await this.sendNote();
            }
            await this.orm.call("sales_os.visit", "action_check_out", [
                [this.visit.id],
                this.state.outcomeId,
                this.state.nextDate || false,
            ]);
            this.state.open = false;
        });
    }

    onOutcome(ev) {
        this.state.outcomeId = Number(ev.target.value) || false;
        const outcome = this.props.day.outcomes.find(({ id }) => id === this.state.outcomeId);
        this.state.nextDate = outcome?.days
            ? serializeDate(DateTime.fromISO(this.props.day.today).plus({ days: outcome.days }))
            : "";
    }

    async sendNote(values = {}) {
        await this.orm.create("sales_os.visit.note", [
            {
                visit_id: this.visit.id,
                kind: this.state.kind,
                body: this.state.body.trim(),
                client_uuid: this.noteUuid,
                ...values,
            },
        ]);
        // sent: the next note is another one
        this.noteUuid = uuid();
        this.state.body = "";
    }

    onAddNote() {
        if (this.state.body.trim()) {
            return this.run(() => this.sendNote());
        }
    }

    async onPhoto(ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        if (!file) {
            return;
        }
        await this.run(async () => {
            let photo;
            try {
                photo = await shrinkPhoto(file);
            } catch {
                this.notification.add(_t("%s is not a picture this browser can read.", file.name), { type: "danger" });
                return;
            }
            await this.sendNote({ photo });
        });
    }

    onSign() {
        this.dialog.add(SignatureDialog, {
            defaultName: this.visit.contact || "",
            nameAndSignatureProps: { mode: "draw", displaySignatureRatio: 3, signatureType: "signature" },
            uploadSignature: ({ name, signatureImage }) =>
                this.run(() =>
                    this.sendNote({ signature: signatureImage.split(",")[1], signed_by: name || "" })
                ),
        });
    }

    onCheckLine(line) {
        return this.run(() => this.orm.write("sales_os.visit.check", [line.id], { is_done: !line.done }));
    }

    onNewQuote() {
        return this.run(async () => {
            const action = await this.orm.call("sales_os.visit", "action_new_quote", [[this.visit.id]]);
            await this.action.doAction(action);
        });
    }

    openVisit() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sales_os.visit",
            res_id: this.visit.id,
            views: [[false, "form"]],
        });
    }
}
