"""Dossiers and `rbp.toml`: from what a person wrote to the nouns, with every fault in one go. Pure: files are read
by the caller, `today` and the known spiders are arguments."""

from analysis.dossier.check import Checked, Written, check_dossiers, check_settings
from analysis.dossier.table import nearest
from analysis.dossier.target import Parameter, Spiders

__all__ = ["Checked", "Parameter", "Spiders", "Written", "check_dossiers", "check_settings", "nearest"]
