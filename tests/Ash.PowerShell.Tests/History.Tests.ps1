Describe 'Histories' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect -Reply @{ 'list' = @{ Tool = 'Bash'; Input = @{ command = 'ls' }; Result = 'a.txt' }, 'One file.' }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $session = New-AshSession agent
        $null = Send-AshMessage -Session $session list
        $null = Send-AshMessage -Session $session 'Thank you.'
    }

    AfterAll { Stop-AshEmulator $emulator }

    It 'of messages come in order, with their content as objects' {
        $messages = $session | Get-AshMessage
        $messages.Sequence | Should -Be (1..$messages.Count)
        $messages | ForEach-Object { $_ | Should -BeOfType Ash.StoredMessage }
        $messages[0].Role, $messages[0].Text | Should -Be user, list
        ($messages | Where-Object MessageType -EQ assistant).Content.message.content | Where-Object type -EQ tool_use |
            ForEach-Object { $_.input.command } | Should -Be ls
        $messages[-1].MessageType, $messages[-1].Content.subtype | Should -Be result, success
        [object]::ReferenceEquals($messages[0].Content, $messages[0].Content) | Should -BeTrue
    }

    It 'start and stop where they are told' {
        (Get-AshMessage $session -After 2 -First 2).Sequence | Should -Be 3, 4
        Get-AshEmulatorRequest -Path */messages -Method GET | Select-Object -Last 1 | ForEach-Object Query | Should -Be 'limit=2&after=2'
        (Get-AshMessage $session | Select-Object -First 1).Sequence | Should -Be 1
    }

    It 'of events are filtered by type' {
        (Get-AshSessionEvent $session -Type tool_start).Data.input.command | Should -Be ls
        (Get-AshSessionEvent $session)[0].Data.action | Should -Be created
        (Get-AshSessionEvent $session).Type | Should -Contain turn_complete
    }

    It 'of logs grow, and start behind an index' {
        $emulator.WriteLog($session.Id, 'careful', 'stderr')
        $line = Get-AshSessionLog $session -After 0 | Select-Object -Last 1
        $line.Level, $line.Text | Should -Be stderr, careful
    }

    It 'are followed with -Wait until the pipeline is stopped' {
        $seen = [System.Threading.ManualResetEventSlim]::new()
        $run = Start-Script {
            Connect-AshServer $uri
            Get-AshMessage $id -Wait | ForEach-Object { if ($_.Text -eq 'One more.') { $seen.Set() } }
        } @{ uri = $emulator.Uri; id = $session.Id; seen = $seen }
        try {
            $null = Send-AshMessage -Session $session 'One more.'
            Wait-Signal $seen
        }
        finally { Stop-Script $run }
        $run.Shell.Streams.Error | Should -BeNullOrEmpty
    }

    It 'of a session that is unknown are one error' {
        { Get-AshMessage ([guid]::NewGuid()) } | Should -Throw -ErrorId 'SessionNotFound,Ash.Commands.GetAshMessageCommand'
    }

    It 'show in a table of 80 columns' {
        $rows = (Get-AshMessage $session | Out-String -Width 80) -split '\r?\n'
        $rows | Where-Object { $_.Length -gt 80 } | Should -BeNullOrEmpty
        $rows -match '^ +2 (\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d) +assistant +Bash \{"command":"ls"\}' | Should -HaveCount 1
    }
}
