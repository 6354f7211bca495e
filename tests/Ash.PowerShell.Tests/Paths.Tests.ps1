Describe 'Paths of this machine' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = Publish-AshAgent agent -SystemPrompt x
        $null = New-AshEvalCase agent 'Why?' -Category Safety
        $session, $other = 'agent', 'agent' | New-AshSession
        $folder = (New-Item -ItemType Directory TestDrive:/files).FullName
        Set-Content "$folder/good.txt" good
    }

    AfterAll { Stop-AshEmulator $emulator }

    BeforeEach {
        $emulator.ClearRequests()
        # The folder that the file system would find the path of another drive in.
        $saved = [Environment]::CurrentDirectory
        [Environment]::CurrentDirectory = $folder
    }

    AfterEach { [Environment]::CurrentDirectory = $saved }

    It 'are those of drives of files, and no others: <Name>' -ForEach @(
        @{ Name = 'Send-AshSessionFile'; Call = { Send-AshSessionFile $session Env:good.txt } }
        @{ Name = 'Send-AshSessionFile, what is piped'; Call = { Get-Item Variable:/folder | Send-AshSessionFile $session } }
        @{ Name = 'Add-AshAttachment'; Call = { Add-AshAttachment $session Env:good.txt } }
        @{ Name = 'Receive-AshSessionFile'; Call = { Receive-AshSessionFile $session good.txt -Destination Env:sub } }
        @{ Name = 'Save-AshWorkspace'; Call = { Save-AshWorkspace $session Env:ws.tgz } }
        @{ Name = 'Restore-AshWorkspace'; Call = { Restore-AshWorkspace $session Env:good.txt -Confirm:$false } }
        @{ Name = 'Publish-AshAgent'; Call = { Publish-AshAgent -Path Env:sub } }
        @{ Name = 'Import-AshEvalCase'; Call = { Import-AshEvalCase agent Env:good.json } }
        @{ Name = 'Export-AshEvalCase'; Call = { Export-AshEvalCase agent Env:cases.json } }
        @{ Name = 'Export-AshTranscript'; Call = { $session | Export-AshTranscript Env:talk.md } }
        @{ Name = '-Attachment'; Call = { Send-AshMessage -Session $session hi -Attachment Env:good.txt } }
        @{ Name = '-RecordPath'; Call = { Send-AshMessage -Session $session hi -RecordPath Env:run.sse } }
        @{ Name = 'an emulator''s recording'; Call = { Start-AshEmulator -Reply @{ '*' = 'Env:run.sse' } } }
    ) {
        $failure = { & $Call } | Should -Throw '*is no place for a file*' -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,Ash.Commands.*'
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
        (Get-ChildItem $folder).Name | Should -Be good.txt
    }

    It 'are not those of the process where the current location has no files: <Name>' -ForEach @(
        @{ Name = 'Export-AshEvalCase'; Call = { Export-AshEvalCase agent c.json } }
        @{ Name = 'Save-AshWorkspace'; Call = { Save-AshWorkspace $session } }
        @{ Name = 'Receive-AshSessionFile'; Call = { Receive-AshSessionFile $session good.txt } }
        @{ Name = 'Send-AshSessionFile'; Call = { Send-AshSessionFile $session good.txt } }
    ) {
        Push-Location Env:
        try { { & $Call } | Should -Throw '*is no place for a file*' -ErrorId 'InvalidRequest,*' }
        finally { Pop-Location }
        (Get-ChildItem $folder).Name | Should -Be good.txt
    }

    It 'are each an error of their own, and the others go on' {
        $sent = 'nodrive:/x', "$folder/[a", "$folder/good.txt" |
            Send-AshSessionFile $session -ErrorAction SilentlyContinue -ErrorVariable failures
        $sent.Path | Should -Be good.txt
        $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failures.TargetObject | Should -Be nodrive:/x, "$folder/[a"
        "$($failures[0])" | Should -BeLike '*nodrive*'
    }

    It 'may have backticks before characters that are no wildcards' {
        Push-Location $folder
        try {
            Set-Content -LiteralPath 'we[1]ird.txt' x
            Set-Content -LiteralPath 'we1ird.txt' y
            (Send-AshSessionFile $session 'we`[1`]ird.txt').Path | Should -Be 'we[1]ird.txt'
            # One that is there is itself.
            (Send-AshSessionFile $session 'we[1]ird.txt').Path | Should -Be 'we[1]ird.txt'
            (Send-AshSessionFile $session 'we[12]ird.txt').Path | Should -Be we1ird.txt
        } finally {
            Remove-Item -LiteralPath 'we[1]ird.txt', we1ird.txt
            Pop-Location
        }
    }

    It 'take what comes first where two things would be one file: <Name>' -ForEach @(
        @{ Name = 'Save-AshWorkspace'; Call = { $session, $other | Save-AshWorkspace -Path "$TestDrive/one.tgz" -Force -ErrorAction SilentlyContinue } }
        @{ Name = 'Receive-AshSessionFile'; Call = { Receive-AshSessionFile $session, $other same.txt "$TestDrive/two" -Force -ErrorAction SilentlyContinue } }
    ) {
        Set-Content "$TestDrive/same.txt" x
        $null = Send-AshSessionFile $session, $other "$TestDrive/same.txt"
        $Error.Clear()
        @(& $Call).Count | Should -Be 1
        $Error.FullyQualifiedErrorId | Should -BeLike 'FileNotWritten,*'
        "$Error" | Should -BeLike "*has just been written from *session $session*"
    }
}

