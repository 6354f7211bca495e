<#
.SYNOPSIS
Asks the agent of each active session how full its disk is, all at once, and reports those that are nearly full.
.EXAMPLE
Connect-AshServer; ./Get-DiskReport.ps1 -Agent fleet | Export-Csv report.csv
#>
[CmdletBinding()]
param(
    # Whose sessions are asked.
    [string] $Agent = 'fleet',

    # From how many percent on a disk is reported.
    [ValidateRange(1, 100)]
    [int] $Threshold = 90
)

# One session that fails is an error of its own, and the others are reported all the same.
Get-AshSession -Agent $Agent -Status active |
    Send-AshMessage 'Report disk usage' -As Turn -ThrottleLimit 16 -TimeoutSec 600 |
    Where-Object Outcome -EQ Completed |
    ForEach-Object {
        if ($_.Text -match '(\d+) ?%' -and [int] $Matches[1] -ge $Threshold) {
            [pscustomobject]@{ SessionId = $_.SessionId; Percent = [int] $Matches[1]; Said = $_.Text; CostUsd = $_.CostUsd }
        }
    }
