# What the measurements share: contenders run one after the other and over again, so that a slow moment of the machine hits them all.

function Get-Median([double[]] $Value) {
    $sorted = [double[]] ($Value | Sort-Object)
    ($sorted[[Math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[Math]::Floor($sorted.Count / 2)]) / 2
}

# Runs the contenders in turns and gives back the median of each: of the numbers they write, or else of the seconds they take.
function Measure-InTurn([System.Collections.IDictionary] $Contender, [int] $Round, [int] $WarmUp = 2, [switch] $Number) {
    $values = @{}
    foreach ($name in $Contender.Keys) { $values[$name] = [System.Collections.Generic.List[double]]::new() }
    for ($i = 0; $i -lt $WarmUp + $Round; $i++) {
        foreach ($name in $Contender.Keys) {
            [gc]::Collect()
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $value = & $Contender[$name]
            if (-not $Number) { $value = $watch.Elapsed.TotalSeconds }
            if ($i -ge $WarmUp) { $values[$name].Add($value) }
        }
    }
    $medians = [ordered]@{}
    foreach ($name in $Contender.Keys) { $medians[$name] = Get-Median $values[$name] }
    $medians
}

# Runs a script in a pwsh of its own, which writes one number.
function Invoke-NewProcess([string] $Script) {
    $output = pwsh -NoProfile -NonInteractive -Command $Script
    if ($LASTEXITCODE -or $output -isnot [string]) { throw "The measurement failed: $output" }
    [double]::Parse($output, [cultureinfo]::InvariantCulture)
}

# A row of the results: something measured, held against something else and against a target where there is one.
function New-Figure([string] $Group, [string] $Name, [string] $Value, [string] $Against, [string] $Ratio, [string] $Target, [object] $Met, [double] $Rate) {
    [pscustomobject]@{
        Group = $Group; Name = $Name; Value = $Value; Against = $Against; Ratio = $Ratio; Target = $Target; Met = $Met; Rate = $Rate
    }
}
