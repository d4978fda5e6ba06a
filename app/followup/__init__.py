"""What happens after the letter, one folder for each thing in the order of a grant's life: `grants` (what was accepted,
and the plan for it), `acceptance`, `changes`, `report`, `payment`, `recovery`. Each knows only those before it."""
