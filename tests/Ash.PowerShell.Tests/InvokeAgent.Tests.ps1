Describe 'Invoke-AshAgent' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $gate = [System.Threading.ManualResetEventSlim]::new()
        $emulator = Start-AshEmulator -Connect -Reply @{ 'fail' = @{ Error = 'Overloaded.' }; 'gate' = { 'first'; $gate.Wait(); 'second' } }
        $null = Publish-AshAgent -Name agent -SystemPrompt x

        # The session that the last call opened, as it is now.
        function Get-LastSession {
            $id = (Get-AshEmulatorRequest -Method POST -Path */messages | Select-Object -Last 1).SessionId
            Get-AshSession $id
        }
    }

    AfterAll {
        $gate.Set()
        Stop-AshEmulator $emulator
    }

    It 'opens a session, sends, emits and ends it' {
        Invoke-AshAgent agent 'Hello' -As Text | Should -Be Hello
        (Get-LastSession).Status | Should -Be ended
    }

    It 'has one conversation with several messages' {
        $turns = 'one', 'two' | Invoke-AshAgent agent -As Turn
        $turns.Text | Should -Be one, two
        $turns[0].SessionId | Should -Be $turns[1].SessionId
    }

    It 'sends its options with the session and the message' {
        $null = Invoke-AshAgent agent hi -Model m -SystemPrompt p -AllowedTool Read -DisallowedTool Bash -Environment @{ A = 1 } -Effort low -MaxTurn 2
        $opened = Get-SentBody /api/sessions | ConvertFrom-Json
        $opened.agent, $opened.model, $opened.systemPrompt, $opened.allowedTools, $opened.disallowedTools | Should -Be agent, m, p, Read, Bash
        $sent = Get-SentBody */messages | ConvertFrom-Json
        $sent.effort, $sent.maxTurns | Should -Be low, 2
    }

    It 'keeps the session with -KeepSession, and says which' {
        $output = Invoke-AshAgent agent hi -As Text -KeepSession 6>&1
        $session = Get-LastSession
        $session.Status | Should -Be active
        "$($output[-1])" | Should -Be "Session $($session.Id) is kept."
    }

    It 'ends the session when the turn fails' {
        { Invoke-AshAgent agent fail } | Should -Throw -ErrorId 'TurnFailed,Ash.Commands.InvokeAshAgentCommand'
        (Get-LastSession).Status | Should -Be ended
    }

    It 'ends the session when the pipeline is left early' {
        (Invoke-AshAgent agent gate | Select-Object -First 1).Type | Should -Be session_start
        (Get-LastSession).Status | Should -Be ended
    }

    It 'ends the session on Ctrl+C' {
        $emulator.ClearRequests()
        $seen = [System.Threading.ManualResetEventSlim]::new()
        $run = Start-Script { Connect-AshServer $uri; Invoke-AshAgent agent gate | ForEach-Object { $seen.Set() } } @{ uri = $emulator.Uri; seen = $seen }
        Wait-Signal $seen
        Stop-Script $run
        $run.Shell.Streams.Error | Should -BeNullOrEmpty
        # The command does not wait for the answer, so the request is what is waited for.
        for ($round = 0; $round -lt 1000 -and -not (Get-AshEmulatorRequest -Method DELETE -Path /api/sessions/*); $round++) { $null = Get-AshSession }
        Wait-Task (Get-AshEmulatorRequest -Method DELETE -Path /api/sessions/*).WaitForAnswerAsync()
        (Get-LastSession).Status | Should -Be ended
    }

    It 'ends a session that was being opened on Ctrl+C' {
        $listener = Start-Listener
        try {
            $run = Start-Script { Invoke-AshAgent agent hi -Connection $to } @{ to = [Ash.Connection].GetConstructors('Instance, NonPublic')[0].Invoke(
                    @([Ash.AshClientOptions] @{ Server = Get-Address $listener }, 'Test', $null)) }
            $opening = Receive-Request $listener
            $opening.Head | Should -BeLike 'POST /api/sessions *'
            Stop-Script $run
            $session = '{"session":{"id":"5f3c1f5e-8d2f-4b57-9d25-0d1d3f1f7a01","agentName":"agent","status":"active"}}'
            $opening.Stream.Write([System.Text.Encoding]::ASCII.GetBytes(
                    "HTTP/1.1 201 Created`r`nContent-Type: application/json`r`nContent-Length: $($session.Length)`r`nConnection: close`r`n`r`n$session"))
            $opening.Stream.Close()
            (Receive-Request $listener -Answer $session).Head | Should -BeLike 'DELETE /api/sessions/5f3c1f5e-8d2f-4b57-9d25-0d1d3f1f7a01 *'
        } finally {
            $listener.Stop()
        }
    }

    It 'opens nothing under -WhatIf, and nothing for an agent that is unknown' {
        $emulator.ClearRequests()
        Invoke-AshAgent agent hi -WhatIf
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
        { Invoke-AshAgent nobody hi } | Should -Throw -ErrorId 'AgentNotFound,Ash.Commands.InvokeAshAgentCommand'
        (Get-AshEmulatorRequest).Count | Should -Be 1
    }
}
