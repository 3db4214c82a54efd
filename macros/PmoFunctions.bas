Attribute VB_Name = "PmoFunctions"
Option Explicit
' Generated from pmo_xl/doors/functions.py: change it there, then run make macros.

Public Function PMO_KPI(master, project, kpi)
Attribute PMO_KPI.VB_Description = "A figure of the master for a project: =PMO_KPI(path, ""P001"", ""cpi""). Blank where undefined, #N/A where unknown."
Attribute PMO_KPI.VB_ProcData.VB_Invoke_Func = " \n14"
    On Error GoTo refused
    PMO_KPI = XLPy.CallUDF("pmo_xl.doors.functions", "PMO_KPI", Array(master, project, kpi), ActiveWorkbook, Application.Caller)
    Exit Function
refused:
    PMO_KPI = CVErr(xlErrValue)
End Function

Public Function PMO_SPI(ev, pv)
Attribute PMO_SPI.VB_Description = "Schedule performance index: EV / PV."
Attribute PMO_SPI.VB_ProcData.VB_Invoke_Func = " \n14"
    On Error GoTo refused
    PMO_SPI = XLPy.CallUDF("pmo_xl.doors.functions", "PMO_SPI", Array(ev, pv), ActiveWorkbook, Application.Caller)
    Exit Function
refused:
    PMO_SPI = CVErr(xlErrValue)
End Function

Public Function PMO_EAC(bac, ev, ac, Optional method, Optional pv)
Attribute PMO_EAC.VB_Description = "Estimate at completion by a method: cpi (the usual one), rate or cpi_spi."
Attribute PMO_EAC.VB_ProcData.VB_Invoke_Func = " \n14"
    On Error GoTo refused
    PMO_EAC = XLPy.CallUDF("pmo_xl.doors.functions", "PMO_EAC", Array(bac, ev, ac, method, pv), ActiveWorkbook, Application.Caller)
    Exit Function
refused:
    PMO_EAC = CVErr(xlErrValue)
End Function

Public Function PMO_RAG(value, amber, red, Optional language)
Attribute PMO_RAG.VB_Description = "Traffic light of a value. Where amber lies above red (SPI: 0.95 and 0.90) higher is better, else lower."
Attribute PMO_RAG.VB_ProcData.VB_Invoke_Func = " \n14"
    On Error GoTo refused
    PMO_RAG = XLPy.CallUDF("pmo_xl.doors.functions", "PMO_RAG", Array(value, amber, red, language), ActiveWorkbook, Application.Caller)
    Exit Function
refused:
    PMO_RAG = CVErr(xlErrValue)
End Function

Public Function PMO_WORKDAYS_SLIP(baseline, forecast)
Attribute PMO_WORKDAYS_SLIP.VB_Description = "Working days (Monday to Friday) from baseline to forecast; positive is late, negative early."
Attribute PMO_WORKDAYS_SLIP.VB_ProcData.VB_Invoke_Func = " \n14"
    On Error GoTo refused
    PMO_WORKDAYS_SLIP = XLPy.CallUDF("pmo_xl.doors.functions", "PMO_WORKDAYS_SLIP", Array(baseline, forecast), ActiveWorkbook, Application.Caller)
    Exit Function
refused:
    PMO_WORKDAYS_SLIP = CVErr(xlErrValue)
End Function

Public Function PMO_VERSION()
Attribute PMO_VERSION.VB_Description = "Which pmo_xl answers the worksheet functions; where none does, what Excel says of it, in words."
Attribute PMO_VERSION.VB_ProcData.VB_Invoke_Func = " \n14"
    On Error GoTo refused
    PMO_VERSION = XLPy.CallUDF("pmo_xl.doors.functions", "PMO_VERSION", Array(), ActiveWorkbook, Application.Caller)
    Exit Function
refused:
    PMO_VERSION = Err.Description
End Function
