from . import models
from . import wizard
from . import reports
from . import controllers
from . import demo


def uninstall_hook(env):
    env["sales_os.sold.stale"]._unwatch()
