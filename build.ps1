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
    # Build: lay the module out in bin/. Test: everything, like 'dotnet test'. Demo: the tour on an emulator.
    # Docs: brings the pages of docs/en-US up to date, and makes what Get-Help shows from them. It needs Microsoft.PowerShell.PlatyPS.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Docs')]
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

function Docs {
    Build
    pwsh -NoProfile -File (Join-Path $PSScriptRoot docs/Build-Help.ps1)
    if ($LASTEXITCODE) { throw "The help failed with exit code $LASTEXITCODE." }
}

& $Task
