# A history of 100,000 stored messages, which comes page by page.

function Measure-History {
    $page = "$($server)api/sessions/$session/messages?limit=1000"
    $times = Measure-InTurn -Number -Round $Round ([ordered]@{
            Page  = {
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                $null = [Ash.Benchmarks.BareLoop]::Get($page)
                $watch.Elapsed.TotalMilliseconds
            }
            First = {
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                Get-AshMessage -Session $session | Select-Object -First 1 | ForEach-Object { $watch.Elapsed.TotalMilliseconds }
            }
        })
    New-Figure -Group 'Histories' -Name 'Get-AshMessage over 100,000 messages: the first' -Value ('{0:0.0} ms' -f $times.First) `
        -Against ('one page of 1,000 as bytes, {0:0.0} ms' -f $times.Page) -Ratio ('{0:+0.0;-0.0} ms' -f ($times.First - $times.Page)) `
        -Target 'after one page' -Met ($times.First -lt 5 * $times.Page)

    $seconds = Measure-InTurn -Round ([Math]::Max(3, [int] ($Round / 2))) -WarmUp 1 ([ordered]@{
            Pages = { foreach ($after in 0..99) { $null = [Ash.Benchmarks.BareLoop]::Get("$page&after=$($after * 1000)") } }
            All   = { Get-AshMessage -Session $session > $null }
        })
    New-Figure -Group 'Histories' -Name 'Get-AshMessage over 100,000 messages: all' -Value ('{0:n0} messages/s' -f (100000 / $seconds.All)) `
        -Against ('its 100 pages as bytes, {0:n0} messages/s' -f (100000 / $seconds.Pages)) -Ratio ('{0:0.00}' -f ($seconds.Pages / $seconds.All))

    $peak = Measure-InTurn -Number -WarmUp 0 -Round ([Math]::Max(3, [int] ($Round / 2))) ([ordered]@{
            Few = { Get-HistoryPeak '-First 3000' }
            All = { Get-HistoryPeak '' }
        })
    $more = $peak.All - $peak.Few
    New-Figure -Group 'Histories' -Name 'Get-AshMessage over 100,000 messages: memory' -Value ('{0:0} MB' -f $peak.All) `
        -Against ('over 3,000, {0:0} MB' -f $peak.Few) -Ratio ('+{0:0} MB' -f $more) -Target 'flat (at most +20 MB)' -Met ($more -le 20)
}

function Get-HistoryPeak([string] $Option) {
    Invoke-NewProcess @"
Import-Module '$manifest'
Connect-AshServer '$server'
Get-AshMessage -Session $session $Option > `$null
([System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB).ToString([cultureinfo]::InvariantCulture)
"@
}
