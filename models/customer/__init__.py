from . import customer_opening
from . import geocoder
from . import geocode_job
from . import res_company
from . import res_config_settings
from . import res_partner
