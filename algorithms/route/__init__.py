from .check import check_plan
from .input_check import problem_issues
from .limit import Limit
from .patterns import every_weeks, fortnightly, once, weekly
from .plan import Baseline, DayPlan, LunchBreak, RoutePlan, Stop, Totals, Unplanned
from .problem import DAY_SECONDS, Fixed, GivenRoute, Lunch, RouteProblem, Travel, Visit, WorkingDay
from .reasons import InputIssue, Issue, Reason, RouteInputError
from .solve import plan
