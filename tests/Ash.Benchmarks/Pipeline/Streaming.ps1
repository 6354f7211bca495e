# Events a second, on the same bytes.

function Format-Rate([double] $Rate) { '{0:n0} events/s' -f $Rate }

function Measure-Stream {
    $mixed = "mixed $Events"
    $fewer = [int] ($Events / 20)
    $contenders = [ordered]@{
        'draining the socket'                              = { $null = [Ash.Benchmarks.SocketDrain]::Run($server, $mixed) }
        'a bare SseParser loop'                            = { $null = [Ash.Benchmarks.BareLoop]::Run($server, $mixed) }
        'a bare SseParser loop that keeps all in a list'   = { $null = [Ash.Benchmarks.BareLoop]::RunAndKeep($server, $mixed) }
        'the client library (SendAsync)'                   = { $null = [Ash.Benchmarks.ClientLoop]::Run($server, $mixed) }
        'Send-AshMessage > $null'                          = { Send-AshMessage $mixed -Session $session > $null }
        '$null = Send-AshMessage (PowerShell keeps all)'   = { $null = Send-AshMessage $mixed -Session $session }
        'Send-AshMessage | Where-Object Type -eq message'  = { $null = Send-AshMessage $mixed -Session $session | Where-Object Type -EQ message }
        'Invoke-WebRequest, -split and ConvertFrom-Json'   = {
            $body = @{ content = "mixed $fewer" } | ConvertTo-Json
            $text = (Invoke-WebRequest -Uri "$($server)api/sessions/$session/messages" -Method Post -Body $body -ContentType application/json).Content
            if ($text -is [byte[]]) { $text = [System.Text.Encoding]::UTF8.GetString($text) }
            $null = $text -split "`n" -match '^data: ' | ForEach-Object { $_.Substring(6) | ConvertFrom-Json }
        }
    }
    $seconds = Measure-InTurn $contenders -Round $Round
    $rate = @{}
    foreach ($name in $seconds.Keys) { $rate[$name] = $Events / $seconds[$name] }
    $rate['Invoke-WebRequest, -split and ConvertFrom-Json'] /= 20
    $bare = $rate['a bare SseParser loop']
    $targets = @{ 'the client library (SendAsync)' = 0.8; 'Send-AshMessage > $null' = 0.75; '$null = Send-AshMessage (PowerShell keeps all)' = 0.75 }
    foreach ($name in $contenders.Keys) {
        $ratio = $rate[$name] / $bare
        New-Figure -Group 'One stream' -Name $name -Value (Format-Rate $rate[$name]) -Against 'the bare loop' -Ratio ('{0:0.00}' -f $ratio) `
            -Target ($targets[$name] ? "at least $($targets[$name])" : '') -Met ($targets[$name] ? $ratio -ge $targets[$name] : $null) -Rate $rate[$name]
    }

    $kept = $rate['$null = Send-AshMessage (PowerShell keeps all)']
    $listed = $rate['a bare SseParser loop that keeps all in a list']
    New-Figure -Group 'One stream' -Name '$null = Send-AshMessage (PowerShell keeps all)' -Value (Format-Rate $kept) `
        -Against 'the bare loop that keeps all in a list' -Ratio ('{0:0.00}' -f ($kept / $listed))

    $run = [Ash.Benchmarks.ClientLoop]::Run($server, $mixed)
    New-Figure -Group 'One stream' -Name 'memory allocated for an event beyond its data, client library' -Value ('{0:n0} bytes' -f $run.OverheadPerEvent) `
        -Target 'at most 400 bytes' -Met ($run.OverheadPerEvent -le 400)
}

function Measure-Filter {
    $mixed = "mixed $Events"
    $ready = @(Send-AshMessage $mixed -Session $session)
    $seconds = Measure-InTurn -Round $Round ([ordered]@{
            Ready = { $null = $ready | Where-Object Type -EQ message }
            Send  = { $null = Send-AshMessage $mixed -Session $session | Where-Object Type -EQ message }
            # Nothing is kept, so that what is measured is not how PowerShell collects what it then throws away.
            ReadyAway = { $ready | Where-Object Type -EQ message > $null }
            SendAway  = { Send-AshMessage $mixed -Session $session | Where-Object Type -EQ message > $null }
        })
    $ratio = $seconds.Ready / $seconds.Send
    New-Figure -Group 'One stream' -Name '$null = Send-AshMessage | Where-Object Type -eq message' -Value (Format-Rate ($Events / $seconds.Send)) `
        -Against ('Where-Object on ready objects, {0}' -f (Format-Rate ($Events / $seconds.Ready))) -Ratio ('{0:0.00}' -f $ratio) -Target 'at least 0.85' -Met ($ratio -ge 0.85)
    $ratio = $seconds.ReadyAway / $seconds.SendAway
    New-Figure -Group 'One stream' -Name 'Send-AshMessage | Where-Object Type -eq message > $null' -Value (Format-Rate ($Events / $seconds.SendAway)) `
        -Against ('the same on ready objects, {0}' -f (Format-Rate ($Events / $seconds.ReadyAway))) -Ratio ('{0:0.00}' -f $ratio)
}

function Measure-Text {
    $partial = "partial $Events"
    $seconds = Measure-InTurn -Round $Round ([ordered]@{
            Bare = { $null = [Ash.Benchmarks.BareLoop]::Run($server, $partial) }
            Text = { Send-AshMessage $partial -Session $session -As Text -IncludePartial > $null }
            TextKept = { $null = Send-AshMessage $partial -Session $session -As Text -IncludePartial }
        })
    foreach ($row in @(
            @{ Name = 'Send-AshMessage -As Text -IncludePartial > $null'; Seconds = $seconds.Text }
            @{ Name = '$null = Send-AshMessage -As Text -IncludePartial'; Seconds = $seconds.TextKept }
        )) {
        $ratio = $seconds.Bare / $row.Seconds
        New-Figure -Group 'One stream' -Name $row.Name -Value (Format-Rate ($Events / $row.Seconds)) `
            -Against 'the bare loop, partial messages' -Ratio ('{0:0.00}' -f $ratio) -Target 'at least 0.5' -Met ($ratio -ge 0.5)
    }
}

