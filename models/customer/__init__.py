from . import customer_opening
from . import res_partner
