# Memory, each figure from a process that does nothing else: its highest resident size. The output goes to > $null: what is
# assigned, even to $null, PowerShell collects first.

function Get-PeakMegabyte([string] $Message) {
    Invoke-NewProcess @"
Import-Module '$manifest'
Connect-AshServer '$server'
Send-AshMessage 'mixed 1000' -Session $session > `$null
Send-AshMessage '$Message' -Session $session > `$null
([System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB).ToString([cultureinfo]::InvariantCulture)
"@
}

function Measure-Memory {
    $rounds = [Math]::Max(3, [int] ($Round / 2))
    $peak = Measure-InTurn -Number -WarmUp 0 -Round $rounds ([ordered]@{
            Few  = { Get-PeakMegabyte 'mixed 10000' }
            Many = { Get-PeakMegabyte 'mixed 1000000' }
            Line = { Get-PeakMegabyte 'line 20971520' }
        })
    $more = $peak.Many - $peak.Few
    New-Figure -Group 'Memory' -Name 'a turn of 1,000,000 events' -Value ('{0:0} MB' -f $peak.Many) -Against ('a turn of 10,000 events, {0:0} MB' -f $peak.Few) `
        -Ratio ('+{0:0} MB' -f $more) -Target 'at most +20 MB' -Met ($more -le 20)

    $times = ($peak.Line - $peak.Few) / 20
    New-Figure -Group 'Memory' -Name 'one data line of 20 MB' -Value ('{0:0} MB' -f $peak.Line) -Against ('a turn of 10,000 events, {0:0} MB' -f $peak.Few) `
        -Ratio ('+{0:0.0} times its size' -f $times) -Target 'at most 4 times' -Met ($times -le 4)

    $seconds = Measure-InTurn -Round $Round ([ordered]@{
            Small = { $null = Send-AshMessage 'line 5242880' -Session $session }
            Large = { $null = Send-AshMessage 'line 20971520' -Session $session }
        })
    $times = $seconds.Large / $seconds.Small
    New-Figure -Group 'Memory' -Name 'one data line of 20 MB: time' -Value ('{0:0} ms' -f (1000 * $seconds.Large)) `
        -Against ('a line of 5 MB, {0:0} ms' -f (1000 * $seconds.Small)) -Ratio ('{0:0.0} times' -f $times) -Target 'about 4 (linear)' -Met ($times -le 6)
}
