BeforeDiscovery {
    # What each statement of the tour says, by how it begins. One that is not here says nothing.
    $said = @(
        @{ Statement = '"Deployed:'; Output = '^Deployed: my-agent v1$' }
        @{ Statement = '"$($s.Id)'; Output = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} active$' }
        @{ Statement = "Send-AshMessage -Session `$s 'Analyze' |"; Output = '(?s)^# +Session +Type +Summary.+\d [0-9a-f]{8} message +All good\.\r?\n.+\d [0-9a-f]{8} message +success, 1 turn, \$0\.\d+, \d' }
        @{ Statement = 'foreach ('; Output = '^All good\.\r?\nTurn complete\.$' }
        @{ Statement = "'What files"; Output = '^What files are here\?\r?\nRead the main one\.\r?\nSummarise it\.$' }
        @{ Statement = '$s | Suspend'; Output = '^paused$' }
        @{ Statement = '$s | Resume'; Output = '^active$' }
        @{ Statement = "Get-AshAgent`n"; Output = '(?s)^Version +UpdatedAt +Name +Path.+ 1 (\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d) +my-agent ' }
        @{ Statement = 'Get-AshAgent my-*'; Output = '(?s)^Version +UpdatedAt +Name +Path.+ 1 (\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d) +my-agent ' }
        @{ Statement = 'Get-AshSession -Agent'; Output = '(?s)^Id +Status +LastActiveAt +AgentName.+ active +(\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d) +my-agent$' }
        @{ Statement = 'Get-AshSession | Stop'; Output = '^ended$' }
        @{ Statement = 'try {'; Output = '^404\r?\nAgent "nonexistent" not found\r?\nAgentNotFound,Ash\.Commands\.NewAshSessionCommand\r?\nList the agents with Get-AshAgent' }
    )
}

# It is of the clone, and says nothing of a package.
Describe 'The tour' -Skip:([bool] $env:ASH_TEST_MODULE) {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $script = Join-Path $Root samples/Tour.ps1
        $statements = [System.Management.Automation.Language.Parser]::ParseFile($script, [ref] $null, [ref] $null).EndBlock.Statements.Extent.Text
        $run = Invoke-Pwsh "& '$Root/samples/Show-Tour.ps1'"
        $parts = @($run.Output -split '(?m)^PS> ' | Select-Object -Skip 1)

        # What came out behind the statement that begins like this.
        function Get-Said([string] $Beginning) {
            $part = @($parts | Where-Object { $_.Replace("`r`n", "`n").StartsWith($Beginning) })
            $part.Count | Should -Be 1
            $statement = $statements | Where-Object { "$_`n".StartsWith($Beginning) }
            $part[0].Substring($statement.Length).Trim()
        }
    }

    It 'runs to its end without a word of error' {
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        $parts.Count | Should -Be $statements.Count
    }

    It 'answers <Statement>' -ForEach $said {
        Get-Said $Statement | Should -Match $Output
    }

    It 'is silent where nothing is to be said' -ForEach @{ Spoken = $said.Statement } {
        $silent = $statements | Where-Object { $text = "$_`n"; -not ($Spoken | Where-Object { $text.StartsWith($_) }) }
        @($silent).Count | Should -BeGreaterThan 3
        foreach ($statement in $silent) { Get-Said "$statement`n" | Should -BeNullOrEmpty -Because $statement }
    }

    It 'runs as a plain script too' {
        $plain = Invoke-Pwsh "Set-Location '$Root'; & ./samples/Tour.ps1"
        $plain.Errors | Should -BeNullOrEmpty
        $plain.Output | Should -Match '(?s)Deployed: my-agent v1.+paused\s+active.+ended\s+404'
    }
}
