"""What the party answered before a decision is made anew: what stands, and what they are asked about."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.decisions.answers import Answer
from app.decisions.replies import Offer, reply

AT = datetime(2026, 9, 1, tzinfo=UTC)
YES, NO = Answer(True, "Kari Nordmann", AT), Answer(False, "Kari Nordmann", AT)
KEEPS_2000, KEEPS_NONE = replace(YES, kept_nok=2000), replace(YES, kept_nok=0)


@pytest.mark.parametrize(
    ("offers", "asked", "accepted", "committed"),
    [
        ([Offer(5000)], 5000, 0, 5000),
        ([Offer(5000, answer=YES)], 0, 5000, 5000),
        ([Offer(5000, answer=NO)], 0, 0, 0),
        ([Offer(0), Offer(5000)], 5000, 0, 5000),
        ([Offer(5000, answer=YES), Offer(0)], 0, 0, 0),
        # the same again: the answer stands, and so does its absence
        ([Offer(5000, answer=YES), Offer(5000)], 0, 5000, 5000),
        ([Offer(5000, answer=NO), Offer(5000)], 0, 0, 0),
        ([Offer(5000), Offer(5000)], 5000, 0, 5000),
        # more: only the increase is asked
        ([Offer(3000, answer=YES), Offer(5000)], 2000, 3000, 5000),
        ([Offer(3000, answer=YES), Offer(5000, answer=YES)], 0, 5000, 5000),
        ([Offer(3000, answer=YES), Offer(5000, answer=NO)], 0, 3000, 3000),
        ([Offer(3000, answer=YES), Offer(5000, answer=NO), Offer(6000)], 3000, 3000, 6000),
        ([Offer(3000, answer=YES), Offer(5000), Offer(3000)], 0, 3000, 3000),
        ([Offer(3000, answer=NO), Offer(5000)], 5000, 0, 5000),
        # less than was accepted is asked anew; less than was declined is declined too
        ([Offer(5000, answer=YES), Offer(3000)], 3000, 0, 3000),
        ([Offer(5000, answer=NO), Offer(3000)], 0, 0, 0),
        # another condition is another offer
        ([Offer(5000, answer=YES), Offer(5000, "Send bilder.")], 5000, 0, 5000),
        ([Offer(3000, "Send bilder.", YES), Offer(5000, "Send bilder.")], 2000, 3000, 5000),
        # what was given back is the pot's: the same or less asks nothing, more asks about all that is lacking
        ([Offer(5000, answer=KEEPS_2000)], 0, 2000, 2000),
        ([Offer(5000, answer=KEEPS_NONE)], 0, 0, 0),
        ([Offer(5000, answer=KEEPS_2000), Offer(5000)], 0, 2000, 2000),
        ([Offer(5000, answer=KEEPS_2000), Offer(3000)], 0, 2000, 2000),
        ([Offer(5000, answer=KEEPS_2000), Offer(1000)], 1000, 0, 1000),
        ([Offer(5000, answer=KEEPS_2000), Offer(6000)], 4000, 2000, 6000),
        ([Offer(5000, answer=KEEPS_2000), Offer(6000, answer=NO)], 0, 2000, 2000),
        ([Offer(5000, answer=KEEPS_2000), Offer(6000, answer=YES)], 0, 6000, 6000),
        ([Offer(5000, answer=KEEPS_NONE), Offer(3000)], 0, 0, 0),
    ],
)
def test_what_stands(offers: list[Offer], asked: int, accepted: int, committed: int) -> None:
    found = reply(offers)
    assert (found.asked_nok, found.accepted_nok, found.committed_nok) == (asked, accepted, committed)
