# The life of a session. Show-Tour.ps1 runs this line by line; typed at a prompt it is the same.
Import-Module ./Ash.psd1
$server = Start-AshEmulator -Connect -Reply @{ 'Analyze*' = 'All good.' }
$agent = Publish-AshAgent -Name my-agent -Path ./samples/agents/reviewer
"Deployed: $($agent.Name) v$($agent.Version)"

$s = New-AshSession -Agent my-agent
"$($s.Id) $($s.Status)"

Send-AshMessage -Session $s 'Analyze' | Where-Object Type -EQ message
foreach ($e in Send-AshMessage -Session $s 'Analyze this code') {
    switch ($e.Type) {
        message { if ($e.Data.type -eq 'assistant') { $e.Data.message.content | Where-Object type -EQ text | ForEach-Object text } }
        error { "Error: $($e.Data.error)" }
        done { 'Turn complete.' }
    }
}
'What files are here?', 'Read the main one.', 'Summarise it.' | Send-AshMessage -Session $s -As Text

$s | Suspend-AshSession | ForEach-Object Status
$s | Resume-AshSession | ForEach-Object Status
Get-AshAgent
Get-AshAgent my-*
Get-AshSession -Agent my-agent -Status active
Get-AshSession | Stop-AshSession | ForEach-Object Status
try { New-AshSession -Agent nonexistent -ErrorAction Stop }
catch { $_.Exception.StatusCode; $_.Exception.ServerMessage; $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }
Stop-AshEmulator $server
