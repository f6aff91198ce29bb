app_name = "pacts"

urlpatterns = []
