"""Events out: jsonl, acled-csv, geojson, csv, explanation texts and the demo page."""
