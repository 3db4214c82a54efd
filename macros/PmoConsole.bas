Attribute VB_Name = "PmoConsole"
Option Explicit
' Generated from pmo_xl/console/buttons.py: change it there, then run make macros.

Public Sub PmoCheck()
    RunPython "import pmo_xl.doors.addin as pmo; pmo.check()"
End Sub

Public Sub PmoCheckFromRibbon(control)
    PmoCheck
End Sub

Public Sub PmoConsolidate()
    RunPython "import pmo_xl.doors.addin as pmo; pmo.consolidate()"
End Sub

Public Sub PmoConsolidateFromRibbon(control)
    PmoConsolidate
End Sub

Public Sub PmoAnnotate()
    RunPython "import pmo_xl.doors.addin as pmo; pmo.annotate()"
End Sub

Public Sub PmoAnnotateFromRibbon(control)
    PmoAnnotate
End Sub

Public Sub PmoNewReturns()
    RunPython "import pmo_xl.doors.addin as pmo; pmo.new_returns()"
End Sub

Public Sub PmoNewReturnsFromRibbon(control)
    PmoNewReturns
End Sub

Public Sub PmoOpenMaster()
    RunPython "import pmo_xl.doors.addin as pmo; pmo.open_master()"
End Sub

Public Sub PmoOpenMasterFromRibbon(control)
    PmoOpenMaster
End Sub

Public Sub PmoCommitteePack()
    RunPython "import pmo_xl.doors.addin as pmo; pmo.committee_pack()"
End Sub

Public Sub PmoCommitteePackFromRibbon(control)
    PmoCommitteePack
End Sub

Public Sub PmoAbout()
    RunPython "import pmo_xl.doors.addin as pmo; pmo.about()"
End Sub

Public Sub PmoAboutFromRibbon(control)
    PmoAbout
End Sub
