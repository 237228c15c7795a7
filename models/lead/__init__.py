from . import channel
from . import crm_team
from . import crm_lead_channel
from . import sale_order_channel
from . import sale_report
