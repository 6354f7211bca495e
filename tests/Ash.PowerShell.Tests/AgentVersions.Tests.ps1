Describe 'Configurations and versions of agents' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = 'ops', 'other' | ForEach-Object { Publish-AshAgent -Name $_ -SystemPrompt 'You keep an eye on disks.' }

        # The agent has versions 1 and 2, and 2 is active.
        function Reset-Version {
            Get-AshAgentVersion ops | Remove-AshAgentVersion -Confirm:$false
            $null = New-AshAgentVersion ops -SystemPrompt 'first' -ReleaseNotes 'begins'
            $null = New-AshAgentVersion ops -SystemPrompt 'second' -Name two | Enable-AshAgentVersion
            $emulator.ClearRequests()
        }
    }

    AfterAll { Stop-AshEmulator $emulator }

    Context 'Get- and Set-AshAgentConfig' {
        It 'reads as ConvertFrom-Json output does, with the agent''s name' {
            $null = Set-AshAgentConfig ops '{"model":"m","mcp_servers":{"a":{"args":["x",2]}},"limit":null}'
            $config = Get-AshAgentConfig ops
            $config.model, $config.AgentName, $config.limit | Should -Be m, ops, $null
            $config.mcp_servers.a.args | Should -Be x, 2
        }

        It 'has the server merge: <From>' -ForEach @(
            @{ From = 'a hashtable'; Config = @{ model = 'n'; max_turns = 3 } }
            @{ From = 'JSON'; Config = '{"model":"n","max_turns":3}' }
            @{ From = 'a file'; Config = 'TestDrive:/config.json' }
            @{ From = 'an object'; Config = [pscustomobject]@{ model = 'n'; max_turns = 3 } }
        ) {
            Set-Content TestDrive:/config.json '{"model":"n","max_turns":3}'
            $null = Set-AshAgentConfig other '{"model":"m","description":"d","max_turns":1}'
            $merged = Set-AshAgentConfig other $Config
            $merged.model, $merged.description, $merged.max_turns, $merged.AgentName | Should -Be n, d, 3, other
            Get-SentBody /api/agents/other/config PATCH | ConvertFrom-Json | ForEach-Object { $_.model, $_.max_turns } | Should -Be n, 3
        }

        It 'takes back what it emitted, and sends no setting called AgentName' {
            $null = Set-AshAgentConfig ops @{ model = 'm' }
            $config = Get-AshAgentConfig ops
            $config.model = 'changed'
            (Set-AshAgentConfig other $config).model | Should -Be changed
            Get-SentBody /api/agents/other/config PATCH | Should -Not -Match AgentName
        }

        It 'takes agents from the pipeline' {
            (Get-AshAgent o* | Get-AshAgentConfig).AgentName | Should -Be ops, other
            (Get-AshAgentConfig ops, other | Set-AshAgentConfig -Config @{ seen = $true }).AgentName | Should -Be ops, other
        }

        It 'refuses what is no object, and sends nothing' {
            $emulator.ClearRequests()
            { Set-AshAgentConfig ops '{"a":' } | Should -Throw '*is not JSON*' -ErrorId 'InvalidRequest,*'
            { Set-AshAgentConfig ops (1, 2) } | Should -Throw '*not an object*' -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'says which agent is unknown' {
            $config = Get-AshAgentConfig ops, nobody -ErrorAction SilentlyContinue -ErrorVariable failure
            $config.AgentName | Should -Be ops
            $failure.FullyQualifiedErrorId | Should -Be 'AgentNotFound,Ash.Commands.GetAshAgentConfigCommand'
            $failure.TargetObject | Should -Be nobody
        }
    }

    Context 'New-AshAgentVersion' {
        BeforeEach { Reset-Version }

        It 'makes the next version, with what it is given' {
            $version = New-AshAgentVersion ops -Name three -SystemPrompt p -ReleaseNotes n -KnowledgeFile a.md, b.md
            $version | Should -BeOfType Ash.AgentVersion
            $version.VersionNumber, $version.Name, $version.SystemPrompt, $version.ReleaseNotes, $version.IsActive | Should -Be 3, three, p, n, $false
            $version.KnowledgeFiles | Should -Be a.md, b.md
            Get-SentBody /api/agents/ops/versions |
                Should -BeExactly '{"name":"three","systemPrompt":"p","releaseNotes":"n","knowledgeFiles":["a.md","b.md"]}'
        }

        It 'names it by its number where it is given nothing' {
            (New-AshAgentVersion ops).Name | Should -Be v3
            Get-SentBody /api/agents/ops/versions | Should -BeExactly '{}'
        }

        It 'clones: <From>' -ForEach @(
            @{ From = 'a number'; Clone = { New-AshAgentVersion ops -CloneFrom 1 } }
            @{ From = 'an object'; Clone = { New-AshAgentVersion ops -CloneFrom (Get-AshAgentVersion ops 1) } }
            @{ From = 'an agent in the pipeline'; Clone = { Get-AshAgent ops | New-AshAgentVersion -CloneFrom 1 } }
        ) {
            $version = & $Clone
            $version.SystemPrompt, $version.ReleaseNotes | Should -Be first, $null
            Get-SentBody /api/agents/ops/versions | Should -BeExactly '{"cloneFrom":1}'
        }

        It 'sends nothing that the server does not take: <Name>' -ForEach @(
            @{ Name = 'a name'; Given = @{ Name = 'n' * 256 } }
            @{ Name = 'a prompt'; Given = @{ SystemPrompt = 'p' * 1000001 } }
            @{ Name = 'notes'; Given = @{ ReleaseNotes = 'n' * 10001 } }
        ) {
            { New-AshAgentVersion ops @Given } | Should -Throw '*at most*' -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'says that there is nothing to clone' {
            { New-AshAgentVersion ops -CloneFrom 9 } | Should -Throw 'Source version 9 not found*' -ErrorId 'InvalidRequest,*'
        }
    }

    Context 'Get-AshAgentVersion' {
        BeforeAll { Reset-Version }

        It 'lists an agent''s, the newest first, or the active one' {
            (Get-AshAgentVersion ops).VersionNumber | Should -Be 2, 1
            (Get-AshAgentVersion ops -Active).VersionNumber | Should -Be 2
            Get-AshAgentVersion other -Active | Should -BeNullOrEmpty
        }

        It 'finds versions: <Name>' -ForEach @(
            @{ Name = 'by number'; Get = { Get-AshAgentVersion ops 1 } }
            @{ Name = 'by name of parameter'; Get = { Get-AshAgentVersion -Agent ops -Version 1 } }
            @{ Name = 'as an object'; Get = { Get-AshAgentVersion $first } }
            @{ Name = 'from the pipeline'; Get = { $first | Get-AshAgentVersion } }
            @{ Name = 'from a row'; Get = { "AgentName,VersionNumber`nops,1" | ConvertFrom-Csv | Get-AshAgentVersion } }
            @{ Name = 'as numbers in the pipeline'; Get = { 1 | Get-AshAgentVersion -Agent ops } }
            @{ Name = 'as a hashtable'; Get = { Get-AshAgentVersion @{ AgentName = 'ops'; VersionNumber = 1 } } }
        ) {
            $first = Get-AshAgentVersion ops 1
            $emulator.ClearRequests()
            (& $Get).SystemPrompt | Should -Be first
            (Get-AshEmulatorRequest).Path | Should -Be /api/agents/ops/versions/1
        }

        It 'lists the versions of agents that are piped to it, whose own version is how often they were deployed' {
            (Get-AshAgent ops, other | Get-AshAgentVersion).VersionNumber | Should -Be 2, 1
        }

        It 'says what it did not find' {
            { Get-AshAgentVersion ops 9 } | Should -Throw 'Version not found*' -ErrorId 'NotFound,*'
            { Get-AshAgentVersion ops nine } | Should -Throw "*'nine' is not a version*"
            { Get-AshAgentVersion -Version 1 } | Should -Throw 'Which agent does 1 belong to?*' -ErrorId 'InvalidRequest,*'
        }
    }

    Context 'Set-, Enable- and Remove-AshAgentVersion' {
        BeforeEach { Reset-Version }

        It 'changes what it is given and leaves the rest' {
            $version = Set-AshAgentVersion ops 1 -SystemPrompt '' -KnowledgeFile @()
            $version.SystemPrompt, $version.ReleaseNotes, $version.KnowledgeFiles.Count | Should -Be '', begins, 0
            Get-SentBody /api/agents/ops/versions/1 PATCH | Should -BeExactly '{"systemPrompt":"","knowledgeFiles":[]}'
        }

        It 'sends nothing where there is nothing to change' {
            { Get-AshAgentVersion ops 1 | Set-AshAgentVersion } | Should -Throw 'There is nothing to change*' -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest -Method PATCH | Should -BeNullOrEmpty
        }

        It 'activates a version in place of the other, and new sessions get its prompt' {
            $version = Get-AshAgentVersion ops 1 | Enable-AshAgentVersion
            $version.VersionNumber, $version.IsActive | Should -Be 1, $true
            (Get-AshAgentVersion ops -Active).VersionNumber | Should -Be 1
            $session = New-AshSession ops
            (Invoke-RestMethod "$($emulator.Uri)api/sessions/$session/files/CLAUDE.md?format=json").content | Should -Be first
        }

        It 'removes versions: <Name>' -ForEach @(
            @{ Name = 'objects'; Remove = { Get-AshAgentVersion ops | Remove-AshAgentVersion -Confirm:$false } }
            @{ Name = 'numbers'; Remove = { Remove-AshAgentVersion ops 1, 2 -Confirm:$false } }
        ) {
            & $Remove | Should -BeNullOrEmpty
            Get-AshAgentVersion ops | Should -BeNullOrEmpty
        }

        It 'asks before it removes' {
            (Get-Command Remove-AshAgentVersion).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact |
                Should -Be High
        }

        It 'does the others where one is not there' {
            Remove-AshAgentVersion ops 9, 1 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure.FullyQualifiedErrorId | Should -Be 'NotFound,Ash.Commands.RemoveAshAgentVersionCommand'
            $failure.TargetObject | Should -Be 9
            (Get-AshAgentVersion ops).VersionNumber | Should -Be 2
        }
    }
}
