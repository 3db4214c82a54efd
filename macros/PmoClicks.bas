Attribute VB_Name = "PmoClicks"
Option Explicit
' A click, on its way to Python: left in a file for the one that waits, where one does; otherwise Python is started.
' Where neither works, one sentence says what to do. Every host compiles this: it asks for nothing of the system, and has one form for all.
' What is said stands on the sheet of settings, in the language of the workbook; no path of anybody stands here.

Public Sub PmoClick(button As String, book As String)
    Dim why As String
    If PmoServed(button, book) Then Exit Sub
    why = PmoStart("import pmo_xl.doors.addin as pmo; pmo." & button & "()", book)
    If why <> "" Then PmoRefused button, why
End Sub

Public Sub PmoRefused(button As String, why As String)
    Dim words As String
    words = PmoWords("REFUSED " & button)
    If words = "" Then words = "Python could not be started."
    If why <> "" Then words = words & " (" & why & ")"
    PmoShow button, words
    PmoTell words
End Sub

' Whether the Python that waits has the click now, or is still at work with the one before.
Private Function PmoServed(button As String, book As String) As Boolean
    Dim folder As String, click As String, patience As Date
    PmoServed = False
    folder = PmoFolder()
    If Not PmoWaits(folder) Then Exit Function
    click = folder & "click.txt"
    If Dir(folder & "click.taken") <> "" Or Dir(click) <> "" Then
        PmoTell PmoWords("BUSY")
        PmoServed = True
        Exit Function
    End If
    Open folder & "click.part" For Output As #1
    Print #1, button
    Print #1, PmoCodes(book)
    Print #1, PmoCodes(Environ("PMO_XL_PIPE"))
    Print #1, PmoWindow()
    Close #1
    Name folder & "click.part" As click
    patience = Now + 5 / 86400
    Do While Dir(click) <> ""
        If Now > patience Then
            Kill click
            Exit Function
        End If
        DoEvents
    Loop
    PmoServed = True
End Function

' Whether somebody has said within some seconds that he waits.
Private Function PmoWaits(folder As String) As Boolean
    Dim said As String
    PmoWaits = False
    On Error GoTo nobody
    said = folder & "waiting.txt"
    If Dir(said) = "" Then Exit Function
    PmoWaits = Now - CDate(FileDateTime(said)) < 20 / 86400
nobody:
End Function

' A folder of this person and this computer: two people with one workspace do not hear each other's clicks.
Private Function PmoFolder() As String
    PmoFolder = Environ("PMO_XL_CLICKS")
    If PmoFolder <> "" Then
        PmoFolder = PmoFolder & "/"
    ElseIf Environ("LOCALAPPDATA") <> "" Then
        PmoFolder = Environ("LOCALAPPDATA") & "\pmo_xl\clicks\"
    Else
        PmoFolder = Environ("HOME") & "/pmo_xl/clicks/"
    End If
End Function

' A name as the numbers of its characters: a file written here knows the characters of one country alone.
Private Function PmoCodes(words As String) As String
    Dim at As Long
    PmoCodes = ""
    For at = 1 To Len(words)
        PmoCodes = PmoCodes & " " & CStr(AscW(Mid(words, at, 1)))
    Next at
End Function

' What stands on the sheet of settings right of a key.
Public Function PmoWords(key As String) As String
    Dim cell As Object, row As Long
    PmoWords = ""
    On Error GoTo nothing_said
    Set cell = ThisWorkbook.Worksheets(PmoSheet())
    For row = 1 To 200
        If CStr(cell.Cells(row, 1).Value) = "" Then Exit Function
        If CStr(cell.Cells(row, 1).Value) = key Then
            PmoWords = CStr(cell.Cells(row, 2).Value)
            Exit Function
        End If
    Next row
nothing_said:
End Function

' The sentence in the block of the last run; the list of the run before would pass for what this click found.
Private Sub PmoShow(button As String, words As String)
    On Error GoTo no_console
    PmoCell("pmo_run_result").Value = PmoWords("SIGN") & " " & words
    PmoCell("pmo_run_what").Value = PmoWords("LABEL " & button)
    PmoCell("pmo_run_when").Value = Now
    PmoCell("pmo_run_returns").ClearContents
    PmoCell("pmo_run_findings").ClearContents
    PmoCell("pmo_run_master").ClearContents
    PmoCell("pmo_run_log").ClearContents
    If PmoWords("LISTS " & button) <> "" Then PmoCell("pmo_findings").Resize(CLng(PmoWords("LISTS " & button)), 8).ClearContents
no_console:
End Sub

Private Function PmoCell(words As String) As Object
    Set PmoCell = ThisWorkbook.Names(words).RefersToRange
End Function

Private Sub PmoTell(words As String)
    If Environ("PMO_XL_HEADLESS") = "" Then MsgBox words, 48, "PMO"
End Sub
