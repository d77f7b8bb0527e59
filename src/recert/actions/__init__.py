"""ACTS. One function for each thing that can happen; the only writers of records.

Each action locks, looks, writes its change, its event and the notices that it owes, in one
transaction. Nothing leaves the building inside it: what is owed outside is a row.
"""
