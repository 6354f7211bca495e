#Requires -Version 7.4
<#
.SYNOPSIS
Measures the pipeline side by side with bare loops on the same bytes, and writes docs/benchmarks.md and its chart.
.DESCRIPTION
Run it with 'pwsh ./build.ps1 Bench', which builds first and gives it a process of its own. All contenders run in this process, in
turns; the load comes from another. Figures are medians. Two cores that do nothing else are enough, and the machine should be quiet.
#>
[CmdletBinding()]
param(
    # How many times each contender is measured.
    [int] $Round = 9,

    # How many events a stream has.
    [int] $Events = 200000,

    # Which measurements: Stream, Filter, Text, ManySession, History, Import, FirstEvent, Memory.
    [ValidateSet('Stream', 'Filter', 'Text', 'ManySession', 'History', 'Import', 'FirstEvent', 'Memory')]
    [string[]] $Only = @('Stream', 'Filter', 'Text', 'ManySession', 'History', 'Import', 'FirstEvent', 'Memory'),

    # Where the report goes. Without it: to docs, where all was measured, and otherwise nowhere.
    [string] $Folder = ($PSBoundParameters.ContainsKey('Only') ? '' : (Join-Path $PSScriptRoot ../../docs))
)
$ErrorActionPreference = 'Stop'
$manifest = (Resolve-Path (Join-Path $PSScriptRoot ../../Ash.psd1)).Path
$assembly = (Resolve-Path (Join-Path $PSScriptRoot bin/Release/net10.0/Ash.Benchmarks.dll)).Path

Import-Module $manifest
# Behind the module, so that its client is the module's own.
Add-Type -Path $assembly
Get-ChildItem (Join-Path $PSScriptRoot Pipeline/*.ps1) | ForEach-Object { . $_.FullName }

$load = [Ash.Benchmarks.LoadServerProcess]::Start()
try {
    $server = $load.Address
    Connect-AshServer $server
    $session = (New-AshSession load).Id
    $figures = foreach ($part in $Only) {
        Write-Progress -Activity 'Measuring' -Status $part
        & "Measure-$part"
    }
    Write-Progress -Activity 'Measuring' -Completed
} finally {
    $load.Dispose()
}
$figures | Format-Table Name, Value, Against, Ratio, Target, Met -Wrap
if ($Folder) { Write-Report $figures $Folder }
