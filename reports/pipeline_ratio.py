from odoo import models
from odoo.tools import SQL


class SalesOsPipelineRatio(models.AbstractModel):
    """Figures of an analysis that are no sums: shares of sums, means over what counts, medians. Empty without a denominator, never 0."""

    _name = "sales_os.pipeline.ratio"
    _description = "Shares and Medians of an Analysis"

    # field -> (numerator, denominator, factor): factor · Σ numerator / Σ denominator
    _ratios = {}
    # field -> field whose median it is
    _medians = {}

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.partition(":")[0]

        def column(field):
            return self._field_to_sql(self._table, field, query)

        if name in self._ratios:
            above, below, factor = self._ratios[name]
            return SQL("%s * SUM(%s) / NULLIF(SUM(%s), 0)::float", factor, column(above), column(below))
        if name in self._medians:
            return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)", column(self._medians[name]))
        return super()._read_group_select(aggregate_spec, query)
