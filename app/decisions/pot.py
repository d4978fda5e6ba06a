"""The pot as this room has always called it; it is reckoned where the cases are counted."""

from app.applications.pot import Pot as Pot
from app.applications.pot import pot as pot
