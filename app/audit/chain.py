"""The hash chain: how an event is sealed, and the proof that none was changed, removed or cut off the end."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

FIRST = "0" * 64


def seal(event: Mapping[str, Any]) -> str:
    """SHA-256 over the event's contents and the hash before it, as canonical JSON."""
    content = {
        "number": event["number"],
        "at": event["at"].isoformat(),
        "kind": event["kind"],
        "case": event["case_reference"],
        "audience": event["audience"],
        "actor": event["actor_id"],
        "actor_name": event["actor_name"],
        "fields": event["fields"],
        "previous": event["previous_hash"],
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_break(events: Iterable[Mapping[str, Any]], head_number: int, head_hash: str) -> str | None:
    """What is wrong with the chain, in words, or None. `events` in order of number."""
    number, previous = 0, FIRST
    for event in events:
        number += 1
        if event["number"] != number:
            return f"hendelse {number} mangler"
        if event["previous_hash"] != previous or event["hash"] != seal(event):
            return f"hendelse {number} er endret"
        previous = event["hash"]
    if (number, previous) != (head_number, head_hash):
        return f"kjeden er kuttet: den slutter på {number}, hodet sier {head_number}"
    return None
