# Writes what was measured: a page, and the chart that a reader of it sees first.

function Write-Report([object[]] $Figure, [string] $Folder) {
    $null = New-Item -ItemType Directory -Force $Folder
    ConvertTo-Chart ($Figure | Where-Object { $_.Rate -and $_.Name -notlike 'draining*' }) | Set-Content (Join-Path $Folder benchmarks.svg)
    ConvertTo-Page $Figure | Set-Content (Join-Path $Folder benchmarks.md)
}

# Horizontal bars on a logarithmic scale would hide the distances that matter; on a linear one the slowest is a hair, and says so.
function ConvertTo-Chart([object[]] $Figure) {
    $rows = $Figure | Sort-Object Rate -Descending
    $barHeight, $gap, $left, $wide, $top = 26, 12, 400, 380, 64
    $height = $top + $rows.Count * ($barHeight + $gap) + 16
    $most = ($rows.Rate | Measure-Object -Maximum).Maximum
    '<svg xmlns="http://www.w3.org/2000/svg" width="880" height="{0}" viewBox="0 0 880 {0}" font-family="system-ui, sans-serif" font-size="14">' -f $height
    '  <rect width="880" height="{0}" fill="#ffffff"/>' -f $height
    '  <text x="16" y="28" font-size="18" font-weight="600" fill="#1f2328">Events per second in PowerShell, more is better</text>'
    '  <text x="16" y="48" font-size="12" fill="#59636e">the same stream of events of about 190 to 800 bytes, one run, medians; blue is Ash for PowerShell</text>'
    $y = $top
    foreach ($row in $rows) {
        $bar = [Math]::Max(2, $wide * $row.Rate / $most)
        $colour = $row.Name -match 'AshMessage|client library' ? '#0969da' : '#afb8c1'
        $name = [System.Security.SecurityElement]::Escape($row.Name)
        '  <text x="{0}" y="{1}" text-anchor="end" fill="#1f2328">{2}</text>' -f ($left - 10), ($y + 18), $name
        [string]::Format([cultureinfo]::InvariantCulture, '  <rect x="{0}" y="{1}" width="{2:0}" height="{3}" rx="3" fill="{4}"/>', $left, $y, $bar, $barHeight, $colour)
        [string]::Format([cultureinfo]::InvariantCulture, '  <text x="{0:0}" y="{1}" fill="#1f2328">{2:#,0}</text>', $left + $bar + 8, $y + 18, [Math]::Round($row.Rate / 1000) * 1000)
        $y += $barHeight + $gap
    }
    '</svg>'
}

function ConvertTo-Page([object[]] $Figure) {
    $memory = [Math]::Round([gc]::GetGCMemoryInfo().TotalAvailableMemoryBytes / 1GB)
    $changed = if (git -C $PSScriptRoot status --porcelain --untracked-files=no -- ../../../src ../../../tests) { ', with changes' }
    @"
# Benchmarks

![Events per second](benchmarks.svg)

``pwsh ./build.ps1 Bench`` measures all of this anew and writes this page: the contenders run side by side in one PowerShell, in turns,
on the same bytes, which a server in a process of its own sends over loopback faster than any of them reads. Figures are medians of
$Round rounds; what counts are the ratios, which hold on other machines too.

- commit $(git -C $PSScriptRoot rev-parse --short HEAD)$changed
- $([Environment]::ProcessorCount) cores, $memory GB of memory, $([System.Runtime.InteropServices.RuntimeInformation]::OSDescription -replace '(\d+\.\d+)\S*.*', '$1'), $([System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)
- PowerShell $($PSVersionTable.PSVersion), $([System.Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)
- streams of $('{0:n0}' -f $Events) events of about 190 to 800 bytes, each in a chunk of its own
"@
    foreach ($group in $Figure.Group | Select-Object -Unique) {
        ''
        "## $group"
        ''
        '| what | measured | against | ratio | aim |'
        '| --- | --- | --- | --- | --- |'
        foreach ($row in $Figure | Where-Object Group -EQ $group) {
            $aim = $row.Target ? "$($row.Target): $($row.Met ? 'met' : '**not met**')" : ''
            $name = $row.Name -match 'AshMessage' ? "``$($row.Name)``" : $row.Name
            "| $($name -replace '\|', '\|') | $($row.Value) | $($row.Against) | $($row.Ratio) | $aim |"
        }
    }
    @'

[Where the time goes](profile.md): what a profile says, and what cannot be removed.

The client library by itself, without PowerShell around it:
`dotnet run -c Release --project tests/Ash.Benchmarks -- compare`; its parts with BenchmarkDotNet: the same with `-- --filter '*'`.
200 sessions streaming for a minute, every event counted: `pwsh ./tests/Ash.Benchmarks/Load.ps1`.
'@
}
