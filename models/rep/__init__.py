from . import rep
from . import rep_working_time
from . import rep_employee
from . import res_users
from . import res_partner
from . import notice
