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

    Context 'A session is no agent' {
        It 'that <Command> would change: piped' -ForEach $changes {
            { $session | & $Command @Option } | Should -Throw "*Session*$session*no agent*Get-AshAgent ops-a*"
            Assert-NothingSent
        }

        It 'that <Command> would change: typed' -ForEach ($changes + $typedOnly) {
            { & $Command $session @Option } | Should -Throw "*Session*$session*no agent*Get-AshAgent ops-a*"
            Assert-NothingSent
        }

        It 'though it came back from a job, or is a row of a table of sessions' {
            $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($session))
            { $copy | Unpublish-AshAgent -Confirm:$false } | Should -Throw '*no agent*'
            { $session | Select-Object Id, AgentName | Unpublish-AshAgent -Confirm:$false } | Should -Throw '*no agent*'
            Assert-NothingSent
        }

        It 'and neither is anything else that only belongs to one' {
            $version = New-AshAgentVersion ops-a -SystemPrompt y
            $case = New-AshEvalCase ops-a q
            $file = Get-AshAgentFile ops-a
            $item = Add-AshQueueItem ops-a hi
            $emulator.ClearRequests()
            foreach ($part in $version, $case, $file, $item) {
                { $part | Unpublish-AshAgent -Confirm:$false } | Should -Throw '*no agent*Get-AshAgent ops-a*'
                { $part | Set-AshAgent -Environment @{} } | Should -Throw '*no agent*'
            }
            Assert-NothingSent
        }

        It 'and does no harm where it may stand for its own' {
            ($session | Get-AshAgent).Name | Should -Be ops-a
            ($session | New-AshSession).AgentName | Should -Be ops-a
        }

        It 'but agents, deployments, rows and names are' {
            $null = Publish-AshAgent ops-c -SystemPrompt x | Set-AshAgent -Environment @{ A = 1 }
            $null = Get-AshAgent ops-c | Set-AshAgent -Environment @{ A = 1 }
            $null = Get-AshAgentConfig ops-c | Set-AshAgentConfig -Config @{ a = 1 }
            $null = "AgentName`nops-c" | ConvertFrom-Csv | Set-AshAgent -Environment @{ A = 1 }
            $null = Get-AshAgent ops-c | Publish-AshAgent -SystemPrompt y
            Send-AshAgentFile ops-c notes.txt | Remove-AshAgentFile -Confirm:$false
            Get-AshAgent ops-c | Send-AshAgentFile -Path notes.txt | Should -Not -BeNullOrEmpty
            Get-AshAgentFile ops-c notes.txt | Remove-AshAgentFile -Confirm:$false
            Get-AshAgent ops-c | New-AshEvalCase -Question q | Should -Not -BeNullOrEmpty
            "AgentName,Question`nops-c,q" | ConvertFrom-Csv | New-AshEvalCase | Should -Not -BeNullOrEmpty
            'ops-c' | Unpublish-AshAgent -Confirm:$false
            Get-AshAgent ops-* | ForEach-Object Name | Should -Not -Contain ops-c
        }
    }

    Context 'A message is text' {
        It 'and not <Kind>: <Command>' -ForEach $(
            foreach ($row in @(
                    @{ Kind = 'an agent'; Make = { Get-AshAgent ops-a } }
                    @{ Kind = 'a session'; Make = { $session } }
                    @{ Kind = 'a file'; Make = { Get-Item picture.png } }
                    @{ Kind = 'a process'; Make = { Get-Process -Id $PID } }
                    @{ Kind = 'a hashtable'; Make = { @{ a = 1 } } }
                    @{ Kind = 'an object'; Make = { [pscustomobject]@{ a = 1 } } }
                )) {
                $row + @{ Command = 'Invoke-AshAgent'; Piped = { $args[0] | Invoke-AshAgent ops-a }; Typed = { Invoke-AshAgent ops-a $args[0] } }
                $row + @{ Command = 'Send-AshMessage'; Piped = { $args[0] | Send-AshMessage -Session $session }; Typed = { Send-AshMessage $args[0] -Session $session } }
                $row + @{ Command = 'Add-AshQueueItem'; Piped = { $args[0] | Add-AshQueueItem ops-a }; Typed = { Add-AshQueueItem ops-a $args[0] } }
                $row + @{ Command = 'Invoke-AshCommand'; Typed = { Invoke-AshCommand $args[0] -Session $session } }
            }
        ) {
            $it = & $Make
            $emulator.ClearRequests()
            $says = "*$Command *"
            { & $Typed $it } | Should -Throw $says -ErrorId 'ParameterArgumentTransformationError,*'
            if ($Piped) { { & $Piped $it } | Should -Throw $says -ErrorId 'ParameterArgumentTransformationError,*' }
            Assert-NothingSent
        }

        It 'says how other objects become text' {
            { Get-Process -Id $PID | Send-AshMessage -Session $session } | Should -Throw '*Process*no text*Out-String*'
        }

        It 'also with note properties, and where it is a plain value' {
            (Get-Content notes.txt | Send-AshMessage -Session $session -As Turn).Message | Should -Be one, two
            (Get-Content notes.txt | Invoke-AshAgent ops-a -As Turn).Message | Should -Be one, two
            $when = [datetime]::new(2026, 5, 1)
            (42, $true, $when, [uri] 'http://x/' | Invoke-AshAgent ops-a -As Turn).Message | Should -Be '42', 'True', "$when", 'http://x/'
            (Get-Content notes.txt | Add-AshQueueItem ops-a).Prompt | Should -Be one, two
        }

        It 'or a property, where a command looks for one' {
            ([pscustomobject]@{ Message = 'hi' } | Send-AshMessage -Session $session -As Turn).Message | Should -Be hi
            (Get-Process -Id $PID | Send-AshMessage -Message { $_.Id } -Session $session -As Turn).Message | Should -Be $PID
        }
    }

    Context 'Invoke-AshAgent' {
        It 'asks each agent that is piped, in a session of its own' {
            $turns = Get-AshAgent ops-* | Invoke-AshAgent -Message 'hi' -As Turn
            $turns.Text | Should -Be hi, hi
            $sessions = $turns.SessionId | Get-AshSession
            $sessions.AgentName | Should -Be ops-a, ops-b
            $sessions.Status | Should -Be ended, ended
            (Get-AshEmulatorRequest | Select-Object -First 4).Method | Should -Be GET, POST, POST, DELETE
        }

        It 'says which comes first where the agent can be none' {
            $failure = { Invoke-AshAgent 'echo hi' ops-a } | Should -Throw "'echo hi' is no agent name*Invoke-AshAgent ops-a <message>*" -PassThru
            $failure.FullyQualifiedErrorId, $failure.TargetObject | Should -Be 'InvalidRequest,Ash.Commands.InvokeAshAgentCommand', 'echo hi'
            Assert-NothingSent
        }
    }

    Context 'A typed message' {
        It 'is not sent where no files come for it: <Command>' -ForEach @(
            @{ Command = 'Send-AshMessage'; Call = { Get-ChildItem *.gif | Send-AshMessage 'Look' -Session $session } }
            @{ Command = 'Invoke-AshAgent'; Call = { Get-ChildItem *.gif | Invoke-AshAgent ops-a 'Look' } }
        ) {
            $said = & $Call 3>&1
            $said | Should -BeOfType System.Management.Automation.WarningRecord
            "$said" | Should -BeLike '*not sent*no file*'
            Assert-NothingSent
        }

        It 'is sent with the files that come, and without a pipeline' {
            (Get-ChildItem *.png | Send-AshMessage 'Look' -Session $session -As Turn).Text | Should -BeLike Look*
            (Get-ChildItem *.png | Invoke-AshAgent ops-a 'Look' -As Turn).Text | Should -BeLike Look*
            (Get-AshEmulatorRequest -Path */messages).Body | Should -BeLike '*image/png*'
            Send-AshMessage 'Look' -Session $session -As Text | Should -Be Look
        }
    }

    Context 'Closed words' {
        It 'are checked before anything is sent: <Name>' -ForEach @(
            @{ Name = 'the state of a session'; Call = { Get-AshSession -Status activ }; Words = '*starting,active,paused,stopped,ended,error*' }
            @{ Name = 'the state of a queue item'; Call = { Get-AshQueueItem -Status done }; Words = '*pending,processing,completed,failed,cancelled*' }
            @{ Name = 'thinking'; Call = { Send-AshMessage hi -Session $session -Thinking foo }; Words = '*adaptive,enabled,disabled*' }
            @{ Name = 'effort'; Call = { Invoke-AshAgent ops-a hi -Effort foo }; Words = '*low,medium,high,max*' }
        ) {
            $Call | Should -Throw $Words -ErrorId 'ParameterArgumentValidationError,*'
            Assert-NothingSent
        }

        It 'are taken whatever their case' {
            (Get-AshSession -Status ACTIVE, Ended).Id | Should -Contain $session.Id
            Get-AshQueueItem -Status Failed | Should -BeNullOrEmpty
            Get-AshEmulatorRequest -Path /api/queue | ForEach-Object Query | Should -BeLike '*status=failed*'
        }

        It 'leave open what the server may outgrow' {
            Get-AshSessionEvent $session -Type something_new | Should -BeNullOrEmpty
        }
    }

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

    Context 'A path' {
        It 'of a folder that is not there is said to be none' {
            { Publish-AshAgent ./nosuch } | Should -Throw "There is no folder *nosuch*" -ErrorId 'InvalidRequest,*'
            { Publish-AshAgent nosuch } | Should -Throw '*nothing to deploy*-Path*' -ErrorId 'InvalidRequest,*'
            Assert-NothingSent
        }

        It 'of a folder may come down the pipeline' {
            $null = New-Item -ItemType Directory piped
            Set-Content piped/CLAUDE.md x
            ('./piped' | Publish-AshAgent).Name | Should -Be piped
            ([pscustomobject]@{ Path = './piped' } | Publish-AshAgent).Name | Should -Be piped
        }

        It 'is to be named where a session is piped: <Call>' -ForEach @(
            @{ Call = { $session | Send-AshSessionFile ./notes.txt }; Says = '*-Path*' }
            @{ Call = { $session | Add-AshAttachment ./picture.png }; Says = '*-Path*' }
            @{ Call = { $session | Add-AshQueueItem 'x' }; Says = '*Add-AshQueueItem -Message*' }
            @{ Call = { Get-AshAgent ops-a | Send-AshAgentFile ./notes.txt }; Says = '*-Path*' }
        ) {
            $Call | Should -Throw $Says
            (Get-AshEmulatorRequest -Method POST) | Should -BeNullOrEmpty
        }

        It 'that is named is taken with a piped session' {
            ($session | Send-AshSessionFile -Path ./notes.txt).Path | Should -Be notes.txt
            ($session | Add-AshAttachment -Path ./picture.png).Name | Should -Be picture.png
            ($session | Add-AshQueueItem -Message 'x').SessionId | Should -Be $session.Id
        }
    }

    Context 'Export-AshTranscript' {
        It 'refuses what is no session, as an error of the table' {
            $failure = { Get-AshAgent ops-a | Export-AshTranscript a.html } |
                Should -Throw "'ops-a' is an agent*Get-AshSession -Agent ops-a*" -ErrorId 'InvalidRequest,Ash.Commands.ExportAshTranscriptCommand' -PassThru
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            { Get-Item notes.txt | Export-AshTranscript a.html } | Should -Throw -ErrorId 'InvalidRequest,Ash.Commands.ExportAshTranscriptCommand'
        }

        It 'names an extension as it was typed, and takes a file for its path' {
            { $session | Export-AshTranscript t.txt } | Should -Throw "*'.txt' says no format*" -ErrorId 'InvalidRequest,*'
            $session | Export-AshTranscript ([System.IO.FileInfo] (Join-Path $folder t.md))
            'TestDrive:', $folder | Select-Object -Last 1 | Join-Path -ChildPath t.md | Should -Exist
        }
    }
}
