"""/reports/{code}: a key figure over time, divided, and against its plan."""

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from odoo.exceptions import AccessError, UserError

from .caller import Env, UnknownId
from .plain_values import QueryDay, QueryId
from .report_files import as_csv, as_xlsx

router = APIRouter(prefix="/reports", tags=["Reports"])

Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{1,40}$", description="A key figure's code, from `/reports`.", examples=["revenue"])]


class FigureOut(BaseModel):
    code: str
    name: str
    formula: str
    unit: str
    direction: str
    state: Literal["ok", "na", "unavailable"] = Field(description="na: nothing to divide by; unavailable: the database does not tell it.")
    value: float | None
    text: str
    why: str
    target: float | None = Field(description="The plan.")
    attainment_percent: float | None
    variance_to_plan: float | None


class PeriodOut(BaseModel):
    date_from: str
    date_to: str
    value: float | None
    text: str


class GroupOut(BaseModel):
    id: int | None
    name: str
    value: float
    text: str
    share_percent: float | None


FilterName = Literal["channel", "category", "customer", "segment"]
FILTERS = get_args(FilterName)


class FilterOut(BaseModel):
    code: FilterName
    id: int
    name: str


class DrillDown(BaseModel):
    model: str
    domain: list
    url: str = Field(description="POST the domain here, with a key that opens everything.", examples=["/json/2/sale.order/search_read"])


class ReportOut(BaseModel):
    figure: FigureOut
    scope: str
    date_from: str
    date_to: str
    currency: str
    filters: list[FilterOut] = Field(description="What the figures are narrowed to; none: all of the scope.")
    periods: list[PeriodOut]
    groups: list[GroupOut]
    drill_down: DrillDown | None = Field(description="The records behind the figure; null without a right to see them.")


class CatalogueRow(BaseModel):
    code: str
    name: str
    formula: str
    unit: str
    direction: str
    source: str
    example: str
    is_gathered: bool
    why_not: str
    narrowed_by: list[FilterName] = Field(description="The filters that it follows; by any other it is unavailable.")


class ReportQuery(BaseModel):
    # a name that is not foreseen is refused: a filter that was misspelt would give the figures of all
    model_config = ConfigDict(extra="forbid")

    period: Literal["day", "week", "month"] = "month"
    date_from: QueryDay | None = None
    date_to: QueryDay | None = None
    group_by: Literal["branch", "owner", "category", "segment", "territory", "channel"] | None = Field(
        None, description="Divides revenue; other figures are not divided."
    )
    scope: Literal["company", "reports", "rep", "team", "territory"] | None = Field(None, description="The caller's widest without it.")
    scope_id: QueryId | None = None
    channel: QueryId | None = Field(None, description="Narrows the figures to what came by this channel.", examples=[3])
    category: QueryId | None = Field(None, description="Narrows them to this product category and those below.", examples=[7])
    segment: QueryId | None = Field(None, description="Narrows them to customers who are of this segment today.", examples=[2])
    customer: QueryId | None = Field(
        None, description="Narrows them to this customer; any of its contacts stands for the company.", examples=[12]
    )
    format: Literal["json", "csv", "xlsx"] = Field("json", description="Files need the right to export.")


@router.get("", summary="The catalogue of key figures")
async def catalogue(env: Env) -> list[CatalogueRow]:
    return [CatalogueRow(**row) for row in env["sales_os.kpi"].catalogue()]


@router.get(
    "/{code}", summary="A key figure as a report", responses={
        200: {"content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": {"type": "string", "format": "binary"}},
        }}
    }, response_model=ReportOut,
)  # fmt: skip
async def report(env: Env, code: Code, query: Annotated[ReportQuery, Query()]):
    """The figure of the whole time, of each period in it, and of each group; how far it is from the plan, and where its records are.

    `channel`, `category`, `segment` and `customer` narrow it to less of what the caller may see, never to more. A figure whose records
    do not say what it was narrowed to has the state `unavailable`, and `why` tells it.
    """
    if code not in {row["code"] for row in env["sales_os.kpi"].catalogue()}:
        raise UserError(env._("There is no figure %s: /reports lists them.", code))
    answer = env["sales_os.kpi"].report(
        code, query.period, str(query.date_from or "") or False, str(query.date_to or "") or False, query.group_by or False,
        query.scope or False, query.scope_id or False, _filters(env, query),
    )  # fmt: skip
    out = _report(answer)
    if query.format == "json":
        return out
    narrowed = "".join(f", {one.code} {one.id}" for one in out.filters)
    env["sales_os.kpi"].note_export(f"REST: {code} {out.date_from} – {out.date_to} as {query.format}{narrowed}")
    name = f'attachment; filename="{code}-{out.date_from}-{out.date_to}.{query.format}"'
    if query.format == "csv":
        return Response(as_csv(out), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(as_xlsx(out), media_type=kind, headers={"Content-Disposition": name})


def _filters(env, query):
    """What narrows the figures. Whether a record does not exist or is not the caller's is not told."""
    found = {name: number for name in FILTERS if (number := getattr(query, name))}
    for name, number in found.items():
        try:
            env["sales_os.kpi"]._narrowing_ids(name, number)
        except AccessError as error:
            raise UnknownId(name, number) from error
    return found


def known(value):
    return None if value is False else value


def _report(answer):
    figure, action = answer["figure"], answer["figure"]["action"]
    value, target = known(figure["value"]), known(figure["target"])
    return ReportOut(
        figure=FigureOut(
            **{name: figure[name] for name in ("code", "name", "formula", "unit", "direction", "state", "text", "why")},
            value=value,
            target=target,
            attainment_percent=known(figure["attainment_percent"]),
            variance_to_plan=value - target if value is not None and target is not None else None,
        ),
        scope=answer["scope"]["name"] or "",
        date_from=answer["date_from"],
        date_to=answer["date_to"],
        currency=answer["currency"],
        filters=[FilterOut(**row) for row in answer["filters"]],
        periods=[PeriodOut(**{**row, "value": known(row["value"])}) for row in answer["periods"]],
        groups=[GroupOut(**{**row, "id": row["id"] or None, "share_percent": known(row["share_percent"])}) for row in answer["groups"]],
        drill_down=DrillDown(
            model=action["res_model"], domain=action.get("domain") or [], url=f"/json/2/{action['res_model']}/search_read"
        ) if action.get("res_model") else None,
    )  # fmt: skip
