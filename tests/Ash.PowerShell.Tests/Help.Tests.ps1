# The help: every command and parameter is described, what is committed is what the pages make, and every example runs.
BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $manifest = $env:ASH_TEST_MODULE ?? (Join-Path $root Ash.psd1)
    Import-Module $manifest
    $commands = (Get-Command -Module Ash | Sort-Object Name).Name
    $abouts = Get-ChildItem (Join-Path $root docs/en-US) -Filter about_*.help.md | ForEach-Object { $_.Name -replace '\.help\.md$' }
    $platyPS = Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS | Where-Object Version -EQ '1.0.3'

    # Each block of code is an example; the block after it that is no code is what it shows.
    $block = '(?ms)(?:<!-- not run: (?<reason>.+?) -->\n+)?^```powershell\n(?<code>.*?)^```\n(?:\n```output\n(?<output>.*?)^```)?'
    $examples = foreach ($page in Get-ChildItem (Join-Path $root docs/en-US) -Filter *.md) {
        $number = 0
        $text = (Get-Content -Raw $page).ReplaceLineEndings("`n")
        foreach ($found in [regex]::Matches($text, $block)) {
            @{
                Page   = $page.Name -replace '(\.help)?\.md$'
                Number = ++$number
                Code   = $found.Groups['code'].Value
                Output = $found.Groups['output'].Value
                Reason = $found.Groups['reason'].Value
            }
        }
    }
}

Describe 'The help' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    }

    Context '<_>' -ForEach $commands {
        BeforeAll {
            $command = Get-Command $_
            $help = Get-Help $_ -Full
        }

        It 'has a page' {
            Join-Path $Root "docs/en-US/$_.md" | Should -Exist
        }

        It 'has a synopsis, a description and examples' {
            $help.Synopsis | Should -Match '\w+ \w+.*\.$'
            $help.Synopsis | Should -Not -Match '\[<CommonParameters>\]' -Because 'that is what the engine makes up where there is no help'
            ($help.description.Text -join '').Length | Should -BeGreaterThan 80
            @($help.examples.example).Count | Should -BeGreaterOrEqual 1
            $help.examples.example.code | Should -Not -BeNullOrEmpty
        }

        It 'has every parameter described' {
            $described = @($help.parameters.parameter) | Where-Object { $_.description.Text -match '\w+ \w+' }
            @($described.name | Sort-Object) | Should -Be @($command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        }

        It 'says what it takes and emits' {
            $help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
            $help.returnValues.returnValue.type.name | Should -Not -BeNullOrEmpty
        }

        It 'shows no markdown' {
            $help | Out-String -Width 300 | Should -Not -Match '```|\]\(|\{\{'
        }
    }

    It 'has <_>' -ForEach $abouts {
        $text = Get-Help $_
        $text | Should -Match "^TOPIC\s+$_\s+SHORT DESCRIPTION"
        (Get-Help "$_*" | Where-Object Name -EQ $_).Synopsis | Should -Match '\w+ \w+'
    }

    It 'lists every error with its category and what to do' {
        $assembly = (Get-Command Get-AshAgent).ImplementingType.Assembly
        $toRecord = $assembly.GetType('Ash.Commands.ErrorTable', $true).GetMethod('ToErrorRecord', [type[]] @([Ash.AshException], [object]))
        $page = Get-Content -Raw (Join-Path $Root docs/en-US/about_Ash_Errors.help.md)
        $sections = @{}
        foreach ($section in [regex]::Matches($page, '(?ms)^### (\w+)\s+(.+?)(?=^##|\z)')) {
            $sections[$section.Groups[1].Value] = $section.Groups[2].Value -replace '`'
        }
        $sections.Keys | Should -BeIn ([enum]::GetNames([Ash.AshErrorCause]))
        foreach ($cause in [enum]::GetValues([Ash.AshErrorCause])) {
            $record = $toRecord.Invoke($null, @([Ash.AshException]::new($cause, 'x', $null), $null))
            $sections["$cause"] | Should -Match "- Category: $($record.CategoryInfo.Category)\b" -Because "that is what $cause is"
            $sections["$cause"] | Should -BeLike "*- What to do: $([wildcardpattern]::Escape($record.ErrorDetails.RecommendedAction))*"
        }
    }

    It "is what 'build.ps1 Docs' makes of the pages$(if (-not $platyPS) { ' (SKIPPED: Microsoft.PowerShell.PlatyPS 1.0.3 is not installed)' })" -Skip:(-not $platyPS -or $env:ASH_TEST_MODULE) {
        $made = (New-Item -ItemType Directory TestDrive:/made).FullName
        $run = Invoke-Pwsh "& '$Root/docs/Build-Help.ps1' -Destination '$made' 3>&1"
        "$($run.Output)$($run.Errors)" | Should -BeNullOrEmpty
        foreach ($folder in 'docs/en-US', 'en-US') {
            $committed = Get-ChildItem (Join-Path $Root $folder) -File
            (Get-ChildItem (Join-Path $made $folder)).Name | Should -Be $committed.Name
            foreach ($file in $committed) {
                $is = (Get-Content -Raw $file).ReplaceLineEndings("`n")
                Get-Content -Raw (Join-Path $made $folder $file.Name) |
                    Should -BeExactly $is -Because "$folder/$($file.Name) has to be made anew: pwsh ./build.ps1 Docs"
            }
        }
    }
}

Describe 'Examples' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        . $PSScriptRoot/HelpExample.ps1
        $saved = $env:ASH_SERVER_URL, $env:ASH_API_KEY, $env:PSModulePath
        # What is installed would be found under this name.
        $modules = (New-Item -ItemType Directory TestDrive:/modules).FullName
        $null = New-Item -ItemType $(if ($IsWindows) { 'Junction' } else { 'SymbolicLink' }) (Join-Path $modules Ash) -Target (Split-Path $Manifest)
    }

    BeforeEach {
        $env:ASH_SERVER_URL = $env:ASH_API_KEY = $null
        $env:PSModulePath = $modules, $saved[2] -join [System.IO.Path]::PathSeparator
    }

    AfterAll { [System.IO.Directory]::Delete((Join-Path $modules Ash)) }
    AfterEach { $env:ASH_SERVER_URL, $env:ASH_API_KEY, $env:PSModulePath = $saved }

    It '<Page>, <Number>' -ForEach @($examples | Where-Object { -not $_.Reason }) {
        $result = Invoke-HelpExample $Code -Folder (New-Item -ItemType Directory "TestDrive:/$Page $Number").FullName
        $result.Errors | Should -BeNullOrEmpty
        if ($Output) { Format-Shown $result.Output | Should -BeExactly (Format-Shown $Output) }
    }
}
