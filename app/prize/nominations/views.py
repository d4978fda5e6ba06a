"""Nominating, without an account: by links in e-mails."""
