Describe 'The queue' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $gate = [System.Threading.ManualResetEventSlim]::new()
        $emulator = Start-AshEmulator -Connect -Reply @{
            '*'    = 'ok'
            'fail' = @{ Error = 'On strike.' }
            'wait' = { if (-not $gate.Wait($Patience)) { throw 'The gate stayed shut.' } }
        }
        # Times are told to the millisecond.
        function Wait-NextMoment { $now = [datetime]::UtcNow; while (([datetime]::UtcNow - $now).TotalMilliseconds -lt 1) { } }
        'my-agent', 'ops-north', 'ops-south' | ForEach-Object { $null = Publish-AshAgent $_ -SystemPrompt x }
    }

    AfterAll {
        $gate.Set()
        Stop-AshEmulator $emulator
    }

    Context 'Add-AshQueueItem' {
        AfterEach { Get-AshQueueItem -Status pending | Stop-AshQueueItem -ErrorAction Ignore }

        It 'puts a message in' {
            $item = Add-AshQueueItem my-agent 'Report disk usage'
            $item | Should -BeOfType Ash.QueueItem
            $item.AgentName, $item.Prompt, $item.Status, $item.IsDone, $item.SessionId | Should -Be my-agent, 'Report disk usage', pending, $false, $null
            $item.CreatedAt.Kind | Should -Be Local
            "$item", $item.QueueItemId | Should -Be $item.Id, $item.Id
            Get-SentBody /api/queue | Should -BeExactly '{"agentName":"my-agent","prompt":"Report disk usage"}'
        }

        It 'says what else is wanted' {
            $session = New-AshSession my-agent
            $item = Add-AshQueueItem -Agent (Get-AshAgent my-agent) -Message hi -Session $session -Priority 5 -MaxRetries 1
            $item.SessionId, $item.Priority, $item.MaxRetries | Should -Be $session.Id, 5, 1
            Get-SentBody /api/queue | Should -BeExactly "{`"agentName`":`"my-agent`",`"prompt`":`"hi`",`"sessionId`":`"$session`",`"priority`":5,`"maxRetries`":1}"
        }

        It 'takes <Kind>' -ForEach @(
            @{ Kind = 'messages'; Call = { 'one', 'two' | Add-AshQueueItem my-agent }; Agent = 'my-agent', 'my-agent'; Prompt = 'one', 'two' }
            @{ Kind = 'an array of messages'; Call = { Add-AshQueueItem my-agent one, two }; Agent = 'my-agent', 'my-agent'; Prompt = 'one', 'two' }
            @{ Kind = 'agents'; Call = { Get-AshAgent ops-* | Add-AshQueueItem -Message hi }; Agent = 'ops-north', 'ops-south'; Prompt = 'hi', 'hi' }
            @{ Kind = 'rows'; Call = { "Agent,Message,Priority`nops-north,one,2`nops-south,two,3" | ConvertFrom-Csv | Add-AshQueueItem }; Agent = 'ops-north', 'ops-south'; Prompt = 'one', 'two' }
            @{ Kind = 'sessions'; Call = { New-AshSession ops-north | Add-AshQueueItem -Message hi }; Agent = 'ops-north'; Prompt = 'hi' }
        ) {
            $items = & $Call
            $items.AgentName | Should -Be $Agent
            $items.Prompt | Should -Be $Prompt
            if ($Kind -eq 'rows') { $items.Priority | Should -Be 2, 3 }
            if ($Kind -eq 'sessions') { $items.SessionId | Should -Be (Get-AshSession -Agent ops-north | Select-Object -First 1).Id }
        }

        It 'puts an item in once more' {
            $session = New-AshSession my-agent
            $items = (Add-AshQueueItem my-agent one -Priority 3 -MaxRetries 2), (Add-AshQueueItem ops-north two -Session $session) | Stop-AshQueueItem
            $again = $items | Add-AshQueueItem
            $again.Id | Should -Not -BeIn $items.Id
            $again.Prompt | Should -Be one, two
            $again.AgentName | Should -Be my-agent, ops-north
            $again.SessionId | Should -Be $null, $session.Id
            $again.Priority | Should -Be 3, 0
            $again.MaxRetries | Should -Be 2, 3
        }

        It 'sends nothing that the server would not take: <Why>' -ForEach @(
            @{ Why = 'no message'; Call = { Add-AshQueueItem my-agent ' ' }; Message = '*message is empty*' }
            @{ Why = 'a name that is none'; Call = { Add-AshQueueItem 'my agent' hi }; Message = "*'my agent' is no agent name*" }
            @{ Why = 'a session that is none'; Call = { Add-AshQueueItem my-agent hi -Session nonsense }; Message = "*'nonsense' is no session's id, which is a UUID*" }
            @{ Why = 'a variable that holds no session'; Call = { Add-AshQueueItem my-agent hi -Session $nothing }; Message = '*-Session is given and holds no session*' }
        ) {
            $emulator.ClearRequests()
            $Call | Should -Throw $Message -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'Get-AshQueueItem' {
        It 'waits until items are done, in whatever order, and makes a failed one an error' {
            $session = New-AshSession my-agent | Suspend-AshSession
            $items = @(
                Add-AshQueueItem my-agent first
                Add-AshQueueItem my-agent second -Priority 9
                Add-AshQueueItem my-agent fail -MaxRetries 1
                Add-AshQueueItem my-agent hi -Session $session -MaxRetries 1
                Add-AshQueueItem my-agent 'taken back' | Stop-AshQueueItem
            )
            $emulator.ClearRequests()
            $done = $items | Get-AshQueueItem -Wait -ErrorAction SilentlyContinue -ErrorVariable failures

            $done.Prompt | Should -Be 'taken back', second, first, fail, hi
            $done.Status | Should -Be cancelled, completed, completed, failed, failed
            $done.IsDone | Should -Not -Contain $false
            $failures.FullyQualifiedErrorId | Should -BeLike 'QueueItemFailed,*'
            $failures.TargetObject | Should -Be $items[2].Id, $items[3].Id
            $failures[0].Exception.Message | Should -BeLike "*'my-agent' failed at its only try: On strike."
            $failures[1].Exception.Message | Should -BeLike "*Session $session is paused"
            # Many items are one request.
            Get-AshEmulatorRequest | Select-Object -First 3 | ForEach-Object Path | Should -Be /api/queue, /api/queue, /api/queue
            @(Get-AshEmulatorRequest).Count | Should -BeLessThan 20
        }

        It 'waits for those that the list shows' {
            $item = Add-AshQueueItem ops-south hi
            (Get-AshQueueItem -Status pending -Wait).Id | Should -Be $item.Id
        }

        It 'waits for the others where one is not there' {
            $item = Add-AshQueueItem ops-south hi
            $done = New-Guid | ForEach-Object { $_, $item } | Get-AshQueueItem -Wait -ErrorVariable failures -ErrorAction SilentlyContinue
            $done.Id, $done.Status | Should -Be $item.Id, completed
            $failures.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        }

        It 'stops a runbook at a failed one' {
            { Add-AshQueueItem nobody hi -MaxRetries 1 | Get-AshQueueItem -Wait -ErrorAction Stop } |
                Should -Throw '*Agent "nobody" not found*' -ErrorId 'QueueItemFailed,*'
        }

        It 'gives up after the time that it was given, and gives out what there is' {
            $item = Add-AshQueueItem my-agent wait
            try {
                $found = $item | Get-AshQueueItem -Wait -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failures
                $found.Id, $found.IsDone | Should -Be $item.Id, $false
                $failures.FullyQualifiedErrorId | Should -BeLike 'QueueItemNotDone,*'
            } finally {
                $gate.Set()
                $null = $item | Get-AshQueueItem -Wait
                $gate.Reset()
            }
        }

        It 'takes its bar away where it gives up' {
            $item = Add-AshQueueItem my-agent wait
            try {
                $script = Start-Script {
                    $id | Get-AshQueueItem -Wait -TimeoutSec 1 -Connection $connection -ErrorAction SilentlyContinue
                } @{ id = $item.Id; connection = Get-AshConnection }
                $null = Complete-Script $script
                $script.Shell.Streams.Progress.RecordType | Select-Object -Last 1 | Should -Be Completed
            } finally {
                $gate.Set()
                $null = $item | Get-AshQueueItem -Wait
                $gate.Reset()
            }
        }

        It 'takes a time for waiting alone' {
            $emulator.ClearRequests()
            { Get-AshQueueItem -TimeoutSec 1 } | Should -Throw '*goes with -Wait*' -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'shows how far it is, and is left by Ctrl+C at once' {
            $item = Add-AshQueueItem my-agent wait
            try {
                $script = Start-Script { $id | Get-AshQueueItem -Wait -Connection $connection } @{ id = $item.Id; connection = Get-AshConnection }
                if (-not [System.Threading.SpinWait]::SpinUntil({ $script.Shell.Streams.Progress.Count -or $script.Run.IsCompleted }, $Patience)) { throw 'It showed nothing.' }
                Stop-Script $script
                $script.Shell.InvocationStateInfo.State | Should -Be Stopped
                $script.Output, $script.Shell.Streams.Error | ForEach-Object { $_ | Should -BeNullOrEmpty }
                $script.Shell.Streams.Progress[0].Activity, $script.Shell.Streams.Progress[0].StatusDescription |
                    Should -Be 'Waiting for queue items', '0 of 1 done, 0 at work'
            } finally {
                $gate.Set()
                $null = $item | Get-AshQueueItem -Wait
                $gate.Reset()
            }
        }

        It 'lists by states, the newest first, and no more than is wanted' {
            $one = Add-AshQueueItem ops-north one | Stop-AshQueueItem
            Wait-NextMoment
            $two = Add-AshQueueItem ops-north two
            $emulator.ClearRequests()
            (Get-AshQueueItem -Status pending, cancelled -First 2).Id | Should -Be $two.Id, $one.Id
            (Get-AshQueueItem -Status cancelled -First 1).Id | Should -Be $one.Id
            (Get-AshQueueItem -First 1).Id | Should -Be $two.Id
            (Get-AshEmulatorRequest).Query | Should -Be 'limit=2&status=pending', 'limit=2&status=cancelled', 'limit=1&status=cancelled', 'limit=1'
            $two | Stop-AshQueueItem | ForEach-Object Status | Should -Be cancelled
            ($one, $two | Get-AshQueueItem).Status | Should -Be cancelled, cancelled
        }

        It 'says that there may be more than the server lists' {
            $list = 1..500 | ForEach-Object { @{ id = "$(New-Guid)"; agentName = 'a'; prompt = 'p'; status = 'failed' } }
            $null = Add-AshEmulatorFault -Path /api/queue -StatusCode 200 -Body (@{ items = $list } | ConvertTo-Json) -Times 2
            $items = Get-AshQueueItem -WarningVariable warnings -WarningAction SilentlyContinue
            $items.Count | Should -Be 500
            "$warnings" | Should -BeLike '*newest 500*'
            (Get-AshQueueItem -First 500 -WarningVariable warnings).Count | Should -Be 500
            $warnings | Should -BeNullOrEmpty
        }
    }

    Context 'Stop-AshQueueItem' {
        It 'takes back what waits, and nothing else' {
            $waiting, $taken = 'a', 'b' | Add-AshQueueItem ops-north
            $null = $taken | Stop-AshQueueItem
            $stopped = $taken, $waiting | Stop-AshQueueItem -ErrorAction SilentlyContinue -ErrorVariable failures
            $stopped.Id, $stopped.Status | Should -Be $waiting.Id, cancelled
            $failures.FullyQualifiedErrorId | Should -BeLike 'QueueItemNotPending,*'
            $failures.TargetObject | Should -Be $taken.Id
        }
    }

    It 'is counted' {
        $before = Get-AshQueue
        $items = 'a', 'b', 'c' | Add-AshQueueItem ops-north
        $null = $items[0] | Stop-AshQueueItem
        $after = Get-AshQueue
        $after | Should -BeOfType Ash.QueueCounts
        ($after.Pending - $before.Pending), ($after.Cancelled - $before.Cancelled) | Should -Be 2, 1
        $items[1, 2] | Stop-AshQueueItem | Out-Null
    }

    It 'has items that are no sessions: <_>' -ForEach 'Get-AshMessage', 'Stop-AshSession' {
        $emulator.ClearRequests()
        $item = Add-AshQueueItem ops-north x | Stop-AshQueueItem
        $command = $_
        { $item | & $command -ErrorAction Stop } | Should -Throw
        Get-AshEmulatorRequest -Path /api/sessions/* | Should -BeNullOrEmpty
    }
}
