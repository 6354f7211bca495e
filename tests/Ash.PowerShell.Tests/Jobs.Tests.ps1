Describe 'Jobs and runspaces' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        . $PSScriptRoot/GatedAgent.ps1

        # Waits until the server has seen the client of the last message leave.
        function Wait-ClientLeft {
            Wait-Task (Get-AshEmulatorRequest -Path */messages | Select-Object -Last 1).WaitForClientLeftAsync()
        }
    }

    BeforeEach {
        $agent = [GatedAgent]::new($Patience)
        $emulator = Start-AshEmulator -Connect -Reply @{ 'wait' = $agent.Reply; 'hi' = 'hello'; 'fail' = @{ Error = 'On strike.' } }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $connection = Get-AshConnection
        $sessions = @('agent') * 3 | New-AshSession
        $session = $sessions[0]
    }

    AfterEach { Stop-AshEmulator $emulator }

    Context 'Sessions passed in' {
        It 'to Start-ThreadJob, with their connection' {
            $job = Start-ThreadJob { Import-Module $using:Manifest; $using:sessions | Send-AshMessage hi -As Text -Connection $using:connection }
            $job | Receive-Job -Wait -AutoRemoveJob | Should -Be hello, hello, hello
        }

        It 'to ForEach-Object -Parallel, one turn each' {
            $turns = $sessions | ForEach-Object -ThrottleLimit 3 -Parallel {
                Import-Module $using:Manifest
                Send-AshMessage -Session $_ wait -As Turn -Connection $using:connection
            } -AsJob
            $agent.WaitForStart(3)
            $sessions.Id | ForEach-Object { $agent.Open($_) }
            # Not -AutoRemoveJob: the engine looks for the parallel loop's job once more after it removed it.
            $output = $turns | Receive-Job -Wait
            Remove-Job $turns -Force
            $output.Outcome | Should -Be Completed, Completed, Completed
            $output | ForEach-Object { $_ | Should -BeOfType Ash.Turn }
        }

        It 'to Start-Job, whose process gets copies, and whose copies come back' {
            $job = Start-Job {
                Import-Module $using:Manifest
                Connect-AshServer ($using:emulator).Uri
                $using:sessions | Send-AshMessage hi -As Turn
                $using:session | Suspend-AshSession
            }
            $output = $job | Receive-Job -Wait -AutoRemoveJob
            $output.Count | Should -Be 4
            $output[0..2].ForEach{ "$($_.Outcome)" } | Should -Be Completed, Completed, Completed
            $output[0..2].Text | Should -Be hello, hello, hello
            # What came back binds again.
            $output[3].PSObject.TypeNames[0] | Should -Be Deserialized.Ash.Session
            $output[3] | Resume-AshSession | ForEach-Object Status | Should -Be active
            $output[3] | Send-AshMessage hi -As Text | Should -Be hello
            $output[0] | Send-AshMessage hi -As Text | Should -Be hello
        }

        It 'as copies of copies' {
            $copies = $sessions | Select-Object * | ConvertTo-Json | ConvertFrom-Json
            $copies | Send-AshMessage hi -As Text | Should -Be hello, hello, hello
        }
    }

    Context 'Errors' {
        It 'come back from a job with their cause' {
            $job = Start-ThreadJob { Import-Module $using:Manifest; $using:session | Send-AshMessage fail -Connection $using:connection }
            $events = $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable failures
            $events[-1].Type | Should -Be error
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'TurnFailed,*'
            $failures[0].Exception.Cause | Should -Be TurnFailed
        }

        It 'come back from another process with what they recommend' {
            $job = Start-Job { Import-Module $using:Manifest; Connect-AshServer ($using:emulator).Uri; New-AshSession nobody }
            $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'AgentNotFound,*'
            $failures[0].TargetObject | Should -Be nobody
            $failures[0].ErrorDetails.RecommendedAction | Should -BeLike '*Get-AshAgent*'
        }
    }

    Context 'Stopped in the middle of a turn' {
        It 'a thread job closes its connection' {
            $job = Start-ThreadJob { Import-Module $using:Manifest; $using:session | Send-AshMessage wait -Connection $using:connection }
            $agent.WaitForStart(1)
            Stop-Job $job
            Wait-ClientLeft
            $job.State | Should -Be Stopped
            Remove-Job $job
        }

        It 'a job in another process closes its connection' {
            $job = Start-Job { Import-Module $using:Manifest; Connect-AshServer ($using:emulator).Uri; $using:session | Send-AshMessage wait }
            $agent.WaitForStart(1)
            Stop-Job $job
            Wait-ClientLeft
            Remove-Job $job
        }

        It 'a parallel loop closes all its connections' {
            $loop = $sessions | ForEach-Object -AsJob -ThrottleLimit 3 -Parallel {
                Import-Module $using:Manifest
                Send-AshMessage -Session $_ wait -Connection $using:connection
            }
            $agent.WaitForStart(3)
            Stop-Job $loop
            @(Get-AshEmulatorRequest -Path */messages) | ForEach-Object { Wait-Task $_.WaitForClientLeftAsync() }
            Remove-Job $loop -Force
        }

        It 'a runspace that is closed closes its connection' {
            $script = Start-Script { Connect-AshServer $uri; Send-AshMessage -Session $session wait } @{ uri = $emulator.Uri; session = $session }
            $agent.WaitForStart(1)
            $script.Shell.Runspace.Close()
            Wait-ClientLeft
            $script.Shell.Streams.Error | Should -BeNullOrEmpty
        }

        It 'a process that exits does so at once, and its connection with it' {
            $run = Invoke-Pwsh @"
Import-Module ./Ash.psd1
Connect-AshServer '$($emulator.Uri)'
Send-AshMessage -Session '$session' wait | ForEach-Object { if (`$_.Text -eq 'first') { 'leaving'; exit 7 } }
"@
            $run.Output.Trim(), $run.Errors, $run.ExitCode | Should -Be leaving, '', 7
            Wait-ClientLeft
        }
    }

    Context 'Removal of the module' {
        It 'in one runspace leaves a turn in another alone' {
            $script = Start-Script { Connect-AshServer $uri; Send-AshMessage -Session $session wait -As Text } @{ uri = $emulator.Uri; session = $session }
            $agent.WaitForStart(1)
            Complete-Script (Start-Script { Connect-AshServer $uri; Remove-Module Ash } @{ uri = $emulator.Uri }) | Should -BeNullOrEmpty
            $agent.Open($session.Id)
            Complete-Script $script | Should -Be first, second
        }

        It 'in the middle of its own turn lets that come to its end' {
            $script = Start-Script {
                Connect-AshServer $uri
                Send-AshMessage -Session $session wait | ForEach-Object { if ($_.Text -eq 'first') { Remove-Module Ash; 'removed' } }
                'over'
            } @{ uri = $emulator.Uri; session = $session }
            if (-not [System.Threading.SpinWait]::SpinUntil({ $script.Output.Count -gt 0 }, $Patience)) { throw 'It was not removed.' }
            $agent.Open($session.Id)
            Complete-Script $script | Should -Be removed, over
            $script.Shell.Streams.Warning | Should -BeNullOrEmpty
        }
    }
}
