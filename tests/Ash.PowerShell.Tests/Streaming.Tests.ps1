Describe 'Streaming' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1

        $frame = Get-EmulatorType FrameStep
        $reply = Get-EmulatorType EmulatorReply
        $steps = [Array]::CreateInstance((Get-EmulatorType ReplyStep), 200000)
        [Array]::Fill($steps, $frame::new('text_delta', '{"delta":"x"}'))
        $many = $reply::Steps($steps)
        # Less than the reader holds for a consumer that does not move, and far more than the sockets do.
        $steps = [Array]::CreateInstance((Get-EmulatorType ReplyStep), 300)
        [Array]::Fill($steps, $frame::new('text_delta', "{`"delta`":`"$('x' * 10000)`"}"))
        $wide = $reply::Steps($steps)

        # Waits until the server has seen the client of the last message leave.
        function Wait-ClientLeft {
            Wait-Task (Get-AshEmulatorRequest -Path */messages | Select-Object -Last 1).WaitForClientLeftAsync()
        }

        # What a stopped or finished script leaves behind: no error, no warning.
        function Confirm-Quiet($Script, [string] $State) {
            $Script.Shell.InvocationStateInfo.State | Should -Be $State
            $Script.Shell.InvocationStateInfo.Reason.InnerException | Should -BeNullOrEmpty
            $Script.Shell.Streams.Error | Should -BeNullOrEmpty
            $Script.Shell.Streams.Warning | Should -BeNullOrEmpty
        }
    }

    BeforeEach {
        # An agent that says 'first' and tells that it was asked, and says 'second' when the gate opens.
        $asked = [System.Threading.ManualResetEventSlim]::new()
        $gate = [System.Threading.ManualResetEventSlim]::new()
        $emulator = Start-AshEmulator -Connect -Reply @{
            '*'    = { 'first'; $asked.Set(); if (-not $gate.Wait($Patience)) { throw 'The gate stayed shut.' }; 'second' }
            'wait' = { $asked.Set(); if (-not $gate.Wait($Patience)) { throw 'The gate stayed shut.' }; 'late' }
            'many' = $many
            'wide' = $wide
        }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $connection = Get-AshConnection
        $session = New-AshSession agent
        $variables = @{ connection = $connection; session = $session; arrived = [System.Threading.ManualResetEventSlim]::new() }
    }

    AfterEach {
        $gate.Set()
        Stop-AshEmulator $emulator
    }

    Context 'As it happens' {
        It 'hands out the first <As> before the second frame is sent' -ForEach @{ As = 'Event' }, @{ As = 'Text' } {
            $seen = Send-AshMessage -Session $session hi -As $As | ForEach-Object {
                $text = if ($_ -is [string]) { $_ } else { $_.Text }
                if ($text -eq 'first') {
                    $gate.IsSet | Should -BeFalse
                    $gate.Set()
                }
                if ($_ -is [string] -or $_.Role) { $text }
            }
            $seen | Should -Be first, second
        }

        It 'loses nothing when the consumer stops to think' {
            $count = 0
            Send-AshMessage -Session $session wide | ForEach-Object {
                # At the first event: until the server has written all of them, and is rid of the turn.
                if ($count++ -eq 0) { Wait-Task (Get-AshEmulatorRequest -Path */messages | Select-Object -Last 1).WaitForAnswerAsync() }
                if ($_.Sequence -ne $count) { throw "Event $($_.Sequence) came as number $count." }
                $last = $_
            }
            $last.Type | Should -Be done
            # session_start, the system message, turn_complete, the result and done are there besides.
            $count | Should -Be (300 + 5)
        }

        It 'keeps count of 200,000 events' {
            $last = Send-AshMessage -Session $session many | Select-Object -Last 1
            $last.Type, $last.Sequence | Should -Be done, (200000 + 5)
        }

        It 'gets 200,000 events through to Out-Null' {
            $Error.Clear()
            Send-AshMessage -Session $session many | Out-Null
            $Error | Should -BeNullOrEmpty
            Wait-Task (Get-AshEmulatorRequest -Path */messages | Select-Object -Last 1).WaitForAnswerAsync()
        }
    }

    Context 'Left early' {
        It 'by Select-Object -First, closes the connection without a word' {
            $Error.Clear()
            $first = Send-AshMessage -Session $session hi -WarningVariable warnings -ErrorVariable errors | Select-Object -First 1
            $first.Type | Should -Be session_start
            Wait-ClientLeft
            $Error, $warnings, $errors | ForEach-Object { $_ | Should -BeNullOrEmpty }
        }

        It 'by Select-Object -First, as <As> too' -ForEach @{ As = 'Text'; Is = 'first' } {
            Send-AshMessage -Session $session hi -As $As | Select-Object -First 1 | Should -Be $Is
            Wait-ClientLeft
        }

        It 'by an error further down, closes the connection' {
            { Send-AshMessage -Session $session hi | ForEach-Object { throw 'Enough.' } } | Should -Throw Enough.
            Wait-ClientLeft
        }

        It 'by break, closes the connection' {
            do { Send-AshMessage -Session $session hi | ForEach-Object { break } } while ($false)
            Wait-ClientLeft
        }

        It 'sends no further message' {
            $emulator.ClearRequests()
            'one', 'two' | Send-AshMessage -Session $session -As Text | Select-Object -First 1 | Should -Be first
            Wait-ClientLeft
            (Get-AshEmulatorRequest -Path */messages).Count | Should -Be 1
        }
    }

    Context 'Ctrl+C' {
        It 'in the middle of a stream ends it at once' {
            $script = Start-Script {
                Send-AshMessage -Session $session hi -Connection $connection -As Text | ForEach-Object { $_; $arrived.Set() }
            } $variables
            Wait-Signal $variables.arrived
            Stop-Script $script
            Wait-ClientLeft
            $script.Output | Should -Be first
            Confirm-Quiet $script Stopped
        }

        It 'while the agent has said nothing yet ends it at once: <As>' -ForEach @{ As = 'Text' }, @{ As = 'Turn' } {
            $script = Start-Script {
                Send-AshMessage -Session $session wait -Connection $connection -As $as
            } ($variables + @{ as = $As })
            Wait-Signal $asked
            Stop-Script $script
            Wait-ClientLeft
            $script.Output | Should -BeNullOrEmpty
            Confirm-Quiet $script Stopped
        }

        It 'while the server has not answered at all ends it at once: <Name>' -ForEach @(
            @{ Name = 'Send-AshMessage'; Call = { Send-AshMessage -Session (New-Guid) hi } }
            @{ Name = 'New-AshSession'; Call = { New-AshSession agent } }
            @{ Name = 'Connect-AshServer'; Call = { Connect-AshServer } }
            @{ Name = 'Test-AshServer'; Call = { Test-AshServer } }
        ) {
            $listener = Start-Listener
            $env:ASH_SERVER_URL = Get-Address $listener
            try {
                $script = Start-Script $Call
                $request = Receive-Request $listener
                Stop-Script $script
                # The end of the stream is the client's leaving.
                $request.Stream.Read([byte[]]::new(1), 0, 1) | Should -Be 0
                $script.Output | Should -BeNullOrEmpty
                Confirm-Quiet $script Stopped
            } finally {
                $env:ASH_SERVER_URL = $null
                $listener.Stop()
            }
        }

        It 'in a wait before a retry ends it at once' {
            $env:ASH_SERVER_URL = Get-ClosedAddress
            try {
                $script = Start-Script { Get-AshAgent -Verbose 4>&1 | ForEach-Object { $arrived.Set() } } $variables
                Wait-Signal $variables.arrived
                Stop-Script $script
                Confirm-Quiet $script Stopped
            } finally {
                $env:ASH_SERVER_URL = $null
            }
        }

        It 'leaves the session and the connection usable' {
            $script = Start-Script { Send-AshMessage -Session $session wait -Connection $connection } $variables
            Wait-Signal $asked
            Stop-Script $script
            Wait-ClientLeft
            $gate.Set()
            $session | Suspend-AshSession | Resume-AshSession | ForEach-Object Status | Should -Be active
            Send-AshMessage -Session (New-AshSession agent) hi -As Text | Should -Be first, second
        }
    }

    Context 'Side by side' {
        It 'turns of two sessions run at the same time on one connection' {
            # Both agents have been asked before either may answer.
            $both = [System.Threading.Barrier]::new(2)
            $pair = Start-AshEmulator -Reply @{
                'one' = { if (-not $both.SignalAndWait($Patience)) { throw 'Alone.' }; 'one' }
                'two' = { if (-not $both.SignalAndWait($Patience)) { throw 'Alone.' }; 'two' }
            }
            try {
                $shared = Connect-AshServer $pair.Uri -PassThru
                $null = Publish-AshAgent -Name agent -SystemPrompt x
                $scripts = 'one', 'two' | ForEach-Object {
                    Start-Script { Send-AshMessage -Session $session $message -Connection $connection -As Text } @{
                        session = New-AshSession agent; message = $_; connection = $shared
                    }
                }
                $scripts | ForEach-Object { Complete-Script $_ } | Should -Be one, two
            } finally {
                Stop-AshEmulator $pair
            }
        }
    }
}
