Attribute VB_Name = "PmoPython"
Option Explicit
' Python started by Excel, which waits for its end: what is wrong comes back as words, nothing where all is well.
' The command line is the one that xlwings documents for RunPython. In LibreOffice another module stands here.

Public Function PmoStart(command As String, book As String) As String
#If Mac Then
    PmoStart = StartedOnMac(command, book)
#Else
    Dim shell As Object, python As String, log As String, whole As String
    Set shell = CreateObject("WScript.Shell")
    python = shell.ExpandEnvironmentStrings(PmoWords("INTERPRETER_WIN"))
    If InStr(python, "\") > 0 Then
        If Dir(python) = "" Then
            PmoStart = PmoWords("NO PYTHON") & " " & python
            Exit Function
        End If
    End If
    log = Environ("TEMP") & "\pmo_xl-" & Format(Now, "yyyymmddhhnnss") & ".log"
    whole = CommandLine(python, command, book, log)
    PmoStart = ""
    If shell.Run(whole, 0, True) <> 0 Then PmoStart = Said(log)
    If Dir(log) <> "" Then Kill log
#End If
End Function

' As cmd.exe reads it: first the folder of Python, whose libraries are looked for there.
Public Function CommandLine(python As String, command As String, book As String, log As String) As String
    Dim q As String, home As String
    q = Chr(34)
    home = ""
    If InStr(python, "\") > 0 Then home = "pushd " & q & Left(python, InStrRev(python, "\") - 1) & q & " & "
    CommandLine = "cmd.exe /C " & home & q & python & q & " -P -B -c " & q & command & q & " --wb=" & q & book & q & " --from_xl=1 --app=" & q & Application.Path & "\" & Application.Name & q & " --hwnd=" & q & PmoWindow() & q & " 2> " & q & log & q
End Function

' Which of several Excels the click was in; a Mac has one.
Public Function PmoWindow() As String
    PmoWindow = "0"
#If Mac Then
#Else
    PmoWindow = CStr(Application.Hwnd)
#End If
End Function

Private Function Said(log As String) As String
    Dim words As String
    Said = ""
    On Error GoTo unread
    Open log For Input As #1
    Do While Not EOF(1)
        Line Input #1, words
        If Len(Said) + Len(words) < 700 Then Said = Said & words & " "
    Loop
    Close #1
unread:
    If Said = "" Then Said = "Python"
End Function

#If Mac Then
Private Function StartedOnMac(command As String, book As String) As String
    Dim python As String, home As String, told As String
    home = Replace(Environ("HOME"), "/Library/Containers/com.microsoft.Excel/Data", "")
    python = Replace(PmoWords("INTERPRETER_MAC"), "$HOME", home)
    told = "false;" & ";" & ";;;;;" & "|" & python & "|" & command & "|" & book & "|" & Left(Application.Path, Len(Application.Path) - 4) & "|" & Environ("HOME") & "/xlwings.log"
    AppleScriptTask "xlwings-" & PmoWords("XLWINGS VERSION") & ".applescript", "VbaHandler", told
    StartedOnMac = ""
End Function
#End If
