Attribute VB_Name = "PmoPython"
Option Explicit
' How Python is started in LibreOffice: the command line that xlwings' own RunPython builds, started without waiting,
' because Python talks to this very program while it runs. Once it is done Python leaves at once: the library that
' it talks with crashes now and then when it is unloaded.
' A second click while the first is at work does nothing: it would run inside the waiting of the first, which could
' not go on, and neither could Python. The script of a click is there as long as it is at work.
' Clicks are numbered, for the clock here knows whole seconds and a click may take less.
Public Function PmoStart(PythonCommand As String, book As String) As String
    Dim tag As String, q As String, answer As String, number As Long
    PmoStart = ""
    If Dir(Environ("PMO_XL_RUN") & "/*.sh") <> "" Then Exit Function
    q = Chr(34)
    Do
        number = number + 1
        tag = Environ("PMO_XL_RUN") & "/" & CStr(number)
    Loop While Dir(tag & ".end") <> ""
    Open tag & ".sh" For Output As #1
    Print #1, "exec 2> " & Quoted(tag & ".log")
    Print #1, Quoted(Environ("PMO_XL_PYTHON")) & " -B -c " & q & "import xlwings.utils;xlwings.utils.prepare_sys_path('false'); " & PythonCommand & "; import os; os._exit(0)" & q & " --wb=" & Quoted(book) & " --from_xl=1 --app=" & Quoted(Application.Name) & " --hwnd=0"
    Print #1, "echo $? > " & Quoted(tag & ".part") & " && mv " & Quoted(tag & ".part") & " " & Quoted(tag & ".end")
    Close #1
    Shell "/bin/sh", 0, tag & ".sh"
    Do While Dir(tag & ".end") = ""
        Wait 50
    Loop
    Open tag & ".end" For Input As #1
    Line Input #1, answer
    Close #1
    Kill tag & ".sh"
    If CInt(answer) <> 0 Then PmoStart = "Python " & answer & ": " & tag & ".log"
End Function

Public Function PmoWindow() As String
    PmoWindow = "0"
End Function

Private Function Quoted(words As String) As String
    Quoted = "'" & Replace(words, "'", "'\''") & "'"
End Function
