"""Dossiers and `rbp.toml`: from what a person wrote to the nouns, with every fault in one go. Pure: files are read
by the caller, `today` and the known spiders are arguments."""

from analysis.dossier.check import Checked, Written, check_dossiers, check_settings
from analysis.dossier.lines import line_of, lines_of
from analysis.dossier.table import Remark, nearest
from analysis.dossier.target import Parameter, Spiders

__all__ = [
    "Checked",
    "Parameter",
    "Remark",
    "Spiders",
    "Written",
    "check_dossiers",
    "check_settings",
    "line_of",
    "lines_of",
    "nearest",
]
