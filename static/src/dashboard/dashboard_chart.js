import { loadBundle } from "@web/core/assets";
import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";

/** A chart of Chart.js as Odoo ships it, with its numbers as a table for those who do not see it or do not point at it. */
export class DashboardChart extends Component {
    static template = "sales_os.DashboardChart";
    static props = {
        type: String,
        label: String,
        labels: Array,
        values: Array,
        texts: Array,
        colors: Object,
        isHorizontal: { type: Boolean, optional: true },
        onPick: { type: Function, optional: true },
    };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [JSON.stringify([this.props.labels, this.props.values, this.props.colors])]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    draw() {
        this.chart?.destroy();
        const { colors, labels, values, texts, isHorizontal, onPick, type } = this.props;
        const number = { beginAtZero: true, grid: { color: colors.grid }, ticks: { color: colors.text, maxTicksLimit: 5, callback: short } };
        const name = { grid: { display: false }, ticks: { color: colors.text, autoSkip: !isHorizontal } };
        const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
        this.chart = new window.Chart(this.canvas.el, {
            type,
            data: { labels, datasets: [{ data: values, backgroundColor: colors.bar, hoverBackgroundColor: colors.hover, borderRadius: 4, maxBarThickness: 36 }] },
            options: {
                animation: still ? false : { duration: 250 },
                indexAxis: isHorizontal ? "y" : "x",
                maintainAspectRatio: false,
                scales: isHorizontal ? { x: number, y: name } : { x: name, y: number },
                plugins: {
                    legend: { display: false },
                    tooltip: { callbacks: { label: (item) => texts[item.dataIndex] } },
                },
                onClick: (_ev, found) => found.length && onPick?.(found[0].index),
            },
        });
    }
}

function short(value) {
    const size = Math.abs(value);
    return size >= 1e6 ? `${value / 1e6} M` : size >= 1e3 ? `${value / 1e3} k` : value;
}
