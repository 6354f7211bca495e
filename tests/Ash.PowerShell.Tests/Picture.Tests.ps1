Describe 'The picture in the README' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    # Before 7.6 the engine shows an error a little differently, and a console of Windows without a terminal shows no colours.
    It "is what 'build.ps1 Docs' makes" -Skip:($env:ASH_TEST_MODULE -or $IsWindows -or $PSVersionTable.PSVersion -lt '7.6') {
        $run = Invoke-Pwsh "& '$Root/docs/Build-Picture.ps1' -Destination '$TestDrive'"
        "$($run.Output)$($run.Errors)" | Should -BeNullOrEmpty
        Get-Content TestDrive:/console.svg -Raw | Should -BeExactly (Get-Content "$Root/docs/console.svg" -Raw) -Because 'docs/console.svg has to be made anew: pwsh ./build.ps1 Docs'
        ([xml] (Get-Content TestDrive:/console.svg -Raw)).svg.text.Count | Should -BeGreaterThan 50
    }
}
