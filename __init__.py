from . import models
from . import wizard
from . import reports
from . import controllers
from . import demo
