Attribute VB_Name = "PmoConsole"
Option Explicit
' Generated from pmo_xl/console/buttons.py: change it there, then run make macros.

Public Function PmoSheet() As String
    PmoSheet = "pmo_xl.conf"
End Function

Public Sub PmoCheck()
    On Error GoTo refused
    PmoClick "check", ActiveWorkbook.Name
    Exit Sub
refused:
    PmoRefused "check", Err.Number & ": " & Err.Description
End Sub

Public Sub PmoCheckFromRibbon(control)
    PmoCheck
End Sub

Public Sub PmoConsolidate()
    On Error GoTo refused
    PmoClick "consolidate", ActiveWorkbook.Name
    Exit Sub
refused:
    PmoRefused "consolidate", Err.Number & ": " & Err.Description
End Sub

Public Sub PmoConsolidateFromRibbon(control)
    PmoConsolidate
End Sub

Public Sub PmoAnnotate()
    On Error GoTo refused
    PmoClick "annotate", ActiveWorkbook.Name
    Exit Sub
refused:
    PmoRefused "annotate", Err.Number & ": " & Err.Description
End Sub

Public Sub PmoAnnotateFromRibbon(control)
    PmoAnnotate
End Sub

Public Sub PmoNewReturns()
    On Error GoTo refused
    PmoClick "new_returns", ActiveWorkbook.Name
    Exit Sub
refused:
    PmoRefused "new_returns", Err.Number & ": " & Err.Description
End Sub

Public Sub PmoNewReturnsFromRibbon(control)
    PmoNewReturns
End Sub

Public Sub PmoOpenMaster()
    On Error GoTo refused
    PmoClick "open_master", ActiveWorkbook.Name
    Exit Sub
refused:
    PmoRefused "open_master", Err.Number & ": " & Err.Description
End Sub

Public Sub PmoOpenMasterFromRibbon(control)
    PmoOpenMaster
End Sub

Public Sub PmoOpenOnePager()
    On Error GoTo refused
    PmoClick "open_one_pager", ActiveWorkbook.Name
    Exit Sub
refused:
    PmoRefused "open_one_pager", Err.Number & ": " & Err.Description
End Sub

Public Sub PmoOpenOnePagerFromRibbon(control)
    PmoOpenOnePager
End Sub

Public Sub PmoCommitteePack()
    On Error GoTo refused
    PmoClick "committee_pack", ActiveWorkbook.Name
    Exit Sub
refused:
    PmoRefused "committee_pack", Err.Number & ": " & Err.Description
End Sub

Public Sub PmoCommitteePackFromRibbon(control)
    PmoCommitteePack
End Sub

Public Sub PmoAbout()
    On Error GoTo refused
    PmoClick "about", ActiveWorkbook.Name
    Exit Sub
refused:
    PmoRefused "about", Err.Number & ": " & Err.Description
End Sub

Public Sub PmoAboutFromRibbon(control)
    PmoAbout
End Sub
