#Requires -Version 7.4
<#
.SYNOPSIS
Streams many sessions at once in one process and holds every event against what was sent.
.DESCRIPTION
Needs the module and the benchmarks in Release: 'pwsh ./build.ps1; dotnet build -c Release tests/Ash.Benchmarks'. It prints threads and
memory while it runs, and fails where an event is missing, doubled, changed or out of order.
.EXAMPLE
pwsh ./tests/Ash.Benchmarks/Load.ps1
200 sessions for a minute.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)]
    [int] $Session = 200,

    # How long each turn takes, in seconds.
    [int] $Second = 60,

    # How many events each session sends a second.
    [int] $Rate = 200
)
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot ../../Ash.psd1)
Add-Type -Path (Join-Path $PSScriptRoot bin/Release/net10.0/Ash.Benchmarks.dll)

$process = [System.Diagnostics.Process]::GetCurrentProcess()
function Show-State {
    $process.Refresh()
    '{0,5:0} s {1,12:n0} events {2,5} threads {3,6:n0} MB' -f $watch.Elapsed.TotalSeconds, $check.Events, $process.Threads.Count, ($process.WorkingSet64 / 1MB) |
        Out-Host
    $process.Threads.Count, ($process.WorkingSet64 / 1MB)
}

$load = [Ash.Benchmarks.LoadServerProcess]::Start()
try {
    Connect-AshServer $load.Address
    $message = "mixed $($Rate * $Second) $Rate"
    $check = [Ash.Benchmarks.TurnCheck]::new($message)
    $sessions = 1..$Session | ForEach-Object { New-AshSession load }

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $states = [System.Collections.Generic.List[object]]::new()
    $nextLook = 5
    $sessions | Send-AshMessage $message -ThrottleLimit $Session | ForEach-Object {
        $check.Add($_)
        if ($watch.Elapsed.TotalSeconds -ge $nextLook) {
            $nextLook += 5
            $states.Add((Show-State))
        }
    }
    $states.Add((Show-State))
} finally {
    $load.Dispose()
}

$due = $Session * $check.EventsInTurn
"{0} of {1} turns whole; {2:n0} of {3:n0} events, {4:n0} of them wrong; {5:n0} events/s" -f
$check.WholeTurns, $Session, $check.Events, $due, $check.Wrong, ($check.Events / $watch.Elapsed.TotalSeconds)
# The first look is after the sessions have started, so what grows from there on grows with the stream.
'threads {0} to {1}, memory {2:n0} to {3:n0} MB' -f
($states | ForEach-Object { $_[0] } | Measure-Object -Minimum).Minimum, ($states | ForEach-Object { $_[0] } | Measure-Object -Maximum).Maximum,
($states | ForEach-Object { $_[1] } | Measure-Object -Minimum).Minimum, ($states | ForEach-Object { $_[1] } | Measure-Object -Maximum).Maximum
if ($check.Wrong -or $check.WholeTurns -ne $Session -or $check.Events -ne $due) { exit 1 }
