Describe 'Agents' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect

        # Makes files in a folder of their own; the keys are paths, the values texts.
        function New-Folder([string] $Name, [hashtable] $File) {
            $folder = New-Item -ItemType Directory -Force "TestDrive:/$Name"
            foreach ($path in $File.Keys) {
                $null = New-Item -ItemType File -Force (Join-Path $folder $path) -Value $File[$path]
            }
            $folder.FullName
        }

        function Get-Deployed { Get-SentBody /api/agents | ConvertFrom-Json }
    }

    AfterAll { Stop-AshEmulator $emulator }

    BeforeEach { $emulator.ClearRequests() }

    Context 'Publish-AshAgent with a folder' {
        It 'uploads its files, byte for byte' {
            $folder = New-Folder plain @{ 'CLAUDE.md' = "# Plain`n"; 'skills/review/SKILL.md' = "Gr`u{fc}ezi" }
            [byte[]] $bytes = 0..255
            [System.IO.File]::WriteAllBytes((Join-Path $folder data.bin), $bytes)

            $agent = Publish-AshAgent -Name plain -Path $folder

            $agent | Should -BeOfType Ash.AgentDeployment
            $agent.FileCount | Should -Be 3
            $agent.Name, $agent.Version | Should -Be plain, 1
            $files = (Get-Deployed).files
            $files.path | Should -Be 'CLAUDE.md', 'data.bin', 'skills/review/SKILL.md'
            [Convert]::FromBase64String($files[1].content) | Should -Be $bytes
            [System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($files[2].content)) | Should -BeExactly "Gr`u{fc}ezi"
        }

        It 'leaves out what does not belong to an agent' {
            $leftOut = @(
                'node_modules/a.js', '.git/config', 'lib/__pycache__/a.pyc', '.cache/a', '.npm/a', '.pnpm-store/a', '.yarn/a', '.venv/a', 'venv/a'
                '.tmp/a', 'tmp/a', '.DS_Store', 'lib/.DS_Store', 'a.sock', 'yarn.lock', 'server.pid', '.env', '.env.local'
            )
            $kept = 'CLAUDE.md', '.claude/settings.json', '.gitignore', 'tmpl/a', 'venv.md'
            $files = @{}
            $leftOut + $kept | ForEach-Object { $files[$_] = "x" }
            $folder = New-Folder rules $files

            $null = Publish-AshAgent -Name rules -Path $folder

            (Get-Deployed).files.path | Sort-Object | Should -Be ($kept | Sort-Object)
        }

        It 'takes the name of the folder when it is given none' {
            (Publish-AshAgent -Path (New-Folder 'by-folder' @{ 'CLAUDE.md' = 'x' })).Name | Should -Be by-folder
            (Publish-AshAgent -Path "$(New-Folder 'by-slash' @{ 'CLAUDE.md' = 'x' })/").Name | Should -Be by-slash
        }

        It 'finds a relative path from the current location' {
            $null = New-Folder here/agent @{ 'CLAUDE.md' = 'x' }
            Push-Location TestDrive:/here
            try { (Publish-AshAgent -Path ./agent).Name | Should -Be agent }
            finally { Pop-Location }
        }

        It 'deploys a folder whose path stands alone' {
            $null = New-Folder there/alone @{ 'CLAUDE.md' = 'x' }
            Push-Location TestDrive:/there
            try { (Publish-AshAgent ./alone).Name | Should -Be alone }
            finally { Pop-Location }
            { Publish-AshAgent nowhere } | Should -Throw '*nothing to deploy*-Path*' -ErrorId 'InvalidRequest,*'
        }

        It 'goes up in batches, and says what went' {
            $folder = New-Folder large @{ 'CLAUDE.md' = 'x'; 'a' = 'a' * 600KB; 'b' = 'b' * 600KB; 'c/d' = 'd' * 600KB }
            $emulator.ClearRequests()
            $deployed = Publish-AshAgent -Path $folder
            $deployed.Name, $deployed.FileCount, $deployed.Length, $deployed.Version | Should -Be large, 4, (3 * 600KB + 1), 1
            (Get-AshEmulatorRequest).Path | Should -Be /api/agents, /api/agents/large/files, /api/agents/large/files
            Remove-Item (Join-Path $folder a)
            (Publish-AshAgent -Path $folder).Removed | Should -BeNullOrEmpty
            (Publish-AshAgent -Path $folder -Prune).Removed | Should -Be a
        }

        It 'lists under -WhatIf what would go, with the names of variables and no values' {
            $folder = New-Folder listed @{ 'CLAUDE.md' = 'x'; 'lib/a' = 'xx'; 'yarn.lock' = 'x'; '.env' = "TOKEN=s3cret`n" }
            $run = Invoke-Pwsh "Import-Module ./Ash.psd1; Publish-AshAgent -Path '$folder' -Environment @{ LEVEL = 'loud' } -WhatIf"
            $run.Errors | Should -BeNullOrEmpty
            $run.Output -split '\r?\n' -replace '^What if: .* on target ' | Where-Object { $_ } |
                Should -Be '"agent listed".', '"CLAUDE.md, 1 bytes".', '"lib/a, 2 bytes".', '"environment variable LEVEL".', '"environment variable TOKEN".'
        }

        It 'counts the version up each time' {
            $folder = New-Folder again @{ 'CLAUDE.md' = 'x' }
            1..3 | ForEach-Object { (Publish-AshAgent again $folder).Version } | Should -Be 1, 2, 3
        }

        It 'takes folders from the pipeline' {
            $null = New-Folder many/one @{ 'CLAUDE.md' = '1' }
            $null = New-Folder many/two @{ 'CLAUDE.md' = '2' }
            (Get-ChildItem TestDrive:/many -Directory | Publish-AshAgent).Name | Should -Be one, two
        }

        It 'takes rows with Name and Path from the pipeline' {
            $folder = New-Folder row @{ 'CLAUDE.md' = 'x' }
            "Name,Path`nfirst,$folder`nsecond,$folder" | ConvertFrom-Csv | Publish-AshAgent | ForEach-Object Name | Should -Be first, second
        }

        It 'sends nothing and says what is missing: <Why>' -ForEach @(
            @{ Why = 'no CLAUDE.md'; Name = 'empty'; File = @{ 'README.md' = 'x' }; Message = '*empty has no CLAUDE.md*' }
            @{ Why = 'a name with a space'; Name = 'my agent'; File = @{ 'CLAUDE.md' = 'x' }; Message = "*'my agent' is no agent name*" }
            @{ Why = 'a name that is a path'; Name = '../up'; File = @{ 'CLAUDE.md' = 'x' }; Message = "*'../up' is no agent name*" }
            @{ Why = 'too large'; Name = 'large'; File = @{ 'CLAUDE.md' = 'x' * 1MB }; Message = '*CLAUDE.md has 1,048,57? bytes*'; Cause = 'PayloadTooLarge' }
        ) {
            $folder = New-Folder empty $File
            $failure = { Publish-AshAgent -Name $Name -Path $folder } | Should -Throw $Message -PassThru
            $failure.FullyQualifiedErrorId | Should -Be "$($Cause ?? 'InvalidRequest'),Ash.Commands.PublishAshAgentCommand"
            $failure.TargetObject | Should -Be $Name
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'says when there is no such folder' {
            { Publish-AshAgent -Name none -Path TestDrive:/nowhere } | Should -Throw '*no folder*nowhere*' -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'Environment' {
        It 'has the values of -Environment win over .env.local, and those over .env' {
            $folder = New-Folder settings @{
                'CLAUDE.md'  = 'x'
                '.env'       = "A=env`nB=env`nC=env`n# D=comment`nexport E=`"quoted # text`"`n"
                '.env.local' = "B=local`nC=local # why`n"
            }
            $listener = Start-Listener
            try {
                $publish = Start-Script {
                    $env:ASH_SERVER_URL = $address
                    Publish-AshAgent -Name settings -Path $folder -Environment @{ C = 3; D = $true }
                } @{ address = Get-Address $listener; folder = $folder }
                $sent = Receive-Request $listener '{"agent":{"id":"1","name":"settings","version":1}}'
                (Complete-Script $publish).Name | Should -Be settings
            } finally {
                $listener.Stop()
                $env:ASH_SERVER_URL = $null
            }
            $variables = ($sent.Body | ConvertFrom-Json -AsHashtable).env
            $variables.GetEnumerator() | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Value)" } |
                Should -BeExactly 'A=env', 'B=local', 'C=3', 'D=True', 'E=quoted # text'
        }

        It 'shows the names and never the values' {
            $agent = Publish-AshAgent -Name masked -SystemPrompt x -Environment @{ TOKEN = 'secret' }
            $agent.Environment['TOKEN'] | Should -Be '***'
            (Get-AshAgent masked).Environment.Keys | Should -Be TOKEN
        }
    }

    Context 'Publish-AshAgent without a local folder' {
        It 'deploys a folder on the server' {
            $folder = New-Folder remote @{ 'CLAUDE.md' = 'x' }
            (Publish-AshAgent -Name remote -ServerPath $folder).Path | Should -Be $folder
            Get-SentBody /api/agents | Should -BeExactly ([ordered]@{ name = 'remote'; path = $folder } | ConvertTo-Json -Compress)
        }

        It 'reports what the server says of a folder without CLAUDE.md' {
            { Publish-AshAgent -Name remote -ServerPath (New-Folder bare @{ 'a.md' = 'x' }) } |
                Should -Throw '*Agent directory must contain CLAUDE.md*' -ErrorId 'InvalidRequest,*'
        }

        It 'deploys a system prompt' {
            (Publish-AshAgent -Name prompted -SystemPrompt 'Be brief.').Version | Should -Be 1
            Get-SentBody /api/agents | Should -BeExactly '{"name":"prompted","systemPrompt":"Be brief."}'
        }
    }

    Context 'Get-AshAgent' {
        BeforeAll {
            'find-a', 'find-b', 'other' | ForEach-Object { $null = Publish-AshAgent -Name $_ -SystemPrompt x }
        }

        It 'lists all' {
            $names = (Get-AshAgent).Name
            'find-a', 'find-b', 'other' | Should -BeIn $names
        }

        It 'gets one by its name, with one request for just that' {
            (Get-AshAgent find-a).Name | Should -Be find-a
            (Get-AshEmulatorRequest).Path | Should -Be /api/agents/find-a
        }

        It 'gets those that match a wildcard, asking once' {
            (Get-AshAgent FIND-*, o[t]her).Name | Should -Be find-a, find-b, other
            (Get-AshEmulatorRequest).Path | Should -Be /api/agents
        }

        It 'is silent when a wildcard matches nothing' {
            Get-AshAgent nothing-* | Should -BeNullOrEmpty
        }

        It 'reports each name that is unknown and gets the others' {
            $found = Get-AshAgent find-a, nobody, other -ErrorAction SilentlyContinue -ErrorVariable failures
            $found.Name | Should -Be find-a, other
            $failures.Count | Should -Be 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'AgentNotFound,Ash.Commands.GetAshAgentCommand'
            $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
            $failures[0].TargetObject | Should -Be nobody
            $failures[0].Exception.StatusCode | Should -Be 404
        }

        It 'takes names from the pipeline: <Kind>' -ForEach @(
            @{ Kind = 'strings'; From = { 'find-a', 'find-b' } }
            @{ Kind = 'agents'; From = { Get-AshAgent find-* } }
            @{ Kind = 'rows with AgentName'; From = { "AgentName`nfind-a`nfind-b" | ConvertFrom-Csv } }
            @{ Kind = 'sessions'; From = { New-AshSession find-a; New-AshSession find-b } }
        ) {
            & $From | Get-AshAgent | ForEach-Object Name | Should -Be find-a, find-b
        }
    }
}
