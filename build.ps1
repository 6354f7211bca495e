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
    # Build: lay the module out in bin/. Test: everything, like 'dotnet test'. Demo: the tour on an emulator. Docs: bring the pages of
    # docs/en-US up to date, make what Get-Help shows from them, and the picture of the console; it needs Microsoft.PowerShell.PlatyPS. Bench: measure the pipeline
    # and write docs/benchmarks.md; it takes some minutes and wants a quiet machine. Package: make out/Ash.<version>.nupkg, which the
    # PowerShell Gallery takes. Contract: hold the client against the server's own description (-Spec), and emit where they differ; it fails
    # where they do.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Docs', 'Bench', 'Package', 'Contract')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Test this package in place of what is built here: its Pester suite alone.
    [string] $Package,

    # The OpenAPI document to hold the client against: a file, or the address where a running server has it.
    [string] $Spec = 'http://localhost:4100/docs/json'
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
    if ($Package) {
        Test-Package
        return
    }
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
    pwsh -NoProfile -File (Join-Path $PSScriptRoot docs/Build-Picture.ps1)
    if ($LASTEXITCODE) { throw "The picture failed with exit code $LASTEXITCODE." }
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

function Package {
    $out = Join-Path $PSScriptRoot out
    $module = Join-Path $out Ash
    if (Test-Path $module) { Remove-Item $module -Recurse }
    Invoke-DotNet build (Join-Path $PSScriptRoot src/Ash.PowerShell) --configuration Release --nologo --verbosity quiet "-p:ModuleFolder=$module/bin/"
    Get-ChildItem $module -Recurse -Filter *.pdb | Remove-Item
    'Ash.psd1', 'README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD-PARTY-NOTICES.md' | ForEach-Object { Copy-Item (Join-Path $PSScriptRoot $_) $module }
    if (Test-Path (Join-Path $PSScriptRoot en-US)) { Copy-Item (Join-Path $PSScriptRoot en-US) $module -Recurse }

    $manifest = Import-PowerShellDataFile (Join-Path $module Ash.psd1)
    $version = @($manifest.ModuleVersion; $manifest.PrivateData.PSData.Prerelease).Where{ $_ } -join '-'
    $tags = @($manifest.PrivateData.PSData.Tags) + 'PSIncludes_Cmdlet' + ($manifest.CmdletsToExport -replace '^', 'PSCmdlet_')
    $nuspec = Join-Path $out Ash.nuspec
    $template = Get-Content (Join-Path $PSScriptRoot src/Ash.PowerShell/Ash.nuspec) -Raw
    $template.Replace('$version$', $version).Replace('$description$', $manifest.Description).Replace('$tags$', $tags) | Set-Content $nuspec
    Invoke-DotNet pack (Join-Path $PSScriptRoot src/Ash.PowerShell) --no-build --configuration Release --nologo --verbosity quiet `
        --output $out "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$module"
    Get-Item (Join-Path $out "Ash.$version.nupkg")
}

function Test-Package {
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "ash-package-$PID/Ash"
    [System.IO.Compression.ZipFile]::ExtractToDirectory((Resolve-Path $Package).ProviderPath, $folder)
    try {
        $env:ASH_TEST_MODULE = Join-Path $folder Ash.psd1
        # In a process of its own, so that the package and nothing else is loaded.
        pwsh -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot tests/Ash.PowerShell.Tests/Invoke-Suite.ps1)
        if ($LASTEXITCODE) { throw "The package failed $LASTEXITCODE tests." }
    }
    finally {
        Remove-Item env:ASH_TEST_MODULE
        # The package has folders that Linux takes for hidden.
        Remove-Item (Split-Path $folder) -Recurse -Force
    }
}

function Contract {
    $check = Join-Path $PSScriptRoot tests/Ash.Contract
    Invoke-DotNet build $check --configuration $Configuration --nologo --verbosity quiet | Out-Host
    $found = dotnet run --project $check --configuration $Configuration --no-build -- $Spec | ConvertFrom-Json
    if ($LASTEXITCODE -eq 2) { throw "The contract cannot be checked against $Spec." }
    $found
    $drift = @($found | Where-Object IsDrift)
    if (-not $drift) { return }
    # The objects are for scripts: the engine collects a table before it shows it, and the exit takes that away.
    $drift | ForEach-Object { Write-Warning "$($_.Kind): $($_.Operation) $($_.Field)" }
    Write-Warning "The client and $Spec are out of step in $($drift.Count) places."
    exit 1
}

& $Task
