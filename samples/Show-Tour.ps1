<#
.SYNOPSIS
Runs Tour.ps1 statement by statement, each shown as it would be typed, with its output below.
#>
[CmdletBinding()]
param()
$ErrorActionPreference = 'Stop'
Set-Location (Split-Path $PSScriptRoot)
$tour = [System.Management.Automation.Language.Parser]::ParseFile((Join-Path $PSScriptRoot Tour.ps1), [ref] $null, [ref] $null)
foreach ($statement in $tour.EndBlock.Statements) {
    Write-Host "PS> $($statement.Extent.Text)" -ForegroundColor Green
    . ([scriptblock]::Create($statement.Extent.Text)) | Out-Host
}
