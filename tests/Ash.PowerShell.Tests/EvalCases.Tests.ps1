Describe 'Eval cases' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $emulator = Start-AshEmulator -Connect
        $null = 'ops', 'other' | ForEach-Object { Publish-AshAgent -Name $_ -SystemPrompt x }
        $path = '/api/agents/ops/eval-cases'

        function Clear-Case {
            Get-AshAgent | Get-AshEvalCase | Remove-AshEvalCase -Confirm:$false
            $emulator.ClearRequests()
        }

        # What a case holds that is not the server's own.
        function Format-Case($Case) {
            $Case | Select-Object Question, ExpectedTopics, ExpectedNotTopics, ReferenceAnswer, Category, Tags, ChatHistory, IsActive |
                ConvertTo-Json -Depth 5 -Compress
        }
    }

    AfterAll { Stop-AshEmulator $emulator }

    BeforeEach { Clear-Case }

    Context 'New-AshEvalCase' {
        It 'sends what it is given and nothing else' {
            $case = New-AshEvalCase ops 'How full?' -ExpectedTopic disk, 91 -ExpectedNotTopic password -ReferenceAnswer '91 %' -Category accuracy `
                -Tag smoke, disk -ChatHistory @{ role = 'user'; content = 'Hi' }, ([pscustomobject]@{ Role = 'assistant'; Content = 'Hello' }) -Active $false
            $case | Should -BeOfType Ash.EvalCase
            Get-SentBody $path | Should -BeExactly (
                '{"question":"How full?","expectedTopics":["disk","91"],"expectedNotTopics":["password"],"referenceAnswer":"91 %",' +
                '"category":"accuracy","tags":["smoke","disk"],' +
                '"chatHistory":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}],"isActive":false}')
            $case.AgentName, $case.Question, $case.IsActive, $case.ChatHistory[1].Content | Should -Be ops, 'How full?', $false, Hello

            $null = New-AshEvalCase ops only
            Get-SentBody $path | Should -BeExactly '{"question":"only"}'
        }

        It 'takes questions from the pipeline' {
            ('one', 'two' | New-AshEvalCase ops -Category c).Question | Should -Be one, two
        }

        It 'copies cases from one agent to another, with all they have' {
            $null = New-AshEvalCase ops a -ExpectedTopic x, y -ChatHistory @{ role = 'user'; content = 'Hi' } -Active $false
            $null = New-AshEvalCase ops b -Category c -ReferenceAnswer r -Tag t
            $copies = Get-AshEvalCase ops | New-AshEvalCase -Agent other
            $copies.AgentName | Should -Be other, other
            Format-Case $copies | Should -BeExactly (Format-Case (Get-AshEvalCase ops))
        }

        It 'sends nothing without a question' {
            { New-AshEvalCase ops '' } | Should -Throw
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'Get-AshEvalCase' {
        BeforeEach {
            $null = New-AshEvalCase ops 1 -Category safety -Tag smoke, slow
            $null = New-AshEvalCase ops 2 -Category safety -Active $false
            $null = New-AshEvalCase ops 3 -Category accuracy -Tag smoke
            $null = New-AshEvalCase ops 4
            $first = (Get-AshEvalCase ops)[0]
            $emulator.ClearRequests()
        }

        It 'filters: <Name>' -ForEach @(
            @{ Name = 'not at all'; Given = @{}; Question = 1..4; Query = '' }
            @{ Name = 'a category'; Given = @{ Category = 'Safety' }; Question = 1, 2; Query = '' }
            @{ Name = 'categories'; Given = @{ Category = 'SAFE*', 'accuracy' }; Question = 1, 2, 3; Query = '' }
            @{ Name = 'active'; Given = @{ Active = $true }; Question = 1, 3, 4; Query = 'isActive=true' }
            @{ Name = 'not active'; Given = @{ Active = $false }; Question = 2; Query = 'isActive=false' }
            @{ Name = 'tags'; Given = @{ Tag = 'sl*', 'none' }; Question = 1; Query = '' }
            @{ Name = 'all of it'; Given = @{ Category = 'safety'; Active = $true; Tag = 'smoke' }; Question = 1; Query = 'isActive=true' }
        ) {
            (Get-AshEvalCase ops @Given).Question | Should -Be $Question
            (Get-AshEmulatorRequest).Query | Should -Be $Query
        }

        It 'finds cases: <Name>' -ForEach @(
            @{ Name = 'by id'; Get = { Get-AshEvalCase ops $first.Id } }
            @{ Name = 'by name of parameter'; Get = { Get-AshEvalCase -Id $first.Id -Agent ops } }
            @{ Name = 'as objects'; Get = { Get-AshEvalCase $first } }
            @{ Name = 'from the pipeline'; Get = { $first | Get-AshEvalCase } }
            @{ Name = 'from a row'; Get = { $first | ConvertTo-Csv | ConvertFrom-Csv | Get-AshEvalCase } }
            @{ Name = 'as ids in the pipeline'; Get = { $first.Id | Get-AshEvalCase -Agent ops } }
        ) {
            (& $Get).Question | Should -Be 1
            (Get-AshEmulatorRequest).Path | Should -Be "$path/$($first.Id)"
        }

        It 'lists the cases of agents that are piped to it, which have an Id too' {
            (Get-AshAgent | Get-AshEvalCase).Question | Should -Be 1, 2, 3, 4
        }

        It 'says what it did not find' {
            { Get-AshEvalCase ops 00000000-0000-4000-8000-000000000000 } | Should -Throw 'Eval case not found*' -ErrorId 'NotFound,*'
            { Get-AshEvalCase ops nope } | Should -Throw "*'nope' is not an eval case: that goes by its id, a UUID*"
            { Get-AshEvalCase $first.Id } | Should -Throw '*'
            { Get-AshEvalCase nobody } | Should -Throw 'Agent not found*' -ErrorId 'AgentNotFound,*'
        }
    }

    Context 'Set- and Remove-AshEvalCase' {
        BeforeEach {
            $case = New-AshEvalCase ops q -Category c -ReferenceAnswer r -Tag t
            $emulator.ClearRequests()
        }

        It 'changes what it is given and leaves the rest' {
            $changed = $case | Set-AshEvalCase -Question new -ExpectedTopic a -Active $false
            $changed.Question, $changed.ExpectedTopics[0], $changed.Category, $changed.IsActive | Should -Be new, a, c, $false
            Get-SentBody "$path/$($case.Id)" PATCH | Should -BeExactly '{"question":"new","expectedTopics":["a"],"isActive":false}'
        }

        It 'takes away what is given as empty' {
            $changed = Set-AshEvalCase $case -Category '' -ReferenceAnswer '' -Tag @()
            $changed.Category, $changed.ReferenceAnswer | Should -Be $null, $null
            $changed.Tags.Count | Should -Be 0
            Get-SentBody "$path/$($case.Id)" PATCH | Should -BeExactly '{"referenceAnswer":null,"category":null,"tags":[]}'
        }

        It 'sends nothing where there is nothing to change' {
            { Set-AshEvalCase $case } | Should -Throw 'There is nothing to change*' -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'removes cases: <Name>' -ForEach @(
            @{ Name = 'an object'; Remove = { Remove-AshEvalCase $case -Confirm:$false } }
            @{ Name = 'the pipeline'; Remove = { $case | Remove-AshEvalCase -Confirm:$false } }
            @{ Name = 'an id'; Remove = { Remove-AshEvalCase ops $case.Id -Confirm:$false } }
        ) {
            & $Remove | Should -BeNullOrEmpty
            Get-AshEvalCase ops | Should -BeNullOrEmpty
        }

        It 'asks before it removes' {
            (Get-Command Remove-AshEvalCase).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact |
                Should -Be High
        }
    }

    Context 'Export- and Import-AshEvalCase' {
        It 'brings cases back as they were: <_>' -ForEach 'cases.json', 'cases.csv', 'CASES.CSV' {
            $null = New-AshEvalCase ops "Two`nlines, `"quoted`"" -ExpectedTopic 'a; b', ' c ', '[d]', "Z`u{fc}rich `u{1f388}" -ExpectedNotTopic 'x', 'y z' -Tag t
            $null = New-AshEvalCase ops plain -Category c -ReferenceAnswer ' r, "s" ' -Active $false
            $null = New-AshEvalCase ops chat -ExpectedTopic @() -ChatHistory @{ role = 'user'; content = 'Hi; "you"' }, @{ role = 'assistant'; content = "a`nb" }
            Export-AshEvalCase ops "TestDrive:/$_" | Should -BeNullOrEmpty
            $import = Import-AshEvalCase other "TestDrive:/$_"
            $import | Should -BeOfType Ash.EvalCaseImport
            $import.AgentName, $import.Imported | Should -Be other, 3
            Format-Case (Get-AshEvalCase other) | Should -BeExactly (Format-Case (Get-AshEvalCase ops))
        }

        It 'writes what a person would' {
            $null = New-AshEvalCase ops q -ExpectedTopic disk, memory -Category safety -Tag a, b
            Export-AshEvalCase ops TestDrive:/a.csv
            Get-Content TestDrive:/a.csv | Should -BeExactly @(
                'question,expectedTopics,expectedNotTopics,referenceAnswer,category,tags,chatHistory,isActive'
                'q,disk; memory,,,safety,a; b,,true')
            Export-AshEvalCase ops TestDrive:/a.json
            (Get-Content TestDrive:/a.json -Raw | ConvertFrom-Json).psobject.Properties.Name | Should -Be question, expectedTopics, category, tags, isActive
        }

        It 'exports those that are piped to it, and asks the server for nothing' {
            'a', 'b', 'c' | New-AshEvalCase ops | Where-Object Question -NE b | Export-AshEvalCase TestDrive:/part.csv
            (Import-Csv TestDrive:/part.csv).question | Should -Be a, c
            Get-AshEmulatorRequest -Method GET | Should -BeNullOrEmpty
        }

        It 'reads what was written elsewhere: <Name>' -ForEach @(
            @{ Name = 'a server''s export'; File = 'a.json'; Text = '{"cases":[{"id":"1","tenantId":"t","question":"q","expectedTopics":null,"isActive":true}]}'; Given = @{} }
            @{ Name = 'ConvertTo-Json'; File = 'a.json'; Text = '[{"Id":"1","EvalCaseId":"1","AgentName":"a","Question":"q","Tags":["x"],"ChatHistory":[{"Role":"r","Content":"c"}],"AdditionalProperties":null}]'; Given = @{} }
            @{ Name = 'a spreadsheet'; File = 'a.csv'; Text = "`u{feff}Question;ISACTIVE;tags`r`nq;FALSE;`"x ; y`"`r`n" ; Given = @{ Delimiter = ';' } }
            @{ Name = 'fewer cells and empty lines'; File = 'a.csv'; Text = "question,tags,category`r`r`rq"; Given = @{} }
        ) {
            [System.IO.File]::WriteAllText((Join-Path $TestDrive $File), $Text)
            (Import-AshEvalCase ops "TestDrive:/$File" @Given).Imported | Should -Be 1
            (Get-AshEvalCase ops).Question | Should -Be q
        }

        It 'names row and column, and sends nothing: <Name>' -ForEach @(
            @{ Name = 'no question'; File = 'a.csv'; Text = "question,tags`nq,t`n,t"; Message = "*Row 3, column 'question': it is empty.*" }
            @{ Name = 'an unknown column'; File = 'a.csv'; Text = "question,expectedTopic`nq,t"; Message = "*Row 1, column 'expectedTopic': no case has this. There are: question, expectedTopics, *" }
            @{ Name = 'a column twice'; File = 'a.csv'; Text = "question,tags,Tags`nq,t,u"; Message = "*Row 1, column 'Tags': it is there twice.*" }
            @{ Name = 'no column question'; File = 'a.csv'; Text = "tags`nt"; Message = "*Row 1, column 'question': it is missing.*" }
            @{ Name = 'no flag'; File = 'a.csv'; Text = "question,isActive`n`"a`nb`",true`nq,maybe"; Message = "*Row 3, column 'isActive': true or false was due, and not 'maybe'.*" }
            @{ Name = 'no list'; File = 'a.csv'; Text = "question,tags`nq,`"[1, 2]`""; Message = "*Row 2, column 'tags': a list of texts was due, and not *1*2*" }
            @{ Name = 'a list of Export-Csv'; File = 'a.csv'; Text = "question,tags`nq,System.String[]"; Message = "*Row 2, column 'tags': a list of texts was due, and not 'System.String*" }
            @{ Name = 'no conversation'; File = 'a.csv'; Text = "question,chatHistory`nq,Hi"; Message = "*Row 2, column 'chatHistory': a list of messages, each with a role and a content, was due, and not 'Hi'.*" }
            @{ Name = 'too many cells'; File = 'a.csv'; Text = "question`nq,more"; Message = '*Row 2 has 2 cells, and the header 1.*' }
            @{ Name = 'an open quote'; File = 'a.csv'; Text = "question`n`"q"; Message = '*Row 2: a quote is opened and not closed*' }
            @{ Name = 'nothing at all'; File = 'a.csv'; Text = ''; Message = '*It has no header.*' }
            @{ Name = 'an unknown field'; File = 'a.json'; Text = '[{"question":"q"},{"question":"q","topics":[]}]'; Message = "*Case 2, column 'topics': no case has this.*" }
            @{ Name = 'a wrong type'; File = 'a.json'; Text = '[{"question":"q","tags":"t","isActive":1}]'; Message = "*Case 1, column 'tags': a list of texts was due, and not 't'.*Case 1, column 'isActive': true or false was due*" }
            @{ Name = 'no object'; File = 'a.json'; Text = '[1]'; Message = '*Case 1 is no object.*' }
            @{ Name = 'a name twice'; File = 'a.json'; Text = '[{"question":"q","question":"r"}]'; Message = '*A name is there twice in one object.*' }
            @{ Name = 'no list of cases'; File = 'a.json'; Text = '{"question":"q"}'; Message = '*It is JSON, but no list of cases.*' }
            @{ Name = 'no JSON'; File = 'a.json'; Text = '[{'; Message = '*It is not JSON: *' }
            @{ Name = 'another kind of file'; File = 'a.txt'; Text = 'q'; Message = '*is neither .json nor .csv.*' }
            @{ Name = 'no file'; File = 'none.csv'; Message = '*none.csv*' }
        ) {
            Remove-Item "TestDrive:/*"
            if ($null -ne $Text) { [System.IO.File]::WriteAllText((Join-Path $TestDrive $File), $Text) }
            $failure = { Import-AshEvalCase ops "TestDrive:/$File" } | Should -Throw $Message -ErrorId 'InvalidRequest,*' -PassThru
            $failure.TargetObject | Should -Be "TestDrive:/$File"
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'names ten mistakes and counts the rest' {
            Set-Content TestDrive:/many.csv (@('question,isActive') + @('q,x') * 12)
            { Import-AshEvalCase ops TestDrive:/many.csv } | Should -Throw "*Row 11, *And 2 more.*"
        }

        It 'sends large files in parts, each as large as a server takes' {
            1..30 | ForEach-Object { [pscustomobject]@{ question = "$_ " + 'x' * 100kb } } | Export-Csv TestDrive:/large.csv
            $import = Import-AshEvalCase ops TestDrive:/large.csv
            $import.Imported | Should -Be 30
            $requests = Get-AshEmulatorRequest -Path "$path/import"
            $requests.Count | Should -BeGreaterThan 2
            ($requests | Measure-Object BodyLength -Maximum).Maximum | Should -BeLessOrEqual 1MB
            (Get-AshEvalCase ops).Question.ForEach{ $_.Split()[0] } | Should -Be (1..30)
        }

        It 'says how many were imported before it failed' {
            1..15 | ForEach-Object { [pscustomobject]@{ question = 'x' * 100kb } } | Export-Csv TestDrive:/large.csv
            $listener = Start-Listener
            try {
                $import = Start-Script {
                    $env:ASH_SERVER_URL = $address
                    Import-AshEvalCase ops $file -ErrorAction SilentlyContinue -ErrorVariable failure -WarningAction SilentlyContinue -WarningVariable warning
                    $failure.Exception.Cause, "$warning"
                } @{ address = Get-Address $listener; file = Join-Path $TestDrive large.csv }
                $null = Receive-Request $listener '{"imported":10}'
                $null = Receive-Request $listener 'What?' text/plain
                Complete-Script $import | Should -Be NotAnAshServer, "10 of the 15 cases of $(Join-Path $TestDrive large.csv) were imported before that."
            } finally {
                $listener.Stop()
                $env:ASH_SERVER_URL = $null
            }
        }

        It 'says that a case is too large, and sends nothing' {
            Set-Content TestDrive:/huge.csv "question`nsmall`n$('x' * 1MB)"
            { Import-AshEvalCase ops TestDrive:/huge.csv } | Should -Throw 'Case 2 of 2 is * bytes*' -ErrorId 'PayloadTooLarge,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'imports several files' {
            'a', 'b' | ForEach-Object { Set-Content "TestDrive:/$_.csv" "question`n$_" }
            (Get-ChildItem TestDrive:/[ab].csv | Import-AshEvalCase ops).Imported | Should -Be 1, 1
            Import-AshEvalCase ops TestDrive:/[ab].csv | ForEach-Object Imported | Should -Be 1, 1
            (Get-AshEvalCase ops).Question | Should -Be a, b, a, b
        }

        It 'writes nothing where it must not: <Name>' -ForEach @(
            @{ Name = '-NoClobber'; Given = @{ Path = 'TestDrive:/there.csv'; NoClobber = $true }; Message = '*there.csv is there already*'; Cause = 'FileNotWritten' }
            @{ Name = 'an unknown kind'; Given = @{ Path = 'TestDrive:/a.xlsx' }; Message = '*neither .json nor .csv*' }
            @{ Name = 'no folder'; Given = @{ Path = 'TestDrive:/nowhere/a.csv' }; Message = '*nowhere*'; Cause = 'FileNotWritten' }
        ) {
            Set-Content TestDrive:/there.csv 'as it was'
            { Export-AshEvalCase ops @Given } | Should -Throw $Message -ErrorId "$($Cause ?? 'InvalidRequest'),*"
            Get-Content TestDrive:/there.csv | Should -Be 'as it was'
        }

        It 'writes nothing under -WhatIf' {
            $null = Complete-Script (Start-Script { Export-AshEvalCase ops $file -Connection $connection -WhatIf } @{
                    file = Join-Path $TestDrive what.csv; connection = Get-AshConnection
                })
            'TestDrive:/what.csv' | Should -Not -Exist
        }
    }
}
