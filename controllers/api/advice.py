"""/sales-reps/ai/…: a route without records, and whom to visit next."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from .caller import Env, linked
from .plain_values import Body, Day, Id, Place

router = APIRouter(prefix="/sales-reps/ai", tags=["Advice"])

Clock = Annotated[str, Field(strict=True, pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:30"])]
StopId = Annotated[str, Field(strict=True, min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]
Minutes = Annotated[int, Field(strict=True, ge=0, le=1440)]


class Span(Body):
    start: Clock
    end: Clock


class StopIn(Place):
    id: StopId = Field(description="Your own name of the stop.", examples=["c-17"])
    minutes: Minutes = Field(description="How long the visit takes.", examples=[30])
    window: Span | None = Field(None, description="When the visit must take place.")
    priority: Annotated[int, Field(strict=True, ge=0, le=9)] | None = Field(
        None, description="0 to 9; stands for a value of priority × 1800 where there is none."
    )
    value: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] | None = Field(
        None, description="What the visit is worth: seconds of driving (objective time) or metres (distance). None: it must be visited."
    )


class RouteIn(Body):
    start: Place = Field(examples=[{"latitude": 48.8566, "longitude": 2.3522}])
    end: Place | None = Field(None, description="Where the day ends; at the start without it.")
    stops: list[StopIn] = Field(
        min_length=1, max_length=100, examples=[[{"id": "c-17", "latitude": 48.86, "longitude": 2.36, "minutes": 30}]]
    )
    shift: Span = Field(examples=[{"start": "08:00", "end": "17:00"}])
    objective: Literal["time", "distance", "value"] = "time"
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = 1
    speed_kmh: Annotated[float, Field(gt=0, le=200, allow_inf_nan=False)] = 50.0


class VisitedStop(BaseModel):
    id: str
    arrival: str
    start: str
    departure: str
    travel_minutes: int
    travel_km: float
    wait_minutes: int


class LeftStop(BaseModel):
    id: str
    reason_code: str
    reason: str


class RouteOut(BaseModel):
    order: list[VisitedStop]
    unplanned: list[LeftStop]
    total_km: float
    total_minutes: int
    saved_km: float = Field(description="Against the order given; 0 when that order could not be driven.")
    engine: str


class AdviceIn(Body):
    rep_id: Id
    date: Day | None = Field(None, description="For this day; today without it.")
    limit: Annotated[int, Field(strict=True, ge=1, le=200)] = 20


class Why(BaseModel):
    code: str
    points: float
    text: str


class BestTime(BaseModel):
    weekday: str = Field(examples=["Tuesday"])
    hour: int = Field(description="0 to 23, by the representative's clock.")
    chance_percent: int = Field(description="How often visits succeed then, drawn to what is usual.")


class Advised(BaseModel):
    partner_id: int
    name: str
    city: str
    phone: str
    place: Place | None
    score: float
    why: str
    reasons: list[Why]
    last_visit: str | None
    date_due: str | None
    overdue_days: int
    best_time: BestTime | None = Field(description="Null while nobody was visited yet.")


class AdviceOut(BaseModel):
    items: list[Advised]


def minute(clock):
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


@router.post("/route-optimization", summary="The best order of stops, without records")
async def optimize_route(env: Env, body: RouteIn) -> RouteOut:
    """Stateless: nothing is read from the database and nothing kept. The same question with the same seed gets the same answer."""
    stops = []
    for stop in body.stops:
        value = stop.value if stop.value is not None else (stop.priority or 0) * 1800
        window = [minute(stop.window.start), minute(stop.window.end)] if stop.window else False
        stops.append({**stop.model_dump(include={"id", "latitude", "longitude", "minutes"}), "window": window, "value": value})
    end = body.end or body.start
    answer = env["sales_os.route.plan"].optimize_stops({
        "start": [body.start.latitude, body.start.longitude],
        "end": [end.latitude, end.longitude],
        "shift": [minute(body.shift.start), minute(body.shift.end)],
        "stops": stops,
        "objective": body.objective,
        "seed": body.seed,
        "speed_kmh": body.speed_kmh,
    })  # fmt: skip
    for stop in answer["order"]:
        stop.update({name: clock(stop[name]) for name in ("arrival", "start", "departure")})
    return RouteOut(**answer)


@router.post("/visit-advice", summary="Whom to visit next")
async def advise(env: Env, body: AdviceIn) -> AdviceOut:
    """The customers a representative should visit, the most urgent first, each with the why and the time that has worked best."""
    rep = linked(env, "sales_os.rep", body.rep_id, "rep_id")
    rows = env["sales_os.visit"].due_list(rep_id=rep.id, date=str(body.date) if body.date else False, limit=body.limit)
    times = env["sales_os.visit"].best_times([row["partner_id"] for row in rows]) if rows else {}
    return AdviceOut(items=[_advised(row, times.get(str(row["partner_id"]))) for row in rows])


def _advised(row, times):
    return Advised(
        partner_id=row["partner_id"],
        name=row["name"],
        city=row["city"],
        phone=row["phone"],
        place=Place.of(row["latitude"] or 0.0, row["longitude"] or 0.0),
        score=round(row["score"], 2),
        why=row["why"],
        reasons=[Why(**reason) for reason in row["reasons"]],
        last_visit=row["last_visit"] or None,
        date_due=row["date_due"] or None,
        overdue_days=row["overdue_days"] or 0,
        best_time=BestTime(**times[0]) if times else None,
    )
