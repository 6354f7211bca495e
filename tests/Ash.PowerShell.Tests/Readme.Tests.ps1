# It is of the clone, and says nothing of a package.
Describe 'The README' -Skip:([bool] $env:ASH_TEST_MODULE) {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $readme = Get-Content (Join-Path $Root README.md) -Raw

        # What stands between a heading and the next.
        function Get-Section([string] $Heading) { [regex]::Match($readme, "(?ms)^## $Heading\n(.+?)(?=^## |\z)").Groups[1].Value }

        # The words of code in the first column of a section's table.
        function Get-FirstColumn([string] $Heading, [int] $Column = 1) {
            foreach ($row in (Get-Section $Heading) -split '\n' -match '^\|') {
                [regex]::Matches(($row -split '(?<!\\)\|')[$Column], '`([^`]+)`').ForEach{ $_.Groups[1].Value }
            }
        }
    }

    It 'lists every command, and no other' {
        $words = @(Get-FirstColumn Commands)
        [array]::Reverse($words)
        $noun = ''
        $named = foreach ($word in $words) {
            # `Get-`, `Remove-AshApiKey`: a verb alone is of the noun behind it.
            $verb, $own = $word -split '-', 2
            if ($own) { $noun = $own }
            if ($verb -eq 'AshAgentFile') { 'Get', 'Receive', 'Send', 'Remove' | ForEach-Object { "$_-AshAgentFile" } } else { "$verb-$noun" }
        }
        $named | Sort-Object | Should -Be ((Get-Command -Module Ash).Name | Sort-Object)
    }

    It 'lists every cause of an error, and no other' {
        $named = Get-FirstColumn 'When things go wrong' 3 | Sort-Object -Unique
        $named | Should -Be ([enum]::GetNames([Ash.AshErrorCause]) | Sort-Object)
    }

    It 'lists every kind of event with its class' {
        $named = Get-FirstColumn Events 2 | Sort-Object -Unique
        $classes = [Ash.AshEvent].Assembly.GetExportedTypes() | Where-Object { $_ -eq [Ash.AshEvent] -or $_.IsSubclassOf([Ash.AshEvent]) }
        $named | Should -Be ($classes.FullName | Sort-Object)
    }

    It 'shows properties that the events have' {
        foreach ($row in (Get-Section Events) -split '\n' -match '^\| `') {
            $cells = ($row -split '\|').Trim()
            $members = [regex]::Matches($cells[3], '`([A-Z]\w+)`').ForEach{ $_.Groups[1].Value }
            foreach ($class in [regex]::Matches($cells[2], '`([^`]+)`').ForEach{ $_.Groups[1].Value }) {
                $type = $class -as [type]
                # Those that come from the type file are methods of the class.
                foreach ($member in $members) { $type.GetMember($member).Count + $type.GetMember("Get$member").Count | Should -BeGreaterThan 0 -Because "$class has a $member" }
            }
        }
    }

    It 'has a tour that runs as it stands' {
        $tour = [regex]::Match((Get-Section 'A tour'), '(?s)```powershell\n(.+?)```').Groups[1].Value
        $run = Invoke-Pwsh "Set-Location '$Root'; `$ErrorActionPreference = 'Stop'`n$tour"
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Match '(?s)All good\..+Completed\s+All good\.'
    }
}
