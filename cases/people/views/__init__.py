"""未建档人员 on pages: the list, one person, a workbook."""
