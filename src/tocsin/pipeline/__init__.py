"""The only room that knows all others: plans, runs, resumes and reports."""
