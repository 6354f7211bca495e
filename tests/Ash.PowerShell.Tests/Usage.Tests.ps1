Describe 'Usage' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -Reply @{ '*' = 'ok' }
        'my-agent', 'other' | ForEach-Object { $null = Publish-AshAgent $_ -SystemPrompt x }
        $one, $two = 'my-agent', 'other' | New-AshSession
        $null = 'a', 'b' | Send-AshMessage -Session $one
        # Times are told to the millisecond: this one is neither that of the turns before nor that of the one to come.
        $between = [datetime]::Now.AddMilliseconds(1)
        while (([datetime]::Now - $between).TotalMilliseconds -lt 1) { }
        $null = Send-AshMessage c -Session $two
    }

    AfterAll { Stop-AshEmulator $emulator }
    BeforeEach { $emulator.ClearRequests() }

    Context 'Get-AshUsage' {
        It 'sums up all of it' {
            $all = Get-AshUsage
            $all | Should -BeOfType Ash.UsageTotals
            $all.Messages, $all.InputTokens, $all.OutputTokens, $all.ToolCalls | Should -Be 3, 30, 3, 0
            $all.ComputeTime | Should -BeOfType timespan
            (Get-AshEmulatorRequest).Query | Should -Be ''
        }

        It 'of <Kind>' -ForEach @(
            @{ Kind = 'an agent'; Call = { Get-AshUsage other }; Messages = 1; Agent = 'other' }
            @{ Kind = 'agents'; Call = { Get-AshAgent | Get-AshUsage }; Messages = 2, 1; Agent = 'my-agent', 'other' }
            @{ Kind = 'a session'; Call = { Get-AshUsage -Session $one }; Messages = 2; Session = { $one.Id } }
            @{ Kind = 'sessions'; Call = { $one, $two | Get-AshUsage }; Messages = 2, 1; Agent = 'my-agent', 'other'; Session = { $one.Id, $two.Id } }
            @{ Kind = 'rows'; Call = { "SessionId`n$two" | ConvertFrom-Csv | Get-AshUsage }; Messages = 1; Session = { $two.Id } }
        ) {
            $totals = & $Call
            $totals.Messages | Should -Be $Messages
            if ($Agent) { $totals.AgentName | Should -Be $Agent }
            if ($Session) { $totals.SessionId | Should -Be (& $Session) }
        }

        It 'of a time' {
            (Get-AshUsage -After $between).Messages | Should -Be 1
            (Get-AshUsage -Before $between).Messages | Should -Be 2
            (Get-AshUsage -After $between.ToUniversalTime() -Before ([datetime]::Now)).Messages | Should -Be 1
            (Get-AshUsage -After $between.Date.AddDays(-1) -Agent my-agent).Messages | Should -Be 2
            # The server compares times as text, and is given them as its own are written.
            Get-AshEmulatorRequest | ForEach-Object { [uri]::UnescapeDataString($_.Query) } | Should -Match '(after|before)=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z'
        }

        It 'sends nothing that the server would not take: <Why>' -ForEach @(
            @{ Why = 'a session that is none'; Call = { Get-AshUsage -Session nonsense }; Message = "*'nonsense' is no session's id, which is a UUID*" }
            @{ Why = 'no time at all'; Call = { Get-AshUsageEvent -After 2026-05-02 -Before 2026-05-01 }; Message = '*after 2026-05-02*before 2026-05-01*' }
            @{ Why = 'the same'; Call = { Get-AshAnalytics -After 2026-05-02 -Before 2026-05-01 }; Message = '*after 2026-05-02*before 2026-05-01*' }
        ) {
            $Call | Should -Throw $Message -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'Get-AshUsageEvent' {
        It 'lists what was counted, the newest first' {
            $events = Get-AshUsageEvent
            $events | Should -HaveCount 9
            $events[0] | Should -BeOfType Ash.UsageEvent
            $events[0].SessionId, $events[0].AgentName, $events[0].Value, $events[0].CreatedAt.Kind | Should -Be $two.Id, other, 10, Local
            $events.EventType | Select-Object -First 3 | Should -Be input_tokens, output_tokens, message
            (Get-AshEmulatorRequest).Query | Should -Be 'limit=1000'
        }

        It 'as it is filtered, and no more than is wanted' {
            (Get-AshUsageEvent my-agent).SessionId | Sort-Object -Unique | Should -Be $one.Id
            (Get-AshUsageEvent -Session $two -After $between).Count | Should -Be 3
            Get-AshUsageEvent -First 2 | Should -HaveCount 2
            (Get-AshEmulatorRequest)[-1].Query | Should -Be 'limit=2'
        }

        It 'leads back to the session' {
            (Get-AshUsageEvent -First 1 | Get-AshSession).Id | Should -Be $two.Id
        }
    }

    It 'is part of what there is' {
        $analytics = Get-AshAnalytics
        $analytics | Should -BeOfType Ash.Analytics
        $analytics.Agents.Total, $analytics.Sessions.Total, $analytics.Sessions.ByStatus.active, $analytics.Usage.Messages, $analytics.Evals.TotalRuns | Should -Be 2, 2, 2, 3, 0
        (Get-AshAnalytics -After $between).Usage.Messages | Should -Be 1
    }
}