Describe 'Wildcards' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = Publish-AshAgent reviewer -SystemPrompt x
        $null = New-AshEvalCase reviewer 'Why?' -Category Safety
        $session = New-AshSession reviewer
        'first', 'second' | ForEach-Object { New-AshAgentVersion reviewer -SystemPrompt $_ } | Select-Object -Last 1 | Enable-AshAgentVersion | Out-Null
    }

    AfterAll { Stop-AshEmulator $emulator }

    It 'that are broken are one error, and the next name has its turn' {
        $found = '[a', 'reviewer' | Get-AshAgent -ErrorAction SilentlyContinue -ErrorVariable failures
        $found.Name | Should -Be reviewer
        $failures.FullyQualifiedErrorId | Should -Be 'InvalidRequest,Ash.Commands.GetAshAgentCommand'
        $failures.TargetObject | Should -Be '[a'
        "$failures" | Should -BeLike "*'[[]a' is no wildcard*"
    }

    It 'are an error that says so: <Name>' -ForEach @(
        @{ Name = 'Get-AshSession -Agent'; Call = { Get-AshSession -Agent '[a' } }
        @{ Name = 'Get-AshApiKey -Label'; Call = { Get-AshApiKey -Label '[a' } }
        @{ Name = 'Get-AshCredential -Label'; Call = { Get-AshCredential -Label '[a' } }
        @{ Name = 'Get-AshEvalCase -Tag'; Call = { Get-AshEvalCase reviewer -Tag '[a' } }
        @{ Name = 'Get-AshServerMetric'; Call = { Get-AshServerMetric '[a' } }
        @{ Name = 'Get-AshAttachment'; Call = { Get-AshAttachment $session '[a' } }
        @{ Name = 'Get-AshSessionFile'; Call = { Get-AshSessionFile $session '[a' } }
        @{ Name = 'Get-AshEmulatorRequest'; Call = { Get-AshEmulatorRequest -Path '[a' } }
    ) {
        { & $Call } | Should -Throw "*'[[]a' is no wildcard*" -ErrorId 'InvalidRequest,*'
    }

    It 'and plain names find the same, however many there are and whatever their case' {
        (Get-AshSession -Agent REVIEWER).Id | Should -Be $session.Id
        (Get-AshSession -Agent REVIEWER, nobody).Id | Should -Be $session.Id
        (Get-AshSession -Agent REVIEWE*).Id | Should -Be $session.Id
        (Get-AshEvalCase reviewer -Category safety).Question | Should -Be Why?
        (Get-AshEvalCase reviewer -Category safety, x).Question | Should -Be Why?
    }

    It 'beside a switch that is turned off: what is not' {
        $all = Get-AshAgentVersion reviewer
        @(Get-AshAgentVersion reviewer -Active).Count + @(Get-AshAgentVersion reviewer -Active:$false).Count | Should -Be @($all).Count
        (Get-AshAgentVersion reviewer -Active:$false).IsActive | Should -Not -Contain $true
    }
}
