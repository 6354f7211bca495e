# What commands take for an agent, a session, a message or a file, and what they refuse before anything is sent.
BeforeDiscovery {
    $changes = @(
        @{ Command = 'Unpublish-AshAgent'; Option = @{ Confirm = $false } }
        @{ Command = 'Set-AshAgent'; Option = @{ Environment = @{} } }
        @{ Command = 'Set-AshAgentConfig'; Option = @{ Config = @{} } }
        @{ Command = 'Publish-AshAgent'; Option = @{ SystemPrompt = 'x' } }
        @{ Command = 'New-AshAgentVersion'; Option = @{ SystemPrompt = 'x' } }
        @{ Command = 'Send-AshAgentFile'; Option = @{ Path = './notes.txt' } }
        @{ Command = 'Remove-AshAgentFile'; Option = @{ Path = 'notes.txt'; Confirm = $false } }
        @{ Command = 'New-AshEvalCase'; Option = @{ Question = 'x' } }
        @{ Command = 'Start-AshEvalRun'; Option = @{} }
    )
    $typedOnly = @(
        @{ Command = 'Import-AshEvalCase'; Option = @{ Path = './cases.json' } }
        @{ Command = 'Remove-AshAgentVersion'; Option = @{ Version = 1; Confirm = $false } }
        @{ Command = 'Remove-AshEvalCase'; Option = @{ Id = '5f3c1f5e-8d2f-4b57-9d25-0d1d3f1f7a01'; Confirm = $false } }
        @{ Command = 'Set-AshEvalResult'; Option = @{ Id = '5f3c1f5e-8d2f-4b57-9d25-0d1d3f1f7a01'; Score = 1 } }
    )
}

