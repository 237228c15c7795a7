from . import territory
from . import territory_version
from . import territory_rule
from . import territory_assignment
from . import territory_cover
from . import res_partner
from . import crm_lead
from . import sale_order
