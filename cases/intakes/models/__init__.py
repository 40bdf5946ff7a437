"""Lists of files that were filed elsewhere, and scans that are sorted into files by their names."""

from cases.intakes.models.lists import Intake, IntakeDraw, IntakeRow, IntakeSample, IntakeStep
from cases.intakes.models.scans import Scan, ScanBatch

__all__ = ["Intake", "IntakeDraw", "IntakeRow", "IntakeSample", "IntakeStep", "Scan", "ScanBatch"]
