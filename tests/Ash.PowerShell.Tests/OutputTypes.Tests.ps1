# Every type that a command says it emits: how it looks in windows of 80 and 160 columns, in a list of all, as JSON and as CSV. A
# new one is found by itself, and looked at with values made up for its properties.
BeforeDiscovery {
    . $PSScriptRoot/Common.ps1
    $types = (Get-Command -Module Ash).OutputType.Type | Where-Object { $_.FullName -like 'Ash.*' -and -not $_.IsEnum } | Sort-Object FullName -Unique |
        ForEach-Object { @{ Type = $_; Name = $_.FullName } }
}

Describe 'What commands emit' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        $emulator = Start-AshEmulator -Connect -Reply @{
            'fail' = @{ Error = 'Overloaded.' }
            '*'    = @{ Tool = 'Bash'; Input = @{ command = 'ls' }; Result = "a`e[2Jb" }, @{ Tool = 'Read'; Input = @{ path = 'b' }; Result = 'no'; IsError = $true }, "All`ndone."
        }
        $null = Publish-AshAgent -Name agent -SystemPrompt x
        $session = New-AshSession agent
        $picture = (New-Item -ItemType File TestDrive:/picture.png).FullName
        [System.IO.File]::WriteAllBytes($picture, [convert]::FromBase64String('iVBORw0KGgo='))
        $events = @(Send-AshMessage -Session $session hi -Attachment $picture, $picture) + @(Send-AshMessage -Session $session fail -ErrorAction Ignore)

        # What is no plain set of values comes from where a user has it from.
        $real = @{
            'Ash.AshEvent'                 = { $events }
            'Ash.MessageEvent'             = { $events | Where-Object Type -EQ message }
            'Ash.ToolUseEvent'             = { $events | Where-Object Type -EQ tool_use }
            'Ash.ToolResultEvent'          = { $events | Where-Object Type -EQ tool_result }
            'Ash.AgentDeployment'          = { Publish-AshAgent -Name folder -Path (Join-Path $Root samples/agents/reviewer) -Environment @{ A = 1 } -Prune }
            'Ash.Turn'                     = { Send-AshMessage -Session $session hi -As Turn }
            'Ash.StoredMessage'            = { Get-AshMessage $session }
            'Ash.SessionEvent'             = { Get-AshSessionEvent $session }
            'Ash.Connection'               = { Get-AshConnection }
            'Ash.Emulation.AshEmulator'    = { $emulator }
            'Ash.Emulation.EmulatorFault'  = { Add-AshEmulatorFault -Cut -Path /x -Times 2; Add-AshEmulatorFault -StatusCode 503 -Header @{ 'Retry-After' = 1 } -Path /y -Method GET }
            'Ash.Emulation.EmulatorRequest' = { Get-AshEmulatorRequest }
        }

        # Of these the engine cannot show all within the depth that ConvertTo-Json has of itself, and says so: the JSON of an agent nests
        # as deep as the agent wants, and what is below comes as JSON in a string. A running server is not data.
        $deep = 'Ash.Turn', 'Ash.AshEvent', 'Ash.MessageEvent', 'Ash.ToolUseEvent', 'Ash.ToolResultEvent', 'Ash.StoredMessage', 'Ash.SessionEvent', 'Ash.Emulation.AshEmulator'

        # A value for a property, long where a long one may come.
        function New-Value([type] $Type, [string] $Name, [int] $Depth) {
            $inner = [Nullable]::GetUnderlyingType($Type) ?? $Type
            # Words of the server's own, and what agents, tools and people write.
            if ($inner -eq [string] -and $Name -match '(Id|Status|Version|AgentName|Type|Role|Level|Model|Outcome)$') { return "a-$Name" }
            if ($inner -eq [string]) { return "$Name that is`nlong enough`e[2J to reach far beyond the right edge of a window of eighty columns" }
            if ($inner -eq [datetime]) { return [datetime] '2026-03-05T14:03:22' }
            if ($inner -eq [datetimeoffset]) { return [datetimeoffset] '2026-03-05T14:03:22Z' }
            if ($inner -eq [timespan]) { return [timespan]::FromSeconds(75) }
            if ($inner -eq [bool]) { return $true }
            if ($inner -eq [uri]) { return [uri] 'http://localhost:4100/' }
            if ($inner.IsEnum) { return [enum]::GetValues($inner)[0] }
            if ($inner.IsPrimitive -or $inner -eq [decimal]) { return 12 -as $inner }
            if ($Depth -gt 2 -or $Name -eq 'UnknownFields') { return $null }
            $dictionary = @($inner) + $inner.GetInterfaces() | Where-Object { $_.IsGenericType -and $_.Name -in 'IReadOnlyDictionary`2', 'IDictionary`2' } | Select-Object -First 1
            if ($dictionary) {
                $values = [Activator]::CreateInstance([System.Collections.Generic.Dictionary`2].MakeGenericType($dictionary.GenericTypeArguments))
                $null = $values.TryAdd('NAME', (New-Value $dictionary.GenericTypeArguments[1] value ($Depth + 1)))
                return , $values
            }
            $list = @($inner) + $inner.GetInterfaces() | Where-Object { $_.IsGenericType -and $_.Name -in 'IReadOnlyList`1', 'IList`1' } | Select-Object -First 1
            if ($list) {
                $values = [Array]::CreateInstance($list.GenericTypeArguments[0], 2)
                0..1 | ForEach-Object { $values[$_] = New-Value $list.GenericTypeArguments[0] "$Name$_" ($Depth + 1) }
                return , $values
            }
            if ($inner.IsAbstract -or $inner.FullName -notlike 'Ash.*') { return $null }
            return New-Sample $inner ($Depth + 1)
        }

        function New-Sample([type] $Type, [int] $Depth = 0) {
            $sample = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
            for ($at = $Type; $at.FullName -ne 'System.Object'; $at = $at.BaseType) {
                foreach ($property in $at.GetProperties('Public, NonPublic, Instance, DeclaredOnly') | Where-Object { $_.SetMethod -and -not $_.GetIndexParameters() }) {
                    $value = New-Value $property.PropertyType $property.Name $Depth
                    if ($null -ne $value) { $property.SetValue($sample, $value.psobject.BaseObject) }
                }
                foreach ($field in $at.GetFields('NonPublic, Instance, DeclaredOnly') | Where-Object { $_.Name -notlike '<*' -and $null -eq $_.GetValue($sample) -and $_.FieldType.FullName -like 'Ash.*' }) {
                    $field.SetValue($sample, (New-Value $field.FieldType $field.Name $Depth))
                }
            }
            $sample
        }

        function Get-Sample([type] $Type) {
            if ($real.ContainsKey($Type.FullName)) { & $real[$Type.FullName] } else { New-Sample $Type }
        }
    }

    AfterAll {
        $PSStyle.OutputRendering = $rendering
        Stop-AshEmulator $emulator
    }

    Context '<Name>' -ForEach $types {
        BeforeAll {
            $samples = @(Get-Sample $Type)
            $samples.Count | Should -BeGreaterThan 0
            # A name of a type says nothing to a user, and neither does what another library calls its own.
            $noWord = '\b(Ash\.(?!Client/)[A-Z]\w+|System\.[A-Z]\w+|JsonElement|ValueKind)\b'
        }

        It 'has a view' {
            $samples[0].pstypenames | Where-Object { Get-FormatData $_ } | Should -Not -BeNullOrEmpty
        }

        It 'is seen whole in a window of <Width> columns, and does nothing to the terminal' -ForEach @{ Width = 80 }, @{ Width = 160 } {
            $lines = ($samples | Out-String -Width $Width) -split '\r?\n'
            $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual $Width }
            $lines -match '\S' | Should -Not -BeNullOrEmpty
            $lines -match $noWord | Should -BeNullOrEmpty
            $lines -match '[^\P{C}\t]' | Should -BeNullOrEmpty
        }

        It 'has headers to sort by, but for what is computed, and columns that do not wait for the last row' {
            # The question of a result comes along where the command knows it.
            $computed = '#', 'Session', 'Ver', 'Cases', 'Passed', 'Fault', 'Happened', 'Topics', 'Safety', 'Used by', 'Question'
            $view = $samples[0].pstypenames | Where-Object { Get-FormatData $_ } | Select-Object -First 1 | ForEach-Object { (Get-FormatData $_).FormatViewDefinition.Control }
            if ($view -isnot [System.Management.Automation.TableControl]) { Set-ItResult -Skipped -Because 'it is a list' }
            else {
                $view.Headers.Label | Where-Object { $_ -notin $computed -and $null -eq $samples[0].psobject.Properties[$_] } | Should -BeNullOrEmpty
                $view.Headers[0].Width | Should -BeGreaterThan 0
            }
        }

        It 'has one line in a table' {
            $lines = ($samples | Out-String -Width 80) -split '\r?\n' -match '\S'
            $headers = @($lines -match '^[-\s]+$').Count
            if (-not $headers) { Set-ItResult -Skipped -Because 'it is a list' }
            $groups = @($lines -match '^   \w+: ').Count
            $lines.Count | Should -Be ($samples.Count + 2 * $headers + $groups)
        }

        It 'can be listed in full' {
            $Error.Clear()
            $list = $samples | Format-List * -Force | Out-String -Width 160
            $list | Should -Match '\S'
            $list | Should -Not -Match $noWord
            $Error | Should -BeNullOrEmpty
        }

        It 'is JSON that says what it is' {
            $json = $samples | ConvertTo-Json -WarningVariable warnings -WarningAction SilentlyContinue
            if ($Type.FullName -ne 'Ash.Emulation.AshEmulator') { $json | Should -Not -Match 'System\.[A-Z]\w+[.`[]|JsonElement|ValueKind|@\{' }
            @($json | ConvertFrom-Json).Count | Should -Be $samples.Count
            if ($Type.FullName -notin $deep) { $warnings | Should -BeNullOrEmpty }
        }

        It 'is CSV with something to read in every column' -Skip:($Type.FullName -eq 'Ash.Emulation.AshEmulator') {
            foreach ($group in $samples | Group-Object { $_.GetType().FullName }) {
                $rows = $group.Group | ConvertTo-Csv | ConvertFrom-Csv
                @($rows).Count | Should -Be $group.Count
                $rows | ForEach-Object { $_.psobject.Properties } | Where-Object Value -Match '^(System|Ash)\.|@\{|`\d\[' | ForEach-Object { "$($_.Name) is $($_.Value)" } |
                    Sort-Object -Unique | Should -BeNullOrEmpty
            }
        }
    }
}
