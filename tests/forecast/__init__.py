from . import test_forecast_accuracy
from . import test_forecast_history
from . import test_forecast_interval
from . import test_forecast_method
from . import test_forecast_predict
from . import test_forecast_recommend