function Measure-ManySession {
    $many = 1..100 | ForEach-Object { New-AshSession load }
    $each = "mixed $([int] ($Events / $many.Count))"
    $mixed = "mixed $Events"
    $seconds = Measure-InTurn -Round $Round ([ordered]@{
            One  = { Send-AshMessage $mixed -Session $session > $null }
            Many = { $many | Send-AshMessage $each -ThrottleLimit $many.Count > $null }
            BareMany = { [Ash.Benchmarks.BareLoop]::RunMany($server, $each, $many.Count) }
            Some = { $many | Send-AshMessage $each > $null }
            # What is assigned, even to $null, PowerShell collects first: of one stream and of many alike.
            OneKept  = { $null = Send-AshMessage $mixed -Session $session }
            ManyKept = { $null = $many | Send-AshMessage $each -ThrottleLimit $many.Count }
        })
    foreach ($row in @(
            @{ Name = '100 sessions | Send-AshMessage -ThrottleLimit 100 > $null'; Many = 'Many'; One = 'One'; Against = 'one stream > $null'; Aim = 0.7 }
            @{ Name = '100 sessions | Send-AshMessage -ThrottleLimit 100 > $null'; Many = 'Many'; One = 'BareMany'; Against = '100 bare SseParser loops at once' }
            @{ Name = '100 sessions | Send-AshMessage > $null (16 at once)'; Many = 'Some'; One = 'One'; Against = 'one stream > $null' }
            @{ Name = '$null = 100 sessions | Send-AshMessage -ThrottleLimit 100'; Many = 'ManyKept'; One = 'OneKept'; Against = '$null = one stream' }
        )) {
        $ratio = $seconds[$row.One] / $seconds[$row.Many]
        $rate = $Events / $seconds[$row.Many]
        New-Figure -Group 'Many streams' -Name $row.Name -Value (Format-Rate $rate) -Against $row.Against -Ratio ('{0:0.00}' -f $ratio) `
            -Target ($row.Aim ? "at least $($row.Aim)" : '') -Met ($row.Aim ? $ratio -ge $row.Aim : $null) -Rate ($row.Aim ? $rate : 0)
    }
}
