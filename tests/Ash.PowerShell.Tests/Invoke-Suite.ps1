<#
.SYNOPSIS
Runs files of the Pester suite and keeps their counts in TestResults, for whoever adds them up.
.EXAMPLE
pwsh ./tests/Ash.PowerShell.Tests/Invoke-Suite.ps1 Sessions.Tests.ps1
#>
[CmdletBinding()]
param(
    # Files, relative to this folder. Without them: the whole suite.
    [string[]] $File = (Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1 -Name)
)
$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.5

$result = Invoke-Pester -Configuration @{
    Run    = @{ Path = $File.ForEach{ Join-Path $PSScriptRoot $_ }; PassThru = $true }
    Output = @{ Verbosity = 'Normal'; RenderMode = 'PlainText' }
}
$folder = New-Item -ItemType Directory -Force (Join-Path $PSScriptRoot TestResults)
$counts = @{ Passed = $result.PassedCount; Failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount; Skipped = $result.SkippedCount }
$counts | ConvertTo-Json -Compress | Set-Content (Join-Path $folder "pester-$($File[0] -replace '\W', '-').json")
exit $counts.Failed
