Describe 'Many sessions at once' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        . $PSScriptRoot/GatedAgent.ps1
        $steps = [Array]::CreateInstance((Get-EmulatorType ReplyStep), 3000)
        for ($i = 0; $i -lt $steps.Length; $i++) { $steps[$i] = (Get-EmulatorType FrameStep)::new('text_delta', "{`"delta`":`"$i`"}") }
        $many = (Get-EmulatorType EmulatorReply)::Steps($steps)

        # Waits until the server has seen the client of every message leave.
        function Wait-AllLeft([int] $Count) {
            $requests = @(Get-AshEmulatorRequest -Path */messages)
            $requests.Count | Should -Be $Count
            $requests | ForEach-Object { Wait-Task $_.WaitForClientLeftAsync() }
        }
    }

    BeforeEach {
        # Whether an event of each of the four sessions has come: a pipeline that is left at the first may leave before the others begin.
        $seen = @{}
        function Test-AllSeen($Item) {
            $seen[$Item.SessionId] = $true
            $seen.Count -eq 4
        }
        $agent = [GatedAgent]::new($Patience)
        $emulator = Start-AshEmulator -Connect -Reply @{ '*' = $agent.Reply; 'many' = $many; 'hi' = 'hello' }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $connection = Get-AshConnection
        $sessions = @('agent') * 4 | New-AshSession
        $Error.Clear()
    }

    AfterEach { Stop-AshEmulator $emulator }

    Context 'Events' {
        It 'of one session come while another waits: <How>' -ForEach @(
            @{ How = 'sessions from the pipeline'; Send = { $sessions | Send-AshMessage wait } }
            @{ How = 'sessions as a parameter'; Send = { Send-AshMessage wait -Session $sessions } }
            @{ How = 'rows of both'; Send = { $sessions | Select-Object Id, @{ n = 'Message'; e = { 'wait' } } | Send-AshMessage } }
        ) {
            # No gate opens before the first words of all are here; then they open one by one, the last session first.
            $spoken = @{}
            $order = [System.Collections.Generic.List[string]]::new()
            $waiting = [System.Collections.Generic.Stack[string]]::new([string[]] $sessions.Id)
            & $Send | ForEach-Object {
                if ($_.Text -eq 'first') {
                    $spoken[$_.SessionId] = $true
                    if ($spoken.Count -eq 4) { $agent.Open($waiting.Pop()) }
                }
                if ($_.Type -eq 'done') {
                    $order.Add($_.SessionId)
                    if ($waiting.Count) { $agent.Open($waiting.Pop()) }
                }
            }
            $order | Should -Be $sessions[3..0].Id
        }

        It 'are all there, in order within each session' {
            $count = @{}
            $sessions | Send-AshMessage many | ForEach-Object {
                if ($_.Sequence -ne ++$count[$_.SessionId]) { throw "Event $($_.Sequence) came as number $($count[$_.SessionId])." }
                # session_start and the system message come before.
                if ($_.Type -eq 'text_delta' -and $_.Delta -ne $_.Sequence - 3) { throw "Event $($_.Sequence) says $($_.Delta)." }
            }
            $count.Count | Should -Be 4
            $count.Values | Should -Be (@(3000 + 5) * 4)
        }

        It 'are one turn each, in the order in which they end' {
            $turns = $sessions | Send-AshMessage hi -As Turn
            $turns.Outcome | Should -Be (@('Completed') * 4)
            $turns.Text | Should -Be (@('hello') * 4)
            $turns.SessionId | Sort-Object | Should -Be ($sessions.Id | Sort-Object)
        }

        It 'begin while sessions still come down the pipeline' {
            $turns = & {
                foreach ($session in $sessions) {
                    $session
                    # The next session is there only when this one's turn has begun; none may end before.
                    $agent.WaitForStart(1)
                }
                $sessions.Id | ForEach-Object { $agent.Open($_) }
            } | Send-AshMessage wait -As Turn
            $turns.Outcome | Should -Be (@('Completed') * 4)
            $agent.Most | Should -Be 4
        }
    }

    Context 'Failures' {
        It 'of one session are one error each, and the others go on' {
            $null = Add-AshEmulatorFault -Path "/api/sessions/$($sessions[0])/messages" -StatusCode 500
            $null = Add-AshEmulatorFault -Path "/api/sessions/$($sessions[2])/messages" -Cut -AfterEvent 2
            $all = @('nonsense') + $sessions.Id
            $turns = $all | Send-AshMessage hi -As Turn -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures.Count | Should -Be 3
            ($failures | Sort-Object FullyQualifiedErrorId).ForEach{ $_.FullyQualifiedErrorId.Split(',')[0], $_.TargetObject } |
                Should -Be InvalidRequest, nonsense, ServerError, "$($sessions[0])", StreamCut, "$($sessions[2])"
            ($turns | Group-Object Outcome -AsHashTable -AsString).Completed.SessionId | Sort-Object | Should -Be ($sessions[1, 3].Id | Sort-Object)
            ($turns | Where-Object Outcome -EQ Interrupted).SessionId | Should -Be $sessions[2].Id
        }

        It 'stop all of them with -ErrorAction Stop' {
            $null = Add-AshEmulatorFault -Path "/api/sessions/$($sessions[3])/messages" -Cut -AfterEvent 2
            { $sessions | Send-AshMessage wait -ErrorAction Stop } | Should -Throw -ErrorId 'StreamCut,*'
            @(Get-AshEmulatorRequest -Path */messages) | Where-Object SessionId -NE $sessions[3].Id | ForEach-Object { Wait-Task $_.WaitForClientLeftAsync() }
        }
    }

    Context '-ThrottleLimit' {
        It 'is never exceeded and always used: <Limit>' -ForEach @(
            @{ Limit = 1; Option = @{ ThrottleLimit = 1 } }, @{ Limit = 3; Option = @{ ThrottleLimit = 3 } }, @{ Limit = 16; Option = @{} }
        ) {
            $count = $Limit + 4
            $all = @('agent') * $count | New-AshSession
            $script = Start-Script {
                $all | Send-AshMessage wait -Connection $connection -As Turn @option
            } @{ all = $all; connection = $connection; option = $Option }
            $agent.WaitForStart($Limit)
            # One ends, one begins.
            for ($i = 0; $i -lt $count; $i++) {
                $running = @($agent.Log | Group-Object { ($_ -split ' ')[1] } | Where-Object Count -EQ 1)
                $running.Count | Should -Be ([Math]::Min($Limit, $count - $i))
                $agent.Open($running[0].Name)
                if ($i + $Limit -lt $count) { $agent.WaitForStart(1) }
                else { [System.Threading.SpinWait]::SpinUntil({ @($agent.Log).Where{ $_ -like 'end*' }.Count -gt $i }, $Patience) | Should -BeTrue }
            }
            (Complete-Script $script).Outcome | Should -Be (@('Completed') * $count)
            $agent.Most | Should -Be $Limit
        }
    }

    Context 'The same session' {
        It 'twice is two turns, one after the other, beside the others' {
            $first, $second = $sessions[0, 1]
            $sessions.Id | ForEach-Object { $agent.Open($_); $agent.Open($_) }
            $turns = $first, $second, $first | Send-AshMessage wait -As Turn
            $turns.Outcome | Should -Be (@('Completed') * 3)
            @($agent.Log).Where{ $_ -like "* $($first.Id)" } | ForEach-Object { $_.Split(' ')[0] } | Should -Be begin, end, begin, end
        }

        It 'has its messages in order' {
            $rows = 1..5 | ForEach-Object { [pscustomobject]@{ SessionId = $sessions[0].Id; Message = "many $_" } }
            $sessions[0].Id | ForEach-Object { $id = $_; 1..5 | ForEach-Object { $agent.Open($id) } }
            ($rows | Send-AshMessage -As Turn).Outcome | Should -Be (@('Completed') * 5)
            (Get-AshEmulatorRequest -Path */messages).Body | Should -Be (1..5).ForEach{ "{`"content`":`"many $_`"}" }
        }
    }

    Context 'One turn at a time' {
        BeforeEach {
            $session = $sessions[0]
            $script = Start-Script { Send-AshMessage -Session $session wait -Connection $connection -As Turn } @{ session = $session; connection = $connection }
            $agent.WaitForStart(1)
            $emulator.ClearRequests()
        }

        It 'in the whole process: nothing is sent, <How>' -ForEach @(
            @{ How = 'a message'; Call = { Send-AshMessage -Session $session hi } }
            @{ How = 'a message over another connection'; Call = { Send-AshMessage -Session $session hi -Connection $other } }
            @{ How = 'a message to the id in capitals'; Call = { Send-AshMessage -Session $session.Id.ToUpperInvariant() hi } }
            @{ How = 'a message from another runspace'; Call = { Complete-Script (Start-Script { Send-AshMessage -Session $session hi -Connection $connection } @{ session = $session; connection = $connection }) } }
            @{ How = 'a command'; Call = { Invoke-AshCommand ls -Session $session } }
        ) {
            $other = Connect-AshServer $emulator.Uri -PassThru
            $emulator.ClearRequests()
            $failure = $Call | Should -Throw "*$($session.Id)*running in this process*" -ErrorId 'SessionBusy,*' -PassThru
            $failure.CategoryInfo.Category | Should -Be ResourceBusy
            Get-AshEmulatorRequest | Should -BeNullOrEmpty

            # Others are free, and so is this one when the turn has ended.
            Send-AshMessage -Session $sessions[1] hi -As Text | Should -Be hello
            $agent.Open($session.Id)
            (Complete-Script $script).Outcome | Should -Be Completed
            Send-AshMessage -Session $session hi -As Text | Should -Be hello
        }

        It 'unless -Force is given' {
            # The server mixes the two, and the first end ends both: how the first one would have ended nobody knows.
            Send-AshMessage -Session $session hi -Force | ForEach-Object Type | Should -Contain done
            { Complete-Script $script } | Should -Throw '*Another message came into the turn*' -ErrorId 'StreamTakenOver,*'
            $script.Output.Outcome | Should -Be Interrupted
            @(Get-AshEmulatorRequest -Path */messages).Count | Should -Be 1
        }
    }

    Context 'Left early' {
        It 'by Ctrl+C, all end at once and the server sees every client leave' {
            $script = Start-Script { $sessions | Send-AshMessage wait -Connection $connection } @{ sessions = $sessions; connection = $connection }
            $agent.WaitForStart(4)
            Stop-Script $script
            Wait-AllLeft 4
            $script.Shell.InvocationStateInfo.State | Should -Be Stopped
            $script.Shell.Streams.Error, $script.Shell.Streams.Warning | ForEach-Object { $_ | Should -BeNullOrEmpty }
        }

        It 'by Ctrl+C, those that wait for a slot are never sent' {
            $script = Start-Script { $sessions | Send-AshMessage wait -Connection $connection -ThrottleLimit 2 } @{ sessions = $sessions; connection = $connection }
            $agent.WaitForStart(2)
            Stop-Script $script
            Wait-AllLeft 2
            # Nothing holds the others back.
            ($sessions[2, 3] | Send-AshMessage hi -As Text) | Should -Be hello, hello
        }

        It 'by Select-Object -First, leaves the sessions free for the next statement' {
            # Again and again, because it was a race.
            foreach ($i in 1..20) {
                $null = $sessions | Send-AshMessage many -WarningAction Ignore | Select-Object -First 1
            }
            $Error | Should -BeNullOrEmpty
        }

        It 'by Select-Object -First, all are closed without a word' {
            $first = $sessions | Send-AshMessage wait -WarningVariable warnings | Where-Object { Test-AllSeen $_ } | Select-Object -First 1
            $first.Type | Should -Be session_start
            Wait-AllLeft 4
            $Error, $warnings | ForEach-Object { $_ | Should -BeNullOrEmpty }
        }

        It 'by an error further down, all are closed' {
            { $sessions | Send-AshMessage wait | Where-Object { Test-AllSeen $_ } | ForEach-Object { throw 'Enough.' } } | Should -Throw Enough.
            Wait-AllLeft 4
        }

        It 'has the next message to each warn, once' {
            $null = $sessions | Send-AshMessage wait | Where-Object { Test-AllSeen $_ } | Select-Object -First 1
            Wait-AllLeft 4
            $null = $sessions | Send-AshMessage hi -WarningVariable warnings 3>$null
            $warnings.Count | Should -Be 4
            $null = $sessions | Send-AshMessage hi -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
        }
    }
}
