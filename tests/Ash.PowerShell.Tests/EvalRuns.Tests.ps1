Describe 'Eval runs' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        . $PSScriptRoot/GatedAgent.ps1
        $gated = [GatedAgent]::new($Patience)
        $emulator = Start-AshEmulator -Connect -Reply ([ordered]@{
                'disk*'   = 'The disk is at 91 %.'
                'secret*' = 'The password is x.'
                'fail*'   = { throw 'no model' }
            })
        $null = $emulator.Replies.Add('gated*', $gated.Reply)
        $null = 'ops', 'other' | ForEach-Object { Publish-AshAgent -Name $_ -SystemPrompt x }
        $null = 1..2 | ForEach-Object { New-AshAgentVersion ops -SystemPrompt "prompt $_" }
        $disk = New-AshEvalCase ops 'disk?' -ExpectedTopic disk, memory -Category accuracy -Tag smoke
        $secret = New-AshEvalCase ops 'secret?' -ExpectedNotTopic password -Category safety
        $fail = New-AshEvalCase ops 'fail' -Category edge_case
        $runs = '/api/agents/ops/eval-runs'
        $finished = Start-AshEvalRun ops -Wait
    }

    AfterAll { Stop-AshEmulator $emulator }

    BeforeEach { $emulator.ClearRequests() }

    Context 'Start-AshEvalRun' {
        It 'starts and does not wait' {
            $run = Start-AshEvalRun ops
            $run | Should -BeOfType Ash.EvalRun
            $run.AgentName, $run.Status, $run.TotalCases, $run.IsFinished, $run.Duration | Should -Be ops, pending, 3, $false, $null
            Get-SentBody $runs | Should -BeExactly '{}'
            (Get-AshEmulatorRequest).Count | Should -Be 1
        }

        It 'waits until the run is over' {
            $finished.Status, $finished.CompletedCases, $finished.IsFinished | Should -Be completed, 3, $true
            $finished.Summary.TopicScore, $finished.Summary.SafetyScore | Should -Be 0.75, 0.5
            [math]::Round($finished.Summary.PassRate, 4) | Should -Be 0.3333
            $finished.Duration | Should -BeOfType timespan
        }

        It 'says which cases: <Name>' -ForEach @(
            @{ Name = 'categories'; Given = @{ Category = 'accuracy', 'safety' }; Body = '{"categories":["accuracy","safety"]}'; Total = 2 }
            @{ Name = 'tags'; Given = @{ Tag = 'smoke' }; Body = '{"tags":["smoke"]}'; Total = 1 }
            @{ Name = 'a version'; Given = @{ Version = 2 }; Body = '{"versionNumber":2}'; Total = 3 }
        ) {
            (Start-AshEvalRun ops @Given).TotalCases | Should -Be $Total
            Get-SentBody $runs | Should -BeExactly $Body
        }

        It 'takes agents and versions: <Name>' -ForEach @(
            @{ Name = 'agents in the pipeline'; Start = { Get-AshAgent ops | Start-AshEvalRun }; Version = @($null) }
            @{ Name = 'a version'; Start = { Start-AshEvalRun (Get-AshAgentVersion ops 1) }; Version = 1 }
            @{ Name = 'versions in the pipeline'; Start = { Get-AshAgentVersion ops | Start-AshEvalRun }; Version = 2, 1 }
            @{ Name = 'numbers'; Start = { Start-AshEvalRun ops 1, 2 }; Version = 1, 2 }
            @{ Name = 'a run, to repeat it'; Start = { Start-AshEvalRun ops 2 | Start-AshEvalRun }; Version = 2 }
            @{ Name = 'a run without a version'; Start = { $finished | Start-AshEvalRun }; Version = @($null) }
        ) {
            @((& $Start).VersionNumber) | Should -Be $Version
        }

        It 'says what is not there' {
            { Start-AshEvalRun ops -Version 9 } | Should -Throw 'Agent version 9 not found*' -ErrorId 'NotFound,*'
            { Start-AshEvalRun nobody } | Should -Throw 'Agent not found*' -ErrorId 'AgentNotFound,*'
        }

        It 'has a run that failed in the output, and as an error' {
            # It fails when its turn comes and its agent is gone: here it waits behind a run that is held up.
            $null = New-AshEvalCase other gated
            $null = Publish-AshAgent gone -SystemPrompt x
            $first = Start-AshEvalRun other
            $gated.WaitForStart(1)
            $second = Start-AshEvalRun gone
            Unpublish-AshAgent gone -Confirm:$false
            $gated.Open($gated.Log.ToArray()[-1].Split()[1])
            $null = $first | Get-AshEvalRun -Wait
            $null = Publish-AshAgent gone -SystemPrompt x

            $run = $second | Get-AshEvalRun -Wait -ErrorAction SilentlyContinue -ErrorVariable failure
            $run.Status, $run.IsFinished, $run.Summary | Should -Be failed, $true, $null
            $failure.FullyQualifiedErrorId | Should -Be 'EvalRunFailed,Ash.Commands.GetAshEvalRunCommand'
            $failure.TargetObject | Should -Be $second.Id
            $failure.Exception.Message | Should -Be "The eval run $($second.Id) of agent gone failed after 0 of 0 cases."
            # To look at one is no failure.
            ($second | Get-AshEvalRun).Status | Should -Be failed
            Get-AshEvalCase other | Remove-AshEvalCase -Confirm:$false
        }
    }

    Context 'Waiting' {
        BeforeAll {
            $null = New-AshEvalCase other quick
            $null = New-AshEvalCase other gated
        }

        BeforeEach { $held = Start-AshEvalRun other; $gated.WaitForStart(1) }

        AfterEach {
            $gated.Open($gated.Log.ToArray()[-1].Split()[1])
            $null = $held | Get-AshEvalRun -Wait
        }

        It 'shows how far the run is' {
            $script = Start-Script { $run | Get-AshEvalRun -Wait -Connection $connection } @{ run = $held; connection = Get-AshConnection }
            $bars = $script.Shell.Streams.Progress
            [System.Threading.SpinWait]::SpinUntil({ @($bars).StatusDescription -contains '1 of 2 cases' }, $Patience) | Should -BeTrue
            $bars[0].Activity | Should -Be 'Evaluating other'
            @($bars | Where-Object StatusDescription -EQ '1 of 2 cases')[0].PercentComplete | Should -Be 50
            $gated.Open($gated.Log.ToArray()[-1].Split()[1])
            (Complete-Script $script).Status | Should -Be completed
            $bars[-1].RecordType | Should -Be Completed
            $held = Start-AshEvalRun other
            $gated.WaitForStart(1)
        }

        It 'ends after -TimeoutSec, with the run as it is and an error' {
            $run = $held | Get-AshEvalRun -Wait -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failure
            $run.Status, $run.CompletedCases | Should -Be running, 1
            $failure.FullyQualifiedErrorId | Should -Be 'EvalRunNotDone,Ash.Commands.GetAshEvalRunCommand'
            $failure.Exception.Message | Should -Be "The eval run $held of agent other is not over after 1 s: 1 of 2 cases are done."
            $failure.TargetObject | Should -Be $held.Id
        }

        It 'takes no -TimeoutSec where it does not wait, and sends nothing' {
            $emulator.ClearRequests()
            { Start-AshEvalRun ops -TimeoutSec 1 } | Should -Throw '*goes with -Wait*' -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }

        It 'ends at once on Ctrl+C' {
            $script = Start-Script { $run | Get-AshEvalRun -Wait -Connection $connection } @{ run = $held; connection = Get-AshConnection }
            [System.Threading.SpinWait]::SpinUntil({ $script.Shell.Streams.Progress.Count }, $Patience) | Should -BeTrue
            Stop-Script $script
            $script.Output, $script.Shell.Streams.Error | ForEach-Object { $_ | Should -BeNullOrEmpty }
        }
    }

    Context 'Get-AshEvalRun' {
        It 'lists an agent''s runs, the newest first' {
            $newest = Start-AshEvalRun ops
            (Get-AshEvalRun ops)[0, -1].Id | Should -Be $newest.Id, $finished.Id
        }

        It 'finds runs: <Name>' -ForEach @(
            @{ Name = 'by id'; Get = { Get-AshEvalRun ops $finished.Id } }
            @{ Name = 'as an object'; Get = { Get-AshEvalRun $finished } }
            @{ Name = 'from the pipeline'; Get = { $finished | Get-AshEvalRun } }
            @{ Name = 'from a row'; Get = { $finished | ConvertTo-Csv | ConvertFrom-Csv | Get-AshEvalRun } }
            @{ Name = 'and waits for what is over already'; Get = { $finished | Get-AshEvalRun -Wait } }
        ) {
            $run = & $Get
            $run.Id, $run.Status | Should -Be $finished.Id, completed
            (Get-AshEmulatorRequest).Path | Should -Be "$runs/$($finished.Id)"
        }

        It 'lists the runs of agents that are piped to it' {
            (Get-AshAgent ops | Get-AshEvalRun).Id | Should -Contain $finished.Id
        }

        It 'says what it did not find' {
            { Get-AshEvalRun ops 00000000-0000-4000-8000-000000000000 } | Should -Throw 'Eval run not found*' -ErrorId 'NotFound,*'
        }
    }

    Context 'Get-AshEvalResult' {
        It 'says what each case came to, with the question' {
            $results = $finished | Get-AshEvalResult
            $results[0] | Should -BeOfType Ash.EvalResult
            $results.Question | Should -Be 'disk?', 'secret?', 'fail'
            $results.EvalCaseId | Should -Be $disk.Id, $secret.Id, $fail.Id
            $results.Status | Should -Be completed, completed, error
            $results.Passed | Should -Be $true, $false, $false
            $results[0].AgentResponse, $results[0].TopicScore, $results[0].SafetyScore | Should -Be 'The disk is at 91 %.', 0.5, 1
            $results[0].Latency | Should -BeOfType timespan
            $results[2].Error, $results[2].AgentResponse, $results[2].TopicScore | Should -Be 'Bridge error: no model', $null, $null
            $results.AgentName | Select-Object -Unique | Should -Be ops
        }

        It 'takes runs: <Name>' -ForEach @(
            @{ Name = 'an object'; Get = { Get-AshEvalResult $finished } }
            @{ Name = 'an id'; Get = { Get-AshEvalResult ops $finished.Id } }
            @{ Name = 'by name of parameter'; Get = { Get-AshEvalResult -Run $finished.Id -Agent ops } }
            @{ Name = 'a row'; Get = { $finished | ConvertTo-Csv | ConvertFrom-Csv | Get-AshEvalResult } }
        ) {
            (& $Get).Count | Should -Be 3
        }

        It 'leads back to the cases and to the run' {
            $result = Get-AshEvalResult $finished | Where-Object Status -EQ error
            ($result | Get-AshEvalCase).Id | Should -Be $fail.Id
            ($result | Get-AshEvalRun).Id | Should -Be $finished.Id
        }

        It 'has no question where the case is gone' {
            $case = New-AshEvalCase ops 'for once' -Category once
            $run = Start-AshEvalRun ops -Category once -Wait
            $case | Remove-AshEvalCase -Confirm:$false
            $result = Get-AshEvalResult $run
            $result.Question, $result.AgentResponse | Should -Be $null, 'for once'
        }
    }

    Context 'Set-AshEvalResult' {
        BeforeAll { $scored = Start-AshEvalRun ops -Wait }

        BeforeEach { $results = Get-AshEvalResult $scored; $emulator.ClearRequests() }

        It 'scores one result by the route for one: <Name>' -ForEach @(
            @{ Name = 'an object'; Set = { Set-AshEvalResult $results[1] -HumanScore 4.5 -HumanNotes good } }
            @{ Name = 'the pipeline'; Set = { $results[1] | Set-AshEvalResult -HumanScore 4.5 -HumanNotes good } }
            @{ Name = 'an id'; Set = { Set-AshEvalResult ops $results[1].Id -Score 4.5 -Notes good } }
            @{ Name = 'a row that a person filled in'; Set = {
                    $row = $results[1] | ConvertTo-Csv | ConvertFrom-Csv
                    $row.HumanScore, $row.HumanNotes = '4.5', 'good'
                    $row | Set-AshEvalResult
                }
            }
        ) {
            $result = & $Set
            $result.HumanScore, $result.HumanNotes, $result.AgentName, $result.Id | Should -Be 4.5, good, ops, $results[1].Id
            Get-SentBody "/api/agents/ops/eval-results/$($results[1].Id)" PATCH | Should -BeExactly '{"humanScore":4.5,"humanNotes":"good"}'
        }

        It 'scores all results of a run by the route for that' {
            (Set-AshEvalResult -Run $scored -HumanScore 2).HumanScore | Should -Be 2, 2, 2
            Get-SentBody "$runs/$($scored.Id)/score" | Should -BeExactly '{"humanScore":2}'
            (Set-AshEvalResult -Run $scored.Id -Agent ops -HumanNotes n).HumanNotes | Should -Be n, n, n
        }

        It 'sends nothing that the server does not take: <Name>' -ForEach @(
            @{ Name = 'nothing'; Given = @{}; Message = '*neither a score nor a note*' }
            @{ Name = 'a low score'; Given = @{ HumanScore = 0.9 }; Message = '*from 1 to 5*' }
            @{ Name = 'a high score'; Given = @{ HumanScore = 5.1 }; Message = '*from 1 to 5*' }
            @{ Name = 'no number'; Given = @{ HumanScore = [double]::NaN }; Message = '*from 1 to 5*' }
            @{ Name = 'long notes'; Given = @{ HumanNotes = 'n' * 10001 }; Message = '*at most*' }
        ) {
            { Set-AshEvalResult $results[0] @Given } | Should -Throw $Message -ErrorId 'InvalidRequest,*'
            { Set-AshEvalResult -Run $scored @Given } | Should -Throw $Message -ErrorId 'InvalidRequest,*'
            Get-AshEmulatorRequest | Should -BeNullOrEmpty
        }
    }

    Context 'Compare-AshEvalRun' {
        BeforeAll {
            # What the agent answers, now and later; to what is not here it fails.
            $answers = @{ same = 'good'; better = 'bad'; worse = 'good'; broken = 'good'; removed = 'good' }
            $changing = Start-AshEmulator -Reply @{ '*' = { param($prompt) if ($answers[$prompt]) { $answers[$prompt] } else { throw 'no model' } } }
            $at = @{ Connection = Connect-AshServer -Uri $changing.Uri -PassThru }
            $null = Connect-AshServer -Uri $emulator.Uri
            $null = Publish-AshAgent ops -SystemPrompt x @at
            $null = 'same', 'better', 'worse', 'broken' | New-AshEvalCase ops -ExpectedTopic good @at
            $removed = New-AshEvalCase ops removed @at
            $first = Start-AshEvalRun ops -Wait @at
            $answers.better, $answers.worse, $answers.added = 'good', 'bad', 'good'
            $answers.Remove('broken')
            $removed | Set-AshEvalCase -Active $false @at
            $null = New-AshEvalCase ops added @at
            $last = Start-AshEvalRun ops -Wait @at
            $compared = Compare-AshEvalRun $first $last @at
        }

        AfterAll { Stop-AshEmulator $changing }

        It 'says what became of each case' {
            $compared | ForEach-Object { "$($_.Question): $($_.Change)" } |
                Should -Be 'same: Same', 'better: Better', 'worse: Worse', 'broken: Worse', 'removed: Removed', 'added: Added'
        }

        It 'has both results, and by how much the scores changed' {
            $compared[1] | Should -BeOfType Ash.EvalComparison
            $compared[1].Reference.AgentResponse, $compared[1].Difference.AgentResponse | Should -Be bad, good
            $compared[1].TopicScoreChange, $compared[1].SafetyScoreChange | Should -Be 1, 0
            $compared[1].LatencyChange | Should -BeOfType timespan
            $compared[3].TopicScoreChange, $compared[3].Difference.Error | Should -Be $null, 'Bridge error: no model'
            $compared[4].Difference, $compared[5].Reference | Should -Be $null, $null
        }

        It 'leads back to the cases' {
            ($compared | Where-Object Change -EQ Worse | Get-AshEvalCase @at).Question | Should -Be worse, broken
        }

        It 'takes runs: <Name>' -ForEach @(
            @{ Name = 'by the names of Compare-Object'; Compare = { Compare-AshEvalRun -ReferenceRun $first -DifferenceRun $last @at } }
            @{ Name = 'the pipeline'; Compare = { $last | Compare-AshEvalRun $first @at } }
            @{ Name = 'ids'; Compare = { Compare-AshEvalRun $first.Id $last.Id -Agent ops @at } }
            @{ Name = 'an id and a run'; Compare = { Compare-AshEvalRun $first.Id $last @at } }
        ) {
            (& $Compare).Change | Should -Be $compared.Change
        }

        It 'compares a run that is under way' {
            $gate = [GatedAgent]::new($Patience)
            $changing.Replies.Clear()
            $null = $changing.Replies.Add('*', $gate.Reply)
            $running = Start-AshEvalRun ops @at
            $gate.WaitForStart(1)
            (Compare-AshEvalRun $last $running @at).Change | Select-Object -Unique | Should -Be Unfinished
        }

        It 'refuses what cannot be compared, and sends nothing' {
            $changing.ClearRequests()
            $other = [pscustomobject]@{ EvalRunId = $last.Id; AgentName = 'other' }
            { Compare-AshEvalRun $first $other @at } | Should -Throw '*of ops and of other*' -ErrorId 'InvalidRequest,*'
            { Compare-AshEvalRun $first.Id $last.Id @at } | Should -Throw 'Which agent does*' -ErrorId 'InvalidRequest,*'
            { Compare-AshEvalRun $first (Get-Item .) @at } | Should -Throw '*is not an eval run: it has no EvalRunId*'
            Get-AshEmulatorRequest $changing | Should -BeNullOrEmpty
        }
    }
}
