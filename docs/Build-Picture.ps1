#Requires -Version 7.4
<#
.SYNOPSIS
Makes console.svg, the picture in the README, from what the commands really write.
.DESCRIPTION
Runs Console.ps1 on an emulator and draws each statement as it would be typed, in the colours of PSReadLine, with its output below in the
colours that the console gets. Only what is different each time is replaced: ids and times. So the same commands make the same picture.
.PARAMETER Destination
The folder that gets console.svg. Without it: docs.
#>
[CmdletBinding()]
param([string] $Destination = $PSScriptRoot)
$ErrorActionPreference = 'Stop'
[cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture

$columns = 96
$cell = @{ Width = 8.4; Height = 19 }
$margin = 20
$top = 58
$font = "ui-monospace, SFMono-Regular, Consolas, 'DejaVu Sans Mono', monospace"

# On one background for both of GitHub's: each colour is readable there.
$colors = @{
    Text = '#e6edf3'; Back = '#0d1117'; Edge = '#3d444d'
    30 = '#484f58'; 31 = '#ff7b72'; 32 = '#3fb950'; 33 = '#d29922'; 34 = '#58a6ff'; 35 = '#bc8cff'; 36 = '#39c5cf'; 37 = '#b1bac4'
    90 = '#8b949e'; 91 = '#ffa198'; 92 = '#56d364'; 93 = '#e3b341'; 94 = '#79c0ff'; 95 = '#d2a8ff'; 96 = '#56d4dd'; 97 = '#ffffff'
}

#region What is typed and what comes back

# A statement in the colours that PSReadLine gives it.
function Get-TypedLine([string] $Code) {
    $tokens = $null
    $null = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $tokens, [ref] $null)
    $line = 'PS> '
    $at = 0
    foreach ($token in $tokens | Where-Object Kind -NE EndOfInput) {
        $line += $Code.Substring($at, $token.Extent.StartOffset - $at)
        $color = switch ($token) {
            { $_.TokenFlags -band 'CommandName' } { 93; break }
            { $_.Kind -in 'Variable', 'SplattedVariable' } { 92; break }
            { $_.Kind -in 'StringLiteral', 'StringExpandable' } { 36; break }
            { $_.Kind -eq 'Parameter' -or $_.TokenFlags -band 'AssignmentOperator' } { 90; break }
            default { 0 }
        }
        $line += "`e[${color}m$($token.Text)`e[0m"
        $at = $token.Extent.EndOffset
    }
    $line
}

# The same each time, in the same width. A session's id comes whole or as its beginning.
function Format-Steady([string[]] $Line) {
    $known = @{}
    foreach ($text in $Line) {
        $text = [regex]::Replace($text, '(?<![0-9a-f-])[0-9a-f]{8}((-[0-9a-f]{4}){3}-[0-9a-f]{12})?(?![0-9a-f-])', {
                $id = "$args"
                $start = $id.Substring(0, 8)
                if (-not $known.ContainsKey($start)) { $known[$start] = '{0:x8}-5b1f-4c6a-9e21-{1:x12}' -f (0x3f8a41c7 + 0x1d3 * $known.Count), (0x7d20c5e81b64 + $known.Count) }
                $known[$start].Substring(0, $id.Length)
            })
        $text -replace '\d{4}-\d\d-\d\d \d\d:\d\d', '2026-05-04 09:30' -replace '(?<![\d.])(\d+\.\d s|\d+ ms)\b', '2.4 s' -replace '\b\d\d:\d\d:\d\d\b', '09:30:00'
    }
}

#endregion
#region The picture

