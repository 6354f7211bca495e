#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and shows Ash for PowerShell.
.EXAMPLE
pwsh ./build.ps1 Demo
Builds the module, starts an emulator and shows the life of a session.
#>
[CmdletBinding()]
param(
    # Build: lay the module out in bin/. Test: everything, like 'dotnet test'. Demo: the tour on an emulator. Bench: measure the
    # pipeline and write docs/benchmarks.md; it takes some minutes and wants a quiet machine.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)
$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    dotnet @args
    if ($LASTEXITCODE) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

function Build {
    Invoke-DotNet build (Join-Path $PSScriptRoot src/Ash.PowerShell) --configuration $Configuration --nologo --verbosity quiet
}

function Test {
    Invoke-DotNet test (Join-Path $PSScriptRoot Ash.sln)
}

function Demo {
    Build
    # In a process of its own: assemblies stay loaded, and the next build could not replace them.
    pwsh -NoProfile -File (Join-Path $PSScriptRoot samples/Show-Tour.ps1)
    if ($LASTEXITCODE) { throw "The tour failed with exit code $LASTEXITCODE." }
}

function Bench {
    $Configuration = 'Release'
    Build
    $benchmarks = Join-Path $PSScriptRoot tests/Ash.Benchmarks
    Invoke-DotNet build $benchmarks --configuration Release --nologo --verbosity quiet
    # In a process of its own, so that nothing was loaded before.
    pwsh -NoProfile -File (Join-Path $benchmarks Bench.ps1)
    if ($LASTEXITCODE) { throw "The benchmarks failed with exit code $LASTEXITCODE." }
}

& $Task
