# What the picture of the console in the README shows. Build-Picture.ps1 runs it statement by statement.
Publish-AshAgent ops ./samples/agents/reviewer
$s = New-AshSession ops
$s | Send-AshMessage 'How full are the disks?'
$turn = $s | Send-AshMessage 'What fills /var?' -As Turn; $turn
Get-AshSession | Suspend-AshSession
$s | Send-AshMessage 'And now?'
