# What the commands for files of sessions and of agents have in common is tested on the former.
Describe 'Files of an agent' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
    }

    AfterAll { Stop-AshEmulator $emulator }

    BeforeEach {
        $folder = (New-Item -ItemType Directory "TestDrive:/$(New-Guid)").FullName
        Push-Location $folder
        $name = "agent-$(New-Guid)"
        $agent = Publish-AshAgent $name -SystemPrompt "You keep files.`n"
        $null = New-Item -ItemType File -Force skills/review/SKILL.md, skills/review/.env, skills/review/node_modules/x.js -Value s
        $null = Send-AshAgentFile $name ./skills
        $emulator.ClearRequests()
    }

    AfterEach { Pop-Location }

    It 'are listed: <Kind>' -ForEach @(
        @{ Kind = 'by name'; Get = { Get-AshAgentFile $name } }
        @{ Kind = 'an agent from the pipeline'; Get = { Get-AshAgent $name | Get-AshAgentFile } }
        @{ Kind = 'a deployment from the pipeline'; Get = { $agent | Get-AshAgentFile } }
        @{ Kind = 'by a wildcard'; Get = { Get-AshAgentFile $name *.md } }
    ) {
        $files = & $Get
        $files | ForEach-Object { $_ | Should -BeOfType Ash.AgentFile }
        $files.Path | Should -Be CLAUDE.md, skills/review/SKILL.md
        $files.AgentName | Should -Be $name, $name
        $files[1].Name, $files[1].Length | Should -Be SKILL.md, 1
    }

    It 'come to this machine, and their text into the pipeline' {
        $files = Get-AshAgentFile $name | Receive-AshAgentFile -Destination out
        $files.Name | Should -Be CLAUDE.md, SKILL.md
        Get-Content -Raw out/CLAUDE.md | Should -BeExactly "You keep files.`n"
        Receive-AshAgentFile $name skills -AsText | Should -BeExactly s
        { Receive-AshAgentFile $name nope } | Should -Throw -ErrorId 'NotFound,Ash.Commands.ReceiveAshAgentFileCommand'
    }

    It 'go up in requests that the server takes, and a session has them from then on' {
        'a', 'b' | ForEach-Object { [System.IO.File]::WriteAllBytes((Join-Path $folder "$_.bin"), [byte[]]::new(600KB)) }
        $sent = Get-ChildItem *.bin | Send-AshAgentFile -Agent $name -Destination data
        $sent | ForEach-Object { $_ | Should -BeOfType Ash.SentAgentFile }
        $sent.Path | Should -Be data/a.bin, data/b.bin
        $sent.Written | Should -Be $true, $true
        $sent.AgentName | Should -Be $name, $name
        (Get-AshEmulatorRequest -Method POST -Path '/api/agents/*/files').Count | Should -Be 2
        (Get-AshAgent $name).Version | Should -Be 1
        (New-AshSession $name | Get-AshSessionFile -Path data).Path | Should -Be data/a.bin, data/b.bin
    }

    It 'go up without what does not belong to an agent, unless it is named' {
        (Get-AshEmulatorRequest) | Should -BeNullOrEmpty
        (Send-AshAgentFile $name ./skills).Path | Should -Be skills/review/SKILL.md
        (Send-AshAgentFile $name ./skills/review/.env).Path | Should -Be .env
    }

    It 'are too large for one request: that is said before anything is sent' {
        [System.IO.File]::WriteAllBytes((Join-Path $folder large.bin), [byte[]]::new(800KB))
        { Send-AshAgentFile $name large.bin } | Should -Throw '*large.bin has 819,200 bytes*about 780,000*' -ErrorId 'PayloadTooLarge,*'
        Get-AshEmulatorRequest | Should -BeNullOrEmpty
    }

    It 'are removed' {
        Get-AshAgentFile $name skills | Remove-AshAgentFile -Confirm:$false
        (Get-AshAgentFile $name).Path | Should -Be CLAUDE.md
        Remove-AshAgentFile $name *.md -Confirm:$false
        Get-AshAgentFile $name | Should -BeNullOrEmpty
        { Remove-AshAgentFile $name nope -Confirm:$false } | Should -Throw -ErrorId 'NotFound,*'
    }

    It 'of an agent that is none are not there' {
        { Get-AshAgentFile nobody } | Should -Throw -ErrorId 'AgentNotFound,*'
        { Get-AshAgentFile 'no name' } | Should -Throw -ErrorId 'InvalidRequest,*'
    }
}