# Text as elements, each where its column and its row are, whatever font the reader has. What is too long goes on below.
function ConvertTo-TextElement([string[]] $Line) {
    $row = 0
    foreach ($text in $Line) {
        $column = 0
        $color = 'Text'
        $bold = $false
        foreach ($part in $text -split "(`e\[[0-9;]*m)" | Where-Object { $_ }) {
            if ($part -match "^`e\[([0-9;]*)m$") {
                foreach ($code in [int[]] ($Matches[1] -split ';')) {
                    switch ($code) {
                        0 { $color = 'Text'; $bold = $false }
                        1 { $bold = $true }
                        39 { $color = 'Text' }
                        { $colors.ContainsKey($_) } { $color = $_ }
                    }
                }
                continue
            }
            while ($part) {
                if ($column -eq $columns) {
                    $column = 0
                    $row++
                }
                $piece = $part.Substring(0, [Math]::Min($part.Length, $columns - $column))
                # Blanks need no element.
                foreach ($word in [regex]::Matches($piece, '\S+(?: \S+)*')) {
                    '  <text x="{0:0.#}" y="{1}" fill="{2}"{3} textLength="{4:0.#}">{5}</text>' -f
                        ($margin + ($column + $word.Index) * $cell.Width), ($top + $row * $cell.Height), $colors[$color],
                        $(if ($bold) { ' font-weight="bold"' }), ($word.Length * $cell.Width), [System.Security.SecurityElement]::Escape($word.Value)
                }
                $column += $piece.Length
                $part = $part.Substring($piece.Length)
            }
        }
        $row++
    }
}

function ConvertTo-Picture([string[]] $Line) {
    $text = @(ConvertTo-TextElement $Line)
    $width = 2 * $margin + $columns * $cell.Width
    $height = $margin + [int] ([regex]::Match($text[-1], ' y="(\d+)"').Groups[1].Value)
    "<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"{0:0}`" height=`"{1}`" viewBox=`"0 0 {0:0} {1}`" role=`"img`" font-family=`"$font`" font-size=`"14`">" -f $width, $height
    '  <title>Ash for PowerShell in a console</title>'
    '  <rect x="0.5" y="0.5" width="{0:0}" height="{1}" rx="8" fill="{2}" stroke="{3}"/>' -f ($width - 1), ($height - 1), $colors.Back, $colors.Edge
    $dots = '#ff5f57', '#febc2e', '#28c840'
    for ($i = 0; $i -lt 3; $i++) { '  <circle cx="{0}" cy="20" r="6" fill="{1}"/>' -f (22 + 20 * $i), $dots[$i] }
    $text
    '</svg>'
}

#endregion

$root = Split-Path $PSScriptRoot
Import-Module (Join-Path $root Ash.psd1)
# The module's own colours, whatever this console can do; its user's are nobody's business here.
$PSStyle.OutputRendering = 'Ansi'
$emulator = Start-AshEmulator -Connect -Reply @{
    'How full*'  = 'I look at the disks.', @{ Tool = 'Bash'; Input = @{ command = 'df -h /var' }; Result = "/dev/sdb1 40G 36G 91% /var" }, '/var is 91 % full, the others have room.'
    'What fills*' = @{ Tool = 'Bash'; Input = @{ command = 'du -sh /var/* | sort -rh | head -3' }; Result = "31G /var/log" },
        "Old logs: /var/log holds 31 of the 36 GB.`nRotating them weekly would free 28 GB."
}
Push-Location $root
try {
    # An error is part of the show.
    $ErrorActionPreference = 'Continue'
    $tour = [System.Management.Automation.Language.Parser]::ParseFile((Join-Path $PSScriptRoot Console.ps1), [ref] $null, [ref] $null)
    # A line is one statement for whoever types it, even where it holds two.
    $lines = foreach ($typed in $tour.EndBlock.Statements | Group-Object { $_.Extent.StartLineNumber } | Sort-Object { [int] $_.Name }) {
        $code = $typed.Group.Extent.Text -join '; '
        Get-TypedLine $code
        # Errors too; and here, where the next statement finds its variables.
        $shown = . ([scriptblock]::Create($code)) 2>&1 | Out-String -Width $columns
        $shown -split '\r?\n' | Select-Object -SkipLast 1
    }
} finally {
    Pop-Location
    Stop-AshEmulator $emulator
}
$picture = (ConvertTo-Picture (Format-Steady $lines)) -join "`n"
[System.IO.File]::WriteAllText((Join-Path $Destination console.svg), $picture + "`n")