Describe 'Input' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        'ops-a', 'ops-b' | ForEach-Object { $null = Publish-AshAgent $_ -SystemPrompt x }
        $session = New-AshSession ops-a
        $folder = (New-Item -ItemType Directory "TestDrive:/$(New-Guid)").FullName
        Push-Location $folder
        Set-Content notes.txt 'one', 'two'
        Set-Content cases.json '[]'
        [System.IO.File]::WriteAllBytes((Join-Path $folder picture.png), [byte[]] (0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0))

        function Assert-NothingSent { Get-AshEmulatorRequest | Should -BeNullOrEmpty }
    }

    AfterAll {
        Pop-Location
        Stop-AshEmulator $emulator
    }

    BeforeEach { $emulator.ClearRequests() }

    Context 'A name or an id that can be none' {
        It 'is refused as an error of its own, whether the command would only say what it does or not: <Call>' -ForEach @(
            @{ Call = { Unpublish-AshAgent 'ops*' -Confirm:$false }; Target = 'ops*' }
            @{ Call = { Set-AshAgent 'ops*' -Environment @{} }; Target = 'ops*' }
            @{ Call = { Set-AshAgentConfig 'ops*' @{ a = 1 } }; Target = 'ops*' }
            @{ Call = { New-AshAgentVersion 'ops*' -SystemPrompt x }; Target = 'ops*' }
            @{ Call = { Send-AshAgentFile 'ops*' notes.txt }; Target = 'ops*' }
            @{ Call = { Remove-AshAgentFile 'ops*' notes.txt -Confirm:$false }; Target = 'ops*' }
            @{ Call = { Receive-AshAgentFile 'ops*' notes.txt }; Target = 'ops*' }
            @{ Call = { Remove-AshAgentVersion 'ops*' 1 -Confirm:$false }; Target = '1' }
            @{ Call = { New-AshEvalCase 'ops*' q }; Target = 'ops*' }
            @{ Call = { Import-AshEvalCase 'ops*' cases.json }; Target = 'ops*' }
            @{ Call = { Start-AshEvalRun 'ops*' }; Target = 'ops*' }
            @{ Call = { Publish-AshAgent 'ops*' -SystemPrompt x }; Target = 'ops*' }
            @{ Call = { New-AshSession 'ops*' }; Target = 'ops*' }
            @{ Call = { Add-AshQueueItem 'ops*' hi }; Target = 'ops*' }
            @{ Call = { Invoke-AshAgent 'ops*' hi }; Target = 'ops*' }
            @{ Call = { Stop-AshSession ops-a }; Target = 'ops-a' }
            @{ Call = { Set-AshSession ops-a -Model m }; Target = 'ops-a' }
            @{ Call = { Send-AshMessage hi -Session ops-a }; Target = 'ops-a' }
            @{ Call = { Invoke-AshCommand ls -Session ops-a }; Target = 'ops-a' }
            @{ Call = { Send-AshSessionFile ops-a notes.txt }; Target = 'ops-a' }
            @{ Call = { Remove-AshSessionFile ops-a notes.txt -Confirm:$false }; Target = 'ops-a' }
            @{ Call = { Receive-AshSessionFile ops-a notes.txt }; Target = 'ops-a' }
            @{ Call = { Save-AshWorkspace ops-a }; Target = 'ops-a' }
            @{ Call = { Restore-AshWorkspace ops-a notes.txt -Confirm:$false }; Target = 'ops-a' }
            @{ Call = { Add-AshAttachment ops-a notes.txt }; Target = 'ops-a' }
            @{ Call = { Add-AshQueueItem ops-a hi -Session ops-a }; Target = 'ops-a' }
        ) {
            $ErrorActionPreference = 'Continue'
            $errors = foreach ($WhatIfPreference in $false, $true) {
                $failures = @(& $Call 2>&1 3>&1)
                $failures.Count | Should -Be 1
                $failures[0]
            }
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            "$($errors[0])" | Should -BeLike $(if ($Target -eq 'ops-a') { "*'ops-a' is no session's id, which is a UUID*" } else { "*'ops`*' is no agent name*" })
            $errors[0].TargetObject | Should -Be $Target
            "$($errors[1])", $errors[1].FullyQualifiedErrorId, $errors[1].TargetObject |
                Should -Be "$($errors[0])", $errors[0].FullyQualifiedErrorId, $errors[0].TargetObject
            Assert-NothingSent
        }

        It 'and a change that is none are refused under -WhatIf too: <Call>' -ForEach @(
            @{ Call = { Set-AshSession $session -WhatIf } }
            @{ Call = { Set-AshAgentVersion ops-a 1 -WhatIf } }
            @{ Call = { Set-AshEvalCase ops-a 5f3c1f5e-8d2f-4b57-9d25-0d1d3f1f7a01 -WhatIf } }
        ) {
            $Call | Should -Throw '*nothing to change*' -ErrorId 'InvalidRequest,*'
            Assert-NothingSent
        }

        It 'is shown as it was typed' {
            { Get-AshSession 41d47e15* } | Should -Throw "'41d47e15`*' is no session's id*" -ErrorId 'InvalidRequest,*'
            { Get-AshMessage 'a b' } | Should -Throw "'a b' is no session's id*" -ErrorId 'InvalidRequest,*'
            Assert-NothingSent
        }

        It 'is no filter either' {
            { Get-AshUsage 'rev*' } | Should -Throw "'rev`*' is no agent name*" -ErrorId 'InvalidRequest,*'
            { Get-AshUsageEvent 'rev*' } | Should -Throw "'rev`*' is no agent name*" -ErrorId 'InvalidRequest,*'
            { Get-AshUsage -Session 'rev*' } | Should -Throw "'rev`*' is no session's id*" -ErrorId 'InvalidRequest,*'
            { Get-AshSession -Agent 'my agent' } | Should -Throw "'my agent' is no agent name*" -ErrorId 'InvalidRequest,*'
            { Get-AshSession -Agent ops-a, 'my agent' } | Should -Throw "'my agent' is no agent name*" -ErrorId 'InvalidRequest,*'
            Assert-NothingSent
        }

        It 'is the name of a folder that is deployed' {
            $null = New-Item -ItemType Directory 'agents/my agent'
            Set-Content 'agents/my agent/CLAUDE.md' x
            foreach ($option in @{}, @{ WhatIf = $true }) {
                { Get-ChildItem ./agents -Directory | Publish-AshAgent @option } | Should -Throw "'my agent' is no agent name*" -ErrorId 'InvalidRequest,*'
            }
            Assert-NothingSent
        }
    }
}
