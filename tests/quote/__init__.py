from . import test_commercial_content
from . import test_content_diff
from . import test_financing_plan
from . import test_tier
from . import test_ink_colour
from . import test_quote_report
from . import test_financing_offer
from . import test_price_tier
