import { describe, expect, test } from "@odoo/hoot";
import { Deferred, animationFrame, press, queryAllAttributes, queryAllTexts, queryOne, runAllTimers } from "@odoo/hoot-dom";
import { Component, useState, xml } from "@odoo/owl";
import { contains, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { RecordChoice } from "@sales_os/dashboard/record_choice";

const ROWS = [
    { id: 3, name: "Bakery" },
    { id: 5, name: "Mill" },
    { id: 8, name: "Millers & Sons" },
];
const INPUT = "#shop";

defineMailModels();

/** The field in a page that takes what is chosen, or refuses it. */
class Page extends Component {
    static template = xml`
        <label id="shop_label" for="shop">Shop</label>
        <RecordChoice id="'shop'" chosen="state.chosen" find="props.find" onChoose="(id) => this.onChoose(id)"/>
        <button class="other">Other</button>`;
    static components = { RecordChoice };
    static props = ["*"];

    setup() {
        this.state = useState({ chosen: this.props.chosen });
    }

    onChoose(id) {
        expect.step(`choose ${id}`);
        if (!this.props.isRefused) {
            this.state.chosen = ROWS.find((row) => row.id === id);
        }
    }
}

function find(text) {
    expect.step(`find “${text}”`);
    const choices = ROWS.filter((row) => row.name.toLowerCase().includes(text.toLowerCase()));
    return Promise.resolve({ choices, is_whole: text !== "" });
}

const mount = (props = {}) => mountWithCleanup(Page, { props: { find, ...props } });

async function write(text) {
    await contains(INPUT).edit(text, { confirm: false });
    await runAllTimers();
    await animationFrame();
}

describe("one of many records", () => {
    test("is looked for at a click, and chosen by one", async () => {
        await mount();
        expect(INPUT).toHaveAttribute("aria-expanded", "false");
        await contains(INPUT).click();
        expect(queryAllTexts("[role=option]")).toEqual(["Bakery", "Mill", "Millers & Sons"]);
        expect("[role=status]").toHaveText("There are more: write more of the name.");
        expect(INPUT).toHaveAttribute("aria-controls", queryOne("[role=listbox]").id);
        await contains("[role=option]:contains(Mill):first").click();
        await animationFrame();
        expect(INPUT).toHaveValue("Mill");
        expect("[role=listbox]").toHaveCount(0);
        expect.verifySteps(["find “”", "choose 5"]);
    });

    test("is found by a part of the name and chosen by the keyboard", async () => {
        await mount();
        await contains(INPUT).click();
        await write("mill");
        expect(queryAllAttributes("[role=option]", "aria-selected")).toEqual(["true", "false"]);
        await press("ArrowDown");
        await animationFrame();
        expect(INPUT).toHaveAttribute("aria-activedescendant", queryOne("[aria-selected=true]").id);
        expect("[aria-selected=true]").toHaveText("Millers & Sons");
        await press("ArrowDown");
        await animationFrame();
        expect("[aria-selected=true]").toHaveText("Mill");
        await press("Enter");
        await animationFrame();
        expect(INPUT).toHaveValue("Mill");
        expect.verifySteps(["find “”", "find “mill”", "choose 5"]);
    });

    test("says when nothing is called like that", async () => {
        await mount();
        await contains(INPUT).click();
        await write("zzz");
        expect("[role=listbox]").toHaveCount(0);
        expect("[role=status]").toHaveText("Nothing is called like that.");
        await press("Enter");
        await animationFrame();
        expect(INPUT).toHaveValue("");
        expect.verifySteps(["find “”", "find “zzz”"]);
    });

    test("an answer that comes late does not replace a later one", async () => {
        const answers = { "": new Deferred(), mill: new Deferred() };
        await mount({ find: (text) => answers[text] });
        await contains(INPUT).click();
        await write("mill");
        answers.mill.resolve({ choices: [ROWS[1]], is_whole: true });
        await animationFrame();
        answers[""].resolve({ choices: ROWS, is_whole: true });
        await animationFrame();
        expect(queryAllTexts("[role=option]")).toEqual(["Mill"]);
    });

    test("Escape closes the list and changes nothing", async () => {
        await mount({ chosen: ROWS[0] });
        await contains(INPUT).click();
        expect("[role=listbox]").toHaveCount(1);
        await press("Escape");
        await animationFrame();
        expect("[role=listbox]").toHaveCount(0);
        expect(INPUT).toHaveValue("Bakery");
        expect.verifySteps(["find “”"]);
    });

    test("an answer that comes when one has gone on opens nothing", async () => {
        const answer = new Deferred();
        await mount({ find: () => answer });
        await contains(INPUT).click();
        await contains(".other").focus();
        answer.resolve({ choices: ROWS, is_whole: true });
        await animationFrame();
        expect("[role=listbox]").toHaveCount(0);
    });

    test("an emptied field shows all again, a half-written one nothing else", async () => {
        await mount({ chosen: ROWS[0] });
        await write("Mi");
        await contains(".other").focus();
        await animationFrame();
        expect(INPUT).toHaveValue("Bakery");
        await write("");
        await contains(".other").focus();
        await animationFrame();
        expect(INPUT).toHaveValue("");
        expect.verifySteps(["find “Mi”", "find “”", "choose 0"]);
    });

    test("what is refused is not shown as chosen", async () => {
        await mount({ chosen: ROWS[0], isRefused: true });
        await contains(INPUT).click();
        await contains("[role=option]:contains(Mill):first").click();
        await animationFrame();
        expect(INPUT).toHaveValue("Bakery");
        expect.verifySteps(["find “”", "choose 5"]);
    });
});
